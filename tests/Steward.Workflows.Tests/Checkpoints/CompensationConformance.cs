using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Policies;
using Steward.Workflows.Signals;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Tests.Checkpoints;

/// <summary>What every store must do with cancellations that compensate, and with dead letters.</summary>
public abstract partial class CheckpointStoreConformance
{
    /// <summary>hotel → flight → ask; both bookings are undone by their notes.</summary>
    static Workflow Booking(Func<NodeContext, Exception?>? trouble = null, bool onFailure = false, Func<Exception?>? last = null)
    {
        var builder = Builder().Signal("hurry");
        foreach (var (node, next) in new[] { ("hotel", "flight"), ("flight", "ask") })
        {
            builder.Node(node, context => Say($"{node} {context.Input}") with { CompensateWith = Json($"{node}-7") }).Edge(node, next)
                .Compensate(node, context => trouble?.Invoke(context) is { } error ? throw error : NodeResult.Next(Patch.Empty.Add(Log, $"undo {context.ReadNote<string>()}")),
                    new NodeOptions { Retry = new RetryPolicy { MaxAttempts = 2, FirstDelay = TimeSpan.FromSeconds(10), Jitter = 0 } });
        }
        if (onFailure)
            builder.CompensateOnFailure();
        return builder.Node("ask", _ => last?.Invoke() is { } error ? throw error : NodeResult.Interrupt(new InterruptRequest("q", Json("?"))), new NodeOptions { Retry = RetryPolicy.Once })
            .Edge("ask", Workflow.End).Start("hotel").Build();
    }

    [Fact]
    public async Task Cancelling_undoes_finished_visits_latest_first_each_as_a_step()
    {
        var keys = new List<(string Key, string Visit)>();
        var engine = Engine(Booking(context => { keys.Add((context.Key, context.Compensates!.Key)); return null; }));
        var run = await engine.RunAsync();
        Assert.True(await Store.CancelAsync(run, default));
        await engine.RunDueAsync();
        Assert.Equal(["hotel ", "flight ", "undo flight-7", "undo hotel-7"], await LogOf(engine, run));
        Assert.Equal((RunStatus.Cancelled, null), ((await engine.FindAsync(run)).Status, (await engine.FindAsync(run)).Reason));
        var history = await engine.HistoryAsync(run);
        Assert.Equal([StepKind.Cancelling, StepKind.Compensated, StepKind.Compensated], history.Skip(4).Select(step => step.Kind));
        Assert.Equal(["flight", "hotel"], history[4].Undoable);
        Assert.Empty(history[^1].Undoable);
        Assert.Equal([$"{run:N}-2", $"{run:N}-1"], keys.Select(one => one.Visit));
        Assert.Equal(2, keys.Select(one => one.Key).Except(keys.Select(one => one.Visit)).Distinct().Count());
        Assert.False(await Store.CancelAsync(run, default));
        Assert.Equal(AnswerResult.Closed, (await engine.AnswerAsync(run, "q", "late")).Result);
    }

    [Fact]
    public async Task A_crash_in_a_compensation_resumes_it_under_its_key_and_another_cancel_changes_nothing()
    {
        var keys = new List<string>();
        var workflow = Booking(context => { keys.Add(context.Key); return null; });
        var engine = Engine(workflow);
        var run = await engine.RunAsync();
        await Store.CancelAsync(run, default);
        // A holder that dies after each commit: the next one goes on from what is stored.
        for (var i = 0; i < 3; i++)
        {
            using var control = new RunControl(default);
            await engine.Loop(afterCommit: control.Drain).RunAsync(Assert.Single(await engine.ClaimAsync()), workflow, control);
            Assert.True(i == 2 || await Store.CancelAsync(run, default));
            Assert.True(i == 2 || (await Store.AnswerAsync(run, "q", Json("late"), default)).Result == AnswerResult.Closed);
            Assert.Equal(SignalResult.RunOver, await Store.SignalAsync(run, new Signal("hurry", "1", Json(1)), default));
            Clock.Advance(TestEngine.Lease);
        }
        Assert.Equal(RunStatus.Cancelled, await engine.StatusAsync(run));
        Assert.Equal(["hotel ", "flight ", "undo flight-7", "undo hotel-7"], await LogOf(engine, run));
        Assert.Equal(2, keys.Count);
    }

    [Fact]
    public async Task A_compensation_that_fails_is_tried_again_then_a_dead_letter_that_can_be_retried_or_dropped()
    {
        var down = true;
        var engine = Engine(Booking(context => down && context.Node == "flight" ? new IOException("the airline is closed") : null));
        var (retried, dropped) = (await engine.RunAsync(), await engine.RunAsync());
        foreach (var run in new[] { retried, dropped })
            await Store.CancelAsync(run, default);
        await engine.RunDueAsync();
        Assert.Equal((RunStatus.Waiting, Clock.GetUtcNow() + TimeSpan.FromSeconds(10)), ((await engine.FindAsync(retried)).Status, (await engine.FindAsync(retried)).NextWake));
        await engine.PassAsync(TimeSpan.FromSeconds(10));
        var dead = await engine.FindAsync(retried);
        Assert.Equal((RunStatus.Failed, "IOException: the airline is closed", "flight"), (dead.Status, dead.Reason, dead.Node));
        Assert.Equal(["flight", "hotel"], (await engine.HistoryAsync(retried))[^1].Undoable);
        Assert.True(await Store.CancelAsync(retried, default));
        await engine.RunDueAsync();
        Assert.Equal(RunStatus.Failed, await engine.StatusAsync(retried));

        down = false;
        Assert.True(await Store.RetryAsync(retried, default));
        Assert.True(await Store.DropAsync(dropped, default));
        Assert.False(await Store.DropAsync(dropped, default));
        await engine.RunDueAsync();
        Assert.Equal(["hotel ", "flight ", "undo flight-7", "undo hotel-7"], await LogOf(engine, retried));
        Assert.Equal((RunStatus.Cancelled, "Dropped after: IOException: the airline is closed"), ((await engine.FindAsync(dropped)).Status, (await engine.FindAsync(dropped)).Reason));
        var last = (await engine.HistoryAsync(dropped))[^1];
        Assert.Equal(StepKind.Dropped, last.Kind);
        Assert.Equal(["flight", "hotel"], last.Undoable);
    }

    [Fact]
    public async Task A_failure_is_compensated_when_the_workflow_says_so_and_its_reason_stays()
    {
        var engine = Engine(Booking(onFailure: true, last: () => new InvalidOperationException("no seat left")));
        var run = await engine.RunAsync();
        Assert.Equal(["hotel ", "flight ", "undo flight-7", "undo hotel-7"], await LogOf(engine, run));
        Assert.Equal((RunStatus.Cancelled, "InvalidOperationException: no seat left"), ((await engine.FindAsync(run)).Status, (await engine.FindAsync(run)).Reason));
        Assert.Equal("InvalidOperationException: no seat left", (await engine.HistoryAsync(run)).Single(step => step.Kind == StepKind.Cancelling).Error);

        var kept = Engine(Booking(last: () => new InvalidOperationException("no seat left")));
        run = await kept.RunAsync();
        Assert.Equal(RunStatus.Failed, await kept.StatusAsync(run));
        await Store.CancelAsync(run, default);
        await kept.RunDueAsync();
        Assert.Equal(["hotel ", "flight ", "undo flight-7", "undo hotel-7"], await LogOf(kept, run));
    }

    [Fact]
    public async Task A_dead_letter_goes_on_with_a_changed_state()
    {
        var workflow = Builder().Node("send", context => context.State.Get(Big) is { } to ? Say("sent " + to.Length) : throw new FormatException("no address"), new NodeOptions { Retry = RetryPolicy.Once })
            .Edge("send", Workflow.End).Start("send").Build();
        var engine = Engine(workflow);
        var run = await engine.RunAsync();
        var change = StateChange.Read(workflow, JsonSerializer.SerializeToElement(new { big = new string('x', 40_000) }), engine.Codec);
        Assert.True(await Store.RetryAsync(run, StateChange.Requeue(change, engine.Codec), default));
        await engine.RunDueAsync();
        Assert.Equal(["sent 40000"], await LogOf(engine, run));
        Assert.Equal(40_000, (await engine.HistoryAsync(run)).Single(step => step.Kind == StepKind.Requeued).Change.GetProperty("big").GetString()!.Length);
    }
}
