using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;

namespace Steward.Workflows.Stepping;

/// <summary>What a step row tells. Names are stored: only ever add.</summary>
public enum StepKind
{
    Started,
    Finished,
    Interrupted,
    Slept,
    /// <summary>An attempt failed; another one follows.</summary>
    Retrying,
    /// <summary>The run failed here. Its position is kept, so that a person can let it go on.</summary>
    Failed,
    Answered,
    /// <summary>A question's time ran out: the run goes on with the answer null.</summary>
    Expired,
    Woken,
    /// <summary>A person let a failed run go on.</summary>
    Requeued,
    Cancelled,
    /// <summary>A node waits for a signal.</summary>
    Listening,
    /// <summary>The run took a signal out of its mailbox.</summary>
    Signalled,
    /// <summary>The run ends here, and its finished visits are compensated first. With a reason, when a failure is the cause.</summary>
    Cancelling,
    /// <summary>A visit was undone.</summary>
    Compensated,
    /// <summary>A person dropped a failed run as it stood.</summary>
    Dropped,
    /// <summary>The first step of a run that goes on from a checkpoint of another one; it holds that checkpoint.</summary>
    Forked,
    /// <summary>The run was moved to another version; the step holds its checkpoint in the new version's terms.</summary>
    Migrated,
}

/// <summary>
/// One step of a run as a value: enough to compute the next checkpoint from the one before, without the handler and without the edges
/// (what they decided is recorded here). A run is the fold of its events.
/// </summary>
sealed record StepEvent(StepKind Kind, string Node, int Task)
{
    public int Attempt { get; init; } = 1;
    public Patch Patch { get; init; } = Patch.Empty;

    /// <summary>Where the handler said to go.</summary>
    public Routing? Route { get; init; }

    public bool Ends { get; init; }

    /// <summary>With which its task ends the run.</summary>
    public string? Outcome { get; init; }
    public InterruptRequest? Question { get; init; }
    public string? InterruptKey { get; init; }
    public string? AnswerInto { get; init; }
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>The signal that is waited for, or that was taken; then with its place in the mailbox.</summary>
    public string? Signal { get; init; }
    public long? SignalAt { get; init; }
    public string? Error { get; init; }
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Where a fork began.</summary>
    public RunOrigin? Origin { get; init; }

    /// <summary>The version that a migration left.</summary>
    public int? FromVersion { get; init; }

    /// <summary>What a visit leaves for its compensation.</summary>
    public JsonElement? Note { get; init; }

    /// <summary>Present when this step closed a super-step, or resumed a parked task.</summary>
    public StepPlan? Plan { get; init; }
}

/// <summary>What runs next, decided once and stored.</summary>
/// <param name="Tasks">New tasks.</param>
/// <param name="Ends">The run is over: everything that waits is dropped.</param>
/// <param name="Outcome">With which it is, if it ends by name.</param>
sealed record StepPlan(ImmutableList<RunTask> Tasks, ImmutableList<TaskGroup> Groups, ImmutableList<JoinArrival> Arrivals, int NextId, bool Ends = false, string? Outcome = null);
