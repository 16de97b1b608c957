using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Signals;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Tests.Checkpoints;

/// <summary>What every store must do with signals.</summary>
public abstract partial class CheckpointStoreConformance
{
    /// <summary>Takes notes all the time; waits for two payments, one after the other.</summary>
    static Workflow Paying(TimeSpan? patience = null, TimeProvider? clock = null) => Builder().Signal("paid").Signal("note", into: Log)
        .Node("bill", _ => NodeResult.WaitForSignal("paid", clock?.GetUtcNow() + patience))
        .Node("first", context => NodeResult.WaitForSignal("paid", null, Patch.Empty.Add(Log, $"paid {context.Answer?.ToString() ?? "nothing"}")))
        .Node("second", context => Say($"and {context.Answer}"))
        .Edge("bill", "first").Edge("first", "second").Edge("second", Workflow.End).Start("bill").Build();

    [Fact]
    public async Task Signals_are_taken_in_order_also_those_that_came_before_the_run_waited()
    {
        var engine = Engine(Paying());
        var run = await engine.StartAsync();
        foreach (var (name, payload) in new[] { ("paid", "10"), ("note", "a"), ("paid", "20"), ("note", "b") })
            Assert.Equal(SignalResult.Accepted, await Store.SignalAsync(run, new Signal(name, payload, Json(payload)), default));
        await engine.RunDueAsync();
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
        Assert.Equal(["a", "b", "paid 10", "and 20"], await LogOf(engine, run));
    }

    [Fact]
    public async Task A_signal_wakes_a_waiting_run_and_a_repeat_counts_once()
    {
        var engine = Engine(Paying());
        var run = await engine.RunAsync();
        Assert.Equal((RunStatus.Waiting, null), ((await engine.FindAsync(run)).Status, (await engine.FindAsync(run)).NextWake));
        Assert.Equal(SignalResult.Accepted, await engine.SignalAsync(run, "paid", "invoice-1", 10));
        Assert.Equal(SignalResult.AlreadyReceived, await engine.SignalAsync(run, "paid", "invoice-1", 99));
        Assert.Equal(["paid 10"], await LogOf(engine, run));
        Assert.Equal(SignalResult.Accepted, await engine.SignalAsync(run, "note", "invoice-1", "another name, another mailbox"));
        Assert.Equal(RunStatus.Waiting, await engine.StatusAsync(run));
        Assert.Equal(SignalResult.Accepted, await engine.SignalAsync(run, "paid", "invoice-2", 20));
        Assert.Equal(["paid 10", "another name, another mailbox", "and 20"], await LogOf(engine, run));
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
    }

    [Fact]
    public async Task A_run_that_is_over_or_being_cancelled_refuses_signals_and_says_so()
    {
        var engine = Engine(Paying());
        var run = await engine.RunAsync();
        await engine.SignalAsync(run, "paid", "1", 10);
        await Store.CancelAsync(run, default);
        Assert.Equal(SignalResult.RunOver, await Store.SignalAsync(run, new Signal("paid", "2", Json(20)), default));
        await engine.RunDueAsync();
        Assert.Equal(SignalResult.RunOver, await engine.SignalAsync(run, "paid", "3", 30));
        Assert.Equal(SignalResult.AlreadyReceived, await engine.SignalAsync(run, "paid", "1", 10));
        Assert.Equal(SignalResult.NotFound, await engine.SignalAsync(Guid.NewGuid(), "paid", "1", 10));
    }

    [Fact]
    public async Task A_wait_ends_at_its_time_and_a_signal_that_came_before_is_taken()
    {
        var engine = Engine(Paying(TimeSpan.FromHours(1), Clock));
        var (late, early) = (await engine.RunAsync(), await engine.RunAsync());
        await Store.SignalAsync(early, new Signal("paid", "1", Json(10)), default);
        await engine.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(["paid nothing"], await LogOf(engine, late));
        Assert.Equal(["paid 10"], await LogOf(engine, early));
        Assert.Equal([StepKind.Started, StepKind.Listening, StepKind.Expired, StepKind.Listening], (await engine.HistoryAsync(late)).Select(step => step.Kind));
    }

    [Fact]
    public async Task Many_signals_at_once_get_places_without_gaps_and_each_counts_once()
    {
        var engine = Engine(Builder().Signal("note", into: Log).Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", Json("?")))).Edge("ask", Workflow.End).Start("ask").Build());
        var run = await engine.StartAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 120).Select(i => Task.Run(() => Store.SignalAsync(run, new Signal("note", $"{i % 60}", Json($"{i % 60}")), default).AsTask())));
        Assert.Equal(60, results.Count(result => result == SignalResult.Accepted));
        var stored = await Store.SignalsAsync(run, new Dictionary<string, long> { ["note"] = 0 }, 1000, default);
        Assert.Equal(Enumerable.Range(1, 60).Select(i => (long)i), stored.Select(signal => signal.Position));
        Assert.Equal([41, 42], (await Store.SignalsAsync(run, new Dictionary<string, long> { ["note"] = 40 }, 2, default)).Select(signal => signal.Position));
        await engine.RunDueAsync();
        Assert.Equal(stored.Select(signal => signal.Payload.GetString()!), await LogOf(engine, run));
    }

    [Fact]
    public async Task A_mailbox_longer_than_one_reading_is_taken_to_its_end_also_across_snapshots_and_holders()
    {
        var workflow = Builder().Signal("n").Signal("idle")
            .Node("next", context => NodeResult.WaitForSignal("n", null, context.Answer is { } answer ? Patch.Empty.Add(Log, answer.ToString()) : null))
            .Conditional("next", state => state.Get(Log).Count < 249 ? "next" : Workflow.End, "next", Workflow.End).Start("next").Build();
        var engine = Engine(workflow);
        var run = await engine.StartAsync();
        for (var i = 0; i < 250; i++)
            await Store.SignalAsync(run, new Signal("n", $"{i}", Json(i)), default);
        for (var i = 0; i < 3; i++)
        {
            using var control = new RunControl(default);
            var steps = 0;
            var lease = Assert.Single(await engine.ClaimAsync());
            await engine.Loop(afterCommit: () => { if (++steps == 110) control.Drain(); }).RunAsync(lease, workflow, control);
            await Store.ReleaseAsync(lease, TimeSpan.Zero, default);
        }
        await engine.RunDueAsync();
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
        Assert.Equal(Enumerable.Range(0, 249).Select(i => $"{i}"), await LogOf(engine, run));
    }
}
