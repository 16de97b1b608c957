using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Policies;
using Steward.Workflows.State;

namespace Steward.Workflows.Tests.Samples;

/// <summary>
/// 7. A saga. What a node did can be undone by its compensation. When the run is cancelled (or fails, if the workflow says so), the finished visits are undone, the
/// latest first, each as a step of its own: a crash in the middle goes on there, and what cannot be undone stays visible until somebody deals with it.
/// </summary>
public sealed class Sample07_Sagas
{
    static readonly Channel<ImmutableList<string>> Log = Channel.Append<string>("log");

    bool airlineIsOpen = true;

    static JsonElement Note(string text) => JsonSerializer.SerializeToElement(text);

    Workflow Journey() => new WorkflowBuilder("sample.journey", 1).Channels(Log)
        .Node("hotel", _ => NodeResult.Next(Patch.Empty.Add(Log, "room booked")) with { CompensateWith = Note("room 7") })
        .Node("flight", _ => NodeResult.Next(Patch.Empty.Add(Log, "flight booked")) with { CompensateWith = Note("seat 12A") })
        .Node("visa", _ => NodeResult.Fail("The visa was refused."))
        .Compensate("hotel", context => NodeResult.Next(Patch.Empty.Add(Log, $"{context.ReadNote<string>()} given back")))
        .Compensate("flight", context => airlineIsOpen ? NodeResult.Next(Patch.Empty.Add(Log, $"{context.ReadNote<string>()} given back")) : throw new IOException("nobody answers"),
            new NodeOptions { Kind = NodeKind.External, Retry = RetryPolicy.Once })
        .CompensateOnFailure()
        .Edge("hotel", "flight").Edge("flight", "visa").Edge("visa", Workflow.End)
        .Start("hotel").Build();

    [Fact]
    public async Task A_failure_undoes_what_was_done_latest_first()
    {
        var engine = new TestEngine(Journey());

        var run = await engine.RunAsync();

        Assert.Equal(["room booked", "flight booked", "seat 12A given back", "room 7 given back"], (await engine.StateAsync(run)).Get(Log));
        Assert.Equal((RunStatus.Cancelled, "The visa was refused."), ((await engine.FindAsync(run)).Status, (await engine.FindAsync(run)).Reason));
    }

    [Fact]
    public async Task What_cannot_be_undone_waits_as_a_dead_letter()
    {
        airlineIsOpen = false;
        var engine = new TestEngine(Journey());
        var run = await engine.RunAsync();
        Assert.Equal((RunStatus.Failed, "IOException: nobody answers"), ((await engine.FindAsync(run)).Status, (await engine.FindAsync(run)).Reason));
        Assert.Equal(["flight", "hotel"], (await engine.HistoryAsync(run))[^1].Undoable);

        airlineIsOpen = true;
        await engine.Store.RetryAsync(run, default);
        await engine.RunDueAsync();

        Assert.Equal(RunStatus.Cancelled, await engine.StatusAsync(run));
        Assert.Empty((await engine.HistoryAsync(run))[^1].Undoable);
    }
}
