using Steward.Workflows.Interrupts;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Checkpoints;

public enum RunStatus
{
    /// <summary>Can be claimed.</summary>
    Ready,
    /// <summary>A worker holds it.</summary>
    Running,
    /// <summary>For an answer, a time, or the pause before another attempt.</summary>
    Waiting,
    Completed,
    /// <summary>A dead letter: visible, with its reason, until a person retries, cancels or drops it.</summary>
    Failed,
    Cancelled,
}

public sealed record NewRun(Guid Id, Guid OwnerId, string Workflow, int Version, EncodedStep Input, string Node, DateTimeOffset At)
{
    /// <summary>For a fork: where it comes from. Then <see cref="Input"/> holds the checkpoint.</summary>
    public RunOrigin? Origin { get; init; }

    /// <summary>Open from the beginning.</summary>
    public IReadOnlyList<(string Node, InterruptRequest Request)> Questions { get; init; } = [];

    /// <summary>The run begins held by this worker, as if claimed in the moment of its start: nobody else ever sees it due.</summary>
    public DirectClaim? Holder { get; init; }

    /// <summary>The checkpoint that <see cref="Input"/> stores, for a loop of the same process; null for a fork.</summary>
    internal RunImage? Image { get; init; }

    public StepKind Kind => Origin is null ? StepKind.Started : StepKind.Forked;

    /// <summary>Of the <see cref="Holder"/>.</summary>
    public RunLease Lease => new(Id, OwnerId, Workflow, Version, 1, 0, 0, 0, 0, false);
}

/// <summary>A worker takes a run in the moment in which it is started or answered, instead of looking for it.</summary>
/// <param name="Workflows">Of others it takes none.</param>
/// <param name="Until">When the lease ends.</param>
public sealed record DirectClaim(string Worker, IReadOnlyList<(string Workflow, int Version)> Workflows, DateTimeOffset Until);

/// <summary>A worker's right to advance a run, until somebody claims it again.</summary>
/// <param name="Fence">Rises with every claim.</param>
/// <param name="Crashes">How often in a row the run was held and never heard of again.</param>
/// <param name="Inbox">How many messages (answers, cancellations) the run had got at the claim.</param>
public sealed record RunLease(
    Guid RunId, Guid OwnerId, string Workflow, int Version, long Fence, long Seq, long SnapshotSeq, int Crashes, int Inbox, bool CancelRequested);

public sealed record ClaimRequest(string Worker, IReadOnlyList<(string Workflow, int Version)> Workflows, int Max, DateTimeOffset Now, TimeSpan LeaseFor)
{
    /// <summary>The owner whom this worker served last: among equals, the circle of owners goes on after this one.</summary>
    public Guid After { get; init; }

    public ClaimLimits Limits { get; init; } = ClaimLimits.None;
}

/// <summary>How many runs may be held at the same time, counted over all workers. A run that is over a limit stays due and is not touched.</summary>
/// <param name="PerOwner">Null: as many as there are.</param>
/// <param name="PerWorkflow">By name, over all its versions; one that is not named has no limit.</param>
public sealed record ClaimLimits(int? PerOwner, IReadOnlyDictionary<string, int> PerWorkflow)
{
    public static readonly ClaimLimits None = new(null, new Dictionary<string, int>(StringComparer.Ordinal));

    public bool Any => PerOwner is not null || PerWorkflow.Count > 0;

    public int? Of(string workflow) => PerWorkflow.TryGetValue(workflow, out var limit) ? limit : null;
}

public sealed record RenewedLease(Guid RunId, long Fence, bool CancelRequested);

/// <summary>Large values are stored once per owner, by the SHA-256 of their JSON.</summary>
public sealed record Blob(string Hash, ReadOnlyMemory<byte> Json);

/// <summary>One step as stored bytes (UTF-8 JSON).</summary>
/// <param name="Format">The version of the row format that wrote it.</param>
/// <param name="BlobHashes">All large values that delta and snapshot refer to.</param>
/// <param name="NewBlobs">Those that this run has not stored yet.</param>
public sealed record EncodedStep(
    int Format, ReadOnlyMemory<byte> Delta, ReadOnlyMemory<byte>? Snapshot, IReadOnlyList<string> BlobHashes, IReadOnlyList<Blob> NewBlobs);

public sealed record StoredStep(
    long Seq, StepKind Kind, string Node, int Attempt, DateTimeOffset At, int DurationMs, int Format, ReadOnlyMemory<byte> Delta, ReadOnlyMemory<byte>? Snapshot)
{
    /// <summary>The large values that delta and snapshot refer to.</summary>
    public IReadOnlyList<string> BlobHashes { get; init; } = [];
}

public sealed record StoredRun(IReadOnlyList<StoredStep> Steps, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Blobs)
{
    internal long Bytes => Steps.Sum(step => (long)step.Delta.Length + (step.Snapshot?.Length ?? 0)) + Blobs.Values.Sum(blob => (long)blob.Length);
}

/// <summary>How a run stands when its holder lets go of it.</summary>
/// <param name="Status">Waiting, Completed, Failed or Cancelled.</param>
/// <param name="Wake">When a waiting run is due by itself; null: only a message wakes it.</param>
/// <param name="InboxSeen">If more messages have come, a waiting run is due at once instead.</param>
public sealed record Settlement(RunStatus Status, DateTimeOffset? Wake, string? Reason, int InboxSeen, DateTimeOffset At)
{
    /// <summary>Of a completed run: the name with which a node ended it.</summary>
    public string? Outcome { get; init; }
}

/// <summary>One step to store.</summary>
/// <param name="Seq">The step's number: the run's last one plus 1, checked by the store.</param>
/// <param name="Settlement">Null: the holder goes on with the next step.</param>
/// <param name="CloseKey">A question that takes no answer from now on.</param>
/// <param name="RequireInbox">When given, the commit is refused if more messages have come.</param>
public sealed record StepCommit(
    RunLease Lease, long Seq, StepKind Kind, string Node, int Attempt, DateTimeOffset At, int DurationMs, EncodedStep Encoded,
    Settlement? Settlement, InterruptRequest? Question, string? CloseKey = null, int? RequireInbox = null);

public enum CommitState
{
    Committed,
    /// <summary>The fence is not ours any more: nothing was stored, and nothing may be done for this run.</summary>
    Lost,
    /// <summary>A message came first (see <see cref="StepCommit.RequireInbox"/>): nothing was stored; look at it and decide again.</summary>
    InboxMoved,
}

public readonly record struct CommitResult(CommitState State, int Inbox = 0, bool CancelRequested = false);

public sealed record RunSummary(
    Guid Id, Guid OwnerId, string Workflow, int Version, RunStatus Status, string Node, long Seq, string? Reason,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt, DateTimeOffset? NextWake)
{
    /// <summary>Of a completed run: the name with which a node ended it.</summary>
    public string? Outcome { get; init; }

    /// <summary>For a fork: where it began.</summary>
    public RunOrigin? Origin { get; init; }

    /// <summary>Since when only the events of the run are kept.</summary>
    public DateTimeOffset? PrunedAt { get; init; }
}

/// <summary>Takes the payloads of runs away that ended so, before that time; the oldest first, and of as many at once.</summary>
public sealed record PruneRequest(RunStatus Status, DateTimeOffset FinishedBefore, int Max, DateTimeOffset Now);
