using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Policies;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Tests.Stepping;

public sealed class CompensationTests
{
    static readonly Channel<ImmutableList<string>> Log = Channel.Append<string>("log");

    static WorkflowBuilder Builder() => new WorkflowBuilder("compensation", 1).Channels(Log);

    static NodeResult Say(string word) => NodeResult.Next(Patch.Empty.Add(Log, word));

    static NodeResult Ask(NodeContext context) => NodeResult.Interrupt(new InterruptRequest("q", JsonElement.Parse("1")));

    static async Task<ImmutableList<string>> CancelledAsync(Workflow workflow)
    {
        var engine = new TestEngine(workflow);
        var run = await engine.RunAsync();
        await engine.Store.CancelAsync(run, default);
        await engine.RunDueAsync();
        Assert.Equal(RunStatus.Cancelled, await engine.StatusAsync(run));
        return (await engine.StateAsync(run)).Get(Log);
    }

    [Fact]
    public async Task Every_item_and_every_turn_of_a_loop_is_undone_by_itself_with_its_item()
    {
        var workflow = Builder().Node("begin", _ => NodeResult.Next()).Node("book", context => Say($"book {context.Input}")).Node("ask", Ask)
            .ForEach("begin", _ => Enumerable.Range(1, 3), "book", "ask").Edge("book", "ask").Edge("ask", Workflow.End)
            .Compensate("book", context => Say($"undo {context.ReadInput<int>()}")).Start("begin").Build();
        Assert.Equal(["book 1", "book 2", "book 3", "undo 3", "undo 2", "undo 1"], await CancelledAsync(workflow));

        var loop = Builder().Node("book", context => Say($"book {context.State.Get(Log).Count}")).Node("ask", Ask)
            .Conditional("book", state => state.Get(Log).Count < 30 ? "book" : "ask", "book", "ask").Edge("ask", Workflow.End)
            .Compensate("book", context => Say($"undo {context.Compensates!.Key.Split('-')[^1]}")).Start("book").Build();
        Assert.Equal(Enumerable.Range(1, 30).Reverse().Select(task => $"undo {task}"), (await CancelledAsync(loop)).Skip(30));
    }

    [Fact]
    public async Task A_visit_that_is_done_while_its_super_step_is_not_is_undone_and_seen()
    {
        var workflow = Builder().Node("fork", _ => NodeResult.Next()).Node("book", _ => Say("book"))
            .Node("slow", _ => throw new IOException("later"), new NodeOptions { Retry = new RetryPolicy { FirstDelay = TimeSpan.FromHours(1), MaxDelay = TimeSpan.FromHours(1) } })
            .Edge("fork", "book").Edge("fork", "slow").Edge("book", Workflow.End).Edge("slow", Workflow.End)
            .Compensate("book", context => Say($"saw {context.State.Get(Log).Count}")).Start("fork").Build();
        Assert.Equal(["book", "saw 1"], await CancelledAsync(workflow));
    }

    [Fact]
    public async Task A_node_that_is_running_when_the_run_is_cancelled_is_stopped_and_not_compensated()
    {
        var inside = new TaskCompletionSource();
        var workflow = Builder().Node("book", _ => Say("book")).Node("long", async (_, cancel) =>
        {
            inside.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
            return Say("never");
        }).Edge("book", "long").Edge("long", Workflow.End).Compensate("book", _ => Say("undo book")).Compensate("long", _ => Say("undo long")).Start("book").Build();
        var engine = new TestEngine(workflow);
        var run = await engine.StartAsync();
        using var control = new RunControl(default);
        var running = engine.Loop().RunAsync(Assert.Single(await engine.ClaimAsync()), workflow, control);
        await inside.Task;
        await engine.Store.CancelAsync(run, default);
        control.RequestCancel();
        Assert.Equal(RunExit.Settled, await running);
        Assert.Equal(["book", "undo book"], (await engine.StateAsync(run)).Get(Log));
    }

    [Fact]
    public async Task A_failure_of_one_branch_stops_the_others_before_it_is_compensated()
    {
        var workflow = Builder().CompensateOnFailure().Node("book", _ => Say("book"))
            .Node("bad", async (_, _) => { await Task.Yield(); return NodeResult.Fail("no"); })
            .Node("long", async (_, cancel) => { await Task.Delay(Timeout.Infinite, cancel); return Say("never"); })
            .Edge("book", "bad").Edge("book", "long").Edge("bad", Workflow.End).Edge("long", Workflow.End).Compensate("book", _ => Say("undo book")).Start("book").Build();
        var engine = new TestEngine(workflow);
        var run = await engine.RunAsync();
        Assert.Equal((RunStatus.Cancelled, "no"), ((await engine.FindAsync(run)).Status, (await engine.FindAsync(run)).Reason));
        Assert.Equal(["book", "undo book"], (await engine.StateAsync(run)).Get(Log));
    }

    [Fact]
    public async Task A_compensation_can_only_go_on_or_fail()
    {
        var workflow = Builder().Node("book", _ => Say("book")).Node("ask", Ask).Edge("book", "ask").Edge("ask", Workflow.End).Compensate("book", Ask).Start("book").Build();
        var engine = new TestEngine(workflow);
        var run = await engine.RunAsync();
        await engine.Store.CancelAsync(run, default);
        await engine.RunDueAsync();
        Assert.Equal((RunStatus.Failed, "The compensation of 'book' ended with something else than Next or Fail."), ((await engine.FindAsync(run)).Status, (await engine.FindAsync(run)).Reason));
    }

    [Fact]
    public async Task Compensations_of_a_sub_graph_belong_to_its_nodes_and_a_missing_note_is_said()
    {
        var inner = Builder().Node("book", _ => Say("book")).Edge("book", Workflow.End).Start("book")
            .Compensate("book", context => Say($"undo {context.Node}: {Assert.Throws<InvalidOperationException>(() => context.ReadNote<string>()).Message}")).Build();
        var whole = Builder().SubGraph("travel", inner).Node("ask", Ask).Edge("travel", "ask").Edge("ask", Workflow.End).Start("travel").Build();
        Assert.Equal(["book", "undo travel/book: There is no note of a visit to 'travel/book': leave one with CompensateWith."], await CancelledAsync(whole));
    }

    [Fact]
    public void What_is_to_be_undone_survives_a_snapshot()
    {
        var workflow = Builder().Node("book", _ => NodeResult.Next()).Edge("book", Workflow.End).Compensate("book", _ => NodeResult.Next()).Start("book").Build();
        var codec = new StepCodec(JsonSerializerOptions.Web);
        var image = RunImage.Before(workflow) with
        {
            Seq = 4, Position = new RunPosition { Undoable = [new Visit(1, "book", JsonElement.Parse("1"), JsonElement.Parse("\"n\"")), new Visit(2, "book", null, null)], Undoing = new Undoing("because"), NextId = 4 },
        };
        var encoded = codec.Encode(new StepEvent(StepKind.Cancelling, "book", 0), image, new HashSet<string>());
        var back = codec.DecodeSnapshot(new StoredStep(4, StepKind.Cancelling, "book", 1, default, 0, 1, encoded.Delta, encoded.Snapshot), workflow, new Dictionary<string, ReadOnlyMemory<byte>>());
        Assert.Equal(["1:book:1:\"n\"", "2:book::"], back.Position.Undoable.Select(visit => $"{visit.Task}:{visit.Node}:{visit.Input?.GetRawText()}:{visit.Note?.GetRawText()}"));
        Assert.Equal("because", back.Position.Undoing!.Reason);
    }

    [Theory]
    [InlineData("'x' has two compensations", true, 1, 0.5)]
    [InlineData("The compensation of 'y' undoes what is no node", false, 1, 0.5)]
    [InlineData("The retry policy of 'x' needs at least one attempt", false, 0, 0.5)]
    [InlineData("a jitter from 0 to 1", false, 1, 1.5)]
    public void Wrong_declarations_are_refused_with_the_name_of_the_node(string expected, bool twice, int attempts, double jitter)
    {
        var builder = Builder().Node("x", _ => NodeResult.Next()).Edge("x", Workflow.End).Start("x")
            .Compensate("x", _ => NodeResult.Next(), new NodeOptions { Retry = new RetryPolicy { MaxAttempts = attempts, Jitter = jitter } }).Compensate(twice ? "x" : "y", _ => NodeResult.Next());
        Assert.Contains(expected, Assert.Throws<WorkflowDefinitionException>(() => builder.Build()).Message, StringComparison.Ordinal);
    }
}
