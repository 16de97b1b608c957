using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.State;

namespace Steward.Workflows.Tests.Samples;

/// <summary>
/// 11. Meeting again. A node may itself say what to begin, with an item for each; a join awaits the nodes that it names, in whichever super-step each of them is done; a
/// barrier is a field of the state that is open when all its parties have arrived.
/// </summary>
public sealed class Sample11_FanOut
{
    static readonly Channel<ImmutableList<string>> Said = Channel.Append<string>("said");
    static readonly Channel<ImmutableHashSet<string>> Signed = Channel.Barrier("signed", "ada", "ben");

    static NodeResult Say(string word) => NodeResult.Next(Patch.Empty.Add(Said, word));

    [Fact]
    public async Task A_node_sends_each_of_what_it_found_to_a_task_of_its_own()
    {
        var workflow = new WorkflowBuilder("sample.send", 1).Channels(Said)
            .Node("find", _ => NodeResult.Send(null, [.. new[] { "invoice", "ticket" }.Select(found => new Send("read", JsonSerializer.SerializeToElement(found)))], join: "sum"))
            .Node("read", context => Say($"read {context.ReadInput<string>()}"))
            .Node("sum", context => Say($"{context.State.Get(Said).Count} read"))
            .Dynamic("find", "read", "sum").Edge("read", "sum").Edge("sum", Workflow.End)
            .Start("find").Build();
        var engine = new TestEngine(workflow);

        var run = await engine.RunAsync();

        Assert.Equal(["read invoice", "read ticket", "2 read"], (await engine.StateAsync(run)).Get(Said));
    }

    [Fact]
    public async Task A_join_waits_for_the_slower_way()
    {
        var workflow = new WorkflowBuilder("sample.join", 1).Channels(Said)
            .Node("begin", _ => NodeResult.Next()).Node("short", _ => Say("short"))
            .Node("long", _ => NodeResult.Sleep(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero))).Node("longer", _ => Say("long"))
            .Node("meet", _ => Say("met"))
            .Edge("begin", "short").Edge("begin", "long").Edge("long", "longer").Join("meet", "short", "longer").Edge("meet", Workflow.End)
            .Start("begin").Build();
        var engine = new TestEngine(workflow);

        var run = await engine.RunAsync();
        Assert.Equal(["short"], (await engine.StateAsync(run)).Get(Said));
        await engine.PassAsync(TimeSpan.FromDays(1));

        Assert.Equal(["short", "long", "met"], (await engine.StateAsync(run)).Get(Said));
    }

    [Fact]
    public async Task A_contract_counts_when_both_have_signed_in_whatever_order()
    {
        var workflow = new WorkflowBuilder("sample.barrier", 1).Channels(Signed).Signal("signs").Outcomes("signed")
            .Node("wait", _ => NodeResult.WaitForSignal("signs"))
            .Node("sign", context => NodeResult.Next(Patch.Empty.Arrive(Signed, context.Answer!.Value.GetString()!)))
            .Node("file", _ => NodeResult.Done(outcome: "signed"))
            .Edge("wait", "sign").Conditional("sign", state => state.IsOpen(Signed) ? "file" : "wait", "file", "wait").Edge("file", Workflow.End)
            .Start("wait").Build();
        var engine = new TestEngine(workflow);
        var run = await engine.RunAsync();

        await engine.SignalAsync(run, "signs", "1", "ben");
        Assert.Equal(RunStatus.Waiting, await engine.StatusAsync(run));
        await engine.SignalAsync(run, "signs", "2", "ada");

        Assert.Equal("signed", (await engine.FindAsync(run)).Outcome);
    }
}
