using System.Text.Json;
using Steward.Platform;
using Steward.Runs.Store;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Stepping;

namespace Steward.Runs;

/// <summary>A run as the API shows it.</summary>
/// <param name="Steps">How many steps are stored.</param>
/// <param name="Node">Where its last step was.</param>
/// <param name="Cancelling">Somebody asked it to stop, and it has not: its visits are being compensated, or, when it is failed, a compensation was given up.</param>
/// <param name="WaitingFor">The open questions.</param>
/// <param name="Origin">For a fork: the run and the step after which it began.</param>
/// <param name="PrunedAt">Since when only its events are kept.</param>
/// <param name="Title">What the person would know it by, where its room says so: the request. Theirs, or outside text; never markup.</param>
/// <param name="Outcome">Of a completed run: the name with which one of its nodes ended it, if it ended by name.</param>
/// <param name="Runnable">False when no worker here has its workflow's version: it waits until one has.</param>
public sealed record RunView(
    Guid Id, string Workflow, int Version, RunStatus State, string Node, long Steps, string? Reason, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    DateTimeOffset? FinishedAt, DateTimeOffset? NextWake, bool Cancelling, IReadOnlyList<OpenQuestion> WaitingFor, bool Runnable = true, RunOrigin? Origin = null,
    DateTimeOffset? PrunedAt = null, string? Title = null, string? Outcome = null)
{
    internal static RunView Of(RunRow run, IReadOnlyList<OpenQuestion> questions, bool runnable = true) => new(
        run.Id, run.Workflow, run.Version, run.Status, run.Node, run.Seq + 1, run.Reason, run.CreatedAt, run.UpdatedAt, run.FinishedAt,
        run.Status is RunStatus.Ready or RunStatus.Waiting ? run.NextWake : null, run.CancelRequested && run.Status is not (RunStatus.Completed or RunStatus.Cancelled), questions, runnable, run.Origin, run.PrunedAt, Outcome: run.Outcome);
}

public sealed record OpenQuestion(string Key, string Node, JsonElement Question, JsonElement? AllowedAnswers, DateTimeOffset AskedAt, DateTimeOffset? ExpiresAt);

/// <summary>What a run waited for outside: limits of a provider, and providers that did not answer. The latest first.</summary>
public sealed record RunWaits(IReadOnlyList<WaitView> Items);

/// <summary>What differs between two checkpoints of a run.</summary>
public sealed record RunDiff(long From, long To, IReadOnlyList<ChannelChange> Changes);

/// <summary>One transition of a run.</summary>
public sealed record RunEventView(long Seq, StepKind Kind, string Node, int Attempt, DateTimeOffset At, int DurationMs, string? Error);
