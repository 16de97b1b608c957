using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Signals;
using Steward.Workflows.State;

namespace Steward.Workflows.Tests.Signals;

public sealed class SignalTests
{
    static readonly Channel<ImmutableList<int>> Numbers = Channel.Append<int>("numbers");
    static readonly Channel<ImmutableHashSet<string>> Names = Channel.SetUnion<string>("names");
    static readonly Channel<long> Sum = Channel.Counter("sum");
    static readonly Channel<string?> Last = Channel.LastValue<string?>("last");
    static readonly Channel<ImmutableHashSet<string>> Both = Channel.Barrier("both", "x", "y");

    static NodeResult Go(NodeContext context) => NodeResult.Next();

    static WorkflowBuilder Builder() => new WorkflowBuilder("signals", 1).Signal("go")
        .Node("wait", _ => NodeResult.WaitForSignal("go")).Node("end", Go).Edge("wait", "end").Edge("end", Workflow.End).Start("wait");

    [Fact]
    public async Task Every_kind_of_channel_takes_payloads_as_it_merges()
    {
        var engine = new TestEngine(Builder().Signal("number", Numbers).Signal("name", Names).Signal("sum", Sum).Signal("last", Last).Signal("both", Both).Build());
        var run = await engine.RunAsync(Patch.Empty.Add(Sum, 40));
        foreach (var (name, payload) in new (string, object?)[]
            { ("number", 1), ("number", 2), ("name", "a"), ("name", "a"), ("sum", 2), ("last", "first"), ("last", "second"), ("both", "x"), ("both", "y") })
            await engine.SignalAsync(run, name, Guid.NewGuid().ToString(), payload);
        var state = await engine.StateAsync(run);
        Assert.Equal([1, 2], state.Get(Numbers));
        Assert.Equal(["a"], state.Get(Names));
        Assert.Equal((42L, "second", true), (state.Get(Sum), state.Get(Last), state.IsOpen(Both)));
        Assert.Equal(RunStatus.Waiting, await engine.StatusAsync(run));
    }

    [Fact]
    public async Task What_cannot_be_read_is_left_out_visibly_and_stops_nothing()
    {
        var workflow = Builder().Signal("number", Numbers).Build();
        Assert.Equal("The payload of the signal 'number' is no value for 'numbers'.", workflow.ProblemWith(Signal("number", "many"), JsonSerializerOptions.Web));
        Assert.Equal("The workflow signals takes no signal 'other'.", workflow.ProblemWith(Signal("other", 1), JsonSerializerOptions.Web));
        Assert.Null(workflow.ProblemWith(Signal("number", 1), JsonSerializerOptions.Web));
        Assert.Equal(["go", "number"], workflow.SignalNames);

        var engine = new TestEngine(workflow);
        var run = await engine.RunAsync();
        await engine.SignalAsync(run, "number", "1", "many");
        await engine.SignalAsync(run, "other", "1", "nobody takes this");
        await engine.SignalAsync(run, "number", "2", 7);
        Assert.Equal([7], (await engine.StateAsync(run)).Get(Numbers));
        Assert.Equal([null, null, "The payload of the signal 'number' is no value for 'numbers'.", null], (await engine.HistoryAsync(run)).Select(step => step.Error));
        await engine.SignalAsync(run, "go", "1", 0);
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
    }

    [Fact]
    public async Task Who_waits_longest_gets_the_signal_and_a_signal_with_a_channel_goes_to_both()
    {
        var workflow = new WorkflowBuilder("two", 1).Channels(Names).Signal("n", Numbers)
            .Node("fork", Go).Node("a", _ => NodeResult.WaitForSignal("n")).Node("b", _ => NodeResult.WaitForSignal("n"))
            .Node("a2", context => NodeResult.Next(Patch.Empty.Add(Names, $"a{context.Answer}"))).Node("b2", context => NodeResult.Next(Patch.Empty.Add(Names, $"b{context.Answer}")))
            .Edge("fork", "a").Edge("fork", "b").Edge("a", "a2").Edge("b", "b2").Edge("a2", Workflow.End).Edge("b2", Workflow.End).Start("fork").Build();
        var engine = new TestEngine(workflow);
        var run = await engine.RunAsync();
        await engine.SignalAsync(run, "n", "1", 1);
        Assert.Equal(["a1"], (await engine.StateAsync(run)).Get(Names));
        await engine.SignalAsync(run, "n", "2", 2);
        var state = await engine.StateAsync(run);
        Assert.Equal(["a1", "b2"], state.Get(Names).Order(StringComparer.Ordinal));
        Assert.Equal([1, 2], state.Get(Numbers));
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
    }

    [Fact]
    public async Task Waiting_for_an_undeclared_signal_fails_the_run_and_names_node_and_signal()
    {
        var workflow = new WorkflowBuilder("undeclared", 1).Node("wait", _ => NodeResult.WaitForSignal("paid")).Edge("wait", Workflow.End).Start("wait").Build();
        var engine = new TestEngine(workflow);
        var run = await engine.RunAsync();
        Assert.Equal("The node 'wait' waits for the signal 'paid', which is not declared: add Signal(\"paid\") to the workflow.", (await engine.FindAsync(run)).Reason);
    }

    [Fact]
    public async Task Signals_of_a_sub_graph_are_signals_of_the_run()
    {
        var whole = new WorkflowBuilder("whole", 1).SubGraph("sub", Builder().Build()).Edge("sub", Workflow.End).Start("sub").Build();
        var engine = new TestEngine(whole);
        var run = await engine.RunAsync();
        await engine.SignalAsync(run, "go", "1", true);
        Assert.Equal(["sub/wait", "sub/end"], await engine.PathAsync(run));
    }

    [Fact]
    public void Wrong_declarations_are_refused_when_built()
    {
        var message = Assert.Throws<WorkflowDefinitionException>(() => Builder().Signal("").Signal("n", Numbers).Signal("n", Names).Build()).Message;
        Assert.Contains("'' is no name for a signal", message, StringComparison.Ordinal);
        Assert.Contains("The signal 'n' is declared twice", message, StringComparison.Ordinal);
    }

    static Signal Signal<T>(string name, T payload) => new(name, "k", JsonSerializer.SerializeToElement(payload));
}
