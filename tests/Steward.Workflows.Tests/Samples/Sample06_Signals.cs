using System.Collections.Immutable;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Signals;
using Steward.Workflows.State;

namespace Steward.Workflows.Tests.Samples;

/// <summary>
/// 6. Telling a run what happened. A signal has a name, a key and a payload. It goes into the run's mailbox, once per key, and is taken in order: into a channel
/// between super-steps, or by a node that waits for it. It may come early; it may come while the process is down.
/// </summary>
public sealed class Sample06_Signals
{
    static readonly Channel<ImmutableList<string>> Notes = Channel.Append<string>("notes");
    static readonly Channel<string?> Outcome = Channel.LastValue<string?>("outcome");

    static Workflow Order(TimeProvider clock) => new WorkflowBuilder("sample.order", 1)
        .Channels(Outcome)
        .Signal("note", into: Notes)
        .Signal("paid")
        .Node("bill", _ => NodeResult.WaitForSignal("paid", until: clock.GetUtcNow().AddDays(14)))
        .Node("ship", context => NodeResult.Next(Patch.Empty.Set(Outcome, context.Answer is { } paid ? $"shipped, {paid} paid" : "given up")))
        .Edge("bill", "ship").Edge("ship", Workflow.End)
        .Start("bill").Build();

    [Fact]
    public async Task A_payment_that_is_told_twice_counts_once()
    {
        var clock = new TestClock();
        var engine = new TestEngine(Order(clock), clock: clock);
        var run = await engine.RunAsync();

        await engine.SignalAsync(run, "note", "note-1", "Please wrap it");
        Assert.Equal(RunStatus.Waiting, await engine.StatusAsync(run));
        Assert.Equal(SignalResult.Accepted, await engine.SignalAsync(run, "paid", "transfer-4711", 30));

        Assert.Equal("shipped, 30 paid", (await engine.StateAsync(run)).Get(Outcome));
        Assert.Equal(["Please wrap it"], (await engine.StateAsync(run)).Get(Notes));
        Assert.Equal(SignalResult.AlreadyReceived, await engine.SignalAsync(run, "paid", "transfer-4711", 30));
        Assert.Equal(SignalResult.RunOver, await engine.SignalAsync(run, "paid", "transfer-4712", 30));
    }

    [Fact]
    public async Task A_payment_may_come_before_the_bill_and_waiting_ends_at_its_time()
    {
        var clock = new TestClock();
        var engine = new TestEngine(Order(clock), clock: clock);
        var (early, never) = (await engine.StartAsync(), await engine.StartAsync());
        await engine.Store.SignalAsync(early, new Signal("paid", "transfer-1", System.Text.Json.JsonElement.Parse("10")), default);
        await engine.RunDueAsync();
        await engine.PassAsync(TimeSpan.FromDays(14));

        Assert.Equal("shipped, 10 paid", (await engine.StateAsync(early)).Get(Outcome));
        Assert.Equal("given up", (await engine.StateAsync(never)).Get(Outcome));
    }
}
