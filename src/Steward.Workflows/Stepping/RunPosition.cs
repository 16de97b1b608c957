using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.State;

namespace Steward.Workflows.Stepping;

/// <summary>One execution of a node that is planned. Its id is given when it is planned and stays: it is the idempotency key's heart.</summary>
sealed record RunTask(int Id, string Node)
{
    public JsonElement? Input { get; init; }
    public JsonElement? Answer { get; init; }

    /// <summary>The fan-out that it belongs to.</summary>
    public int? Group { get; init; }

    public int Failures { get; init; }

    /// <summary>Not to be begun earlier: the pause after a failed attempt.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}

/// <summary>A task that is done in a super-step whose other tasks are not: its patch waits, unseen by the others.</summary>
/// <param name="Parked">It asked or sleeps: it has no successors yet.</param>
/// <param name="Route">Where its handler said to go; null for the edges.</param>
sealed record FinishedTask(RunTask Task, Patch Patch, bool Parked, bool Ends, Routing? Route, string? Outcome = null);

/// <summary>A finished task whose successors wait for an answer, a signal or a time.</summary>
sealed record ParkedTask(RunTask Task, string? Interrupt, string? AnswerInto, DateTimeOffset? WakeAt, string? Signal = null);

/// <summary>A fan-out that is not yet joined. <paramref name="Open"/> branches (or inner groups) are still on their way.</summary>
/// <param name="Input">The item of the task that opened it: the join goes on with that.</param>
/// <param name="Items">Its tasks stand for items of their own, so two of them at the same node stay two. Branches that meet at a node become one.</param>
sealed record TaskGroup(int Id, string Join, int? Parent, JsonElement? Input, bool Items, int Open);

/// <summary>Who has arrived at a static join.</summary>
/// <param name="Item">Of a fan-out over items: whose arrivals they are.</param>
sealed record JoinArrival(string Node, int? Group, ImmutableHashSet<string> From, JsonElement? Item = null);

/// <summary>A finished visit that has a compensation.</summary>
/// <param name="Task">The visit's task.</param>
sealed record Visit(int Task, string Node, JsonElement? Input, JsonElement? Note);

/// <summary>The run is being cancelled: the only task left is the compensation of the last visit in <see cref="RunPosition.Undoable"/>.</summary>
/// <param name="Reason">The failure that is the cause, or null.</param>
sealed record Undoing(string? Reason);

/// <summary>Where a run stands, beside its state: all that is needed to know what runs next.</summary>
sealed record RunPosition
{
    public static readonly RunPosition Empty = new();

    public ImmutableList<RunTask> Ready { get; init; } = [];
    public ImmutableList<FinishedTask> Finished { get; init; } = [];
    public ImmutableList<ParkedTask> Parked { get; init; } = [];
    public ImmutableList<TaskGroup> Groups { get; init; } = [];
    public ImmutableList<JoinArrival> Arrivals { get; init; } = [];
    public ImmutableDictionary<string, int> Visits { get; init; } = ImmutableDictionary<string, int>.Empty;
    public int NextId { get; init; } = 1;

    /// <summary>Up to which position the signals of each name have been taken.</summary>
    public ImmutableDictionary<string, long> Signals { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>The visits that a cancellation has to undo, in the order of their commits.</summary>
    public ImmutableList<Visit> Undoable { get; init; } = [];
    public Undoing? Undoing { get; init; }

    /// <summary>Between two super-steps: all patches are merged. Only here answers are taken and snapshots made.</summary>
    public bool AtBoundary => Finished.IsEmpty;

    public bool IsOver => Ready.IsEmpty && Finished.IsEmpty && Parked.IsEmpty;
}
