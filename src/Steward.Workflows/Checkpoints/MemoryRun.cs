using System.Text.Json;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Signals;

namespace Steward.Workflows.Checkpoints;

/// <summary>A run in the in-memory store; only touched under the store's lock.</summary>
sealed class MemoryRun(NewRun start)
{
    DateTimeOffset updatedAt = start.At;
    DateTimeOffset? finishedAt;
    string? reason;
    string? outcome;
    int crashes;

    public NewRun Start { get; } = start;
    public int Version { get; private set; } = start.Version;
    public List<StoredStep> Steps { get; } = [];
    public HashSet<string> Hashes { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, MemoryQuestion> Questions { get; } = new(StringComparer.Ordinal);
    public List<(Signal Signal, long Position)> Signals { get; } = [];
    public RunStatus Status { get; set; } = start.Holder is null ? RunStatus.Ready : RunStatus.Running;
    public DateTimeOffset? NextWake { get; set; } = start.Holder?.Until ?? start.At;
    public long Fence { get; private set; } = start.Holder is null ? 0 : start.Lease.Fence;
    public int Inbox { get; private set; }
    public bool CancelRequested { get; set; }

    public long SnapshotSeq { get; private set; }
    public long Seq => Steps[^1].Seq;
    public bool IsOver => Status is RunStatus.Completed or RunStatus.Cancelled;

    public RunLease Claim(DateTimeOffset until)
    {
        if (Status == RunStatus.Running)
            crashes++;
        (Status, NextWake) = (RunStatus.Running, until);
        Fence++;
        return new RunLease(Start.Id, Start.OwnerId, Start.Workflow, Version, Fence, Seq, SnapshotSeq, crashes, Inbox, CancelRequested);
    }

    public void Add(StoredStep step, EncodedStep? encoded)
    {
        Steps.Add(step with { BlobHashes = encoded?.BlobHashes ?? [] });
        Hashes.UnionWith(encoded?.BlobHashes ?? []);
        (updatedAt, crashes) = (step.At, 0);
        if (step.Snapshot is not null)
            SnapshotSeq = step.Seq;
    }

    public void Settle(Settlement settlement)
    {
        var mail = settlement.Status == RunStatus.Waiting && Inbox > settlement.InboxSeen;
        Status = mail ? RunStatus.Ready : settlement.Status;
        NextWake = mail ? settlement.At : settlement.Wake;
        reason = settlement.Reason;
        outcome = settlement.Outcome;
        crashes = 0;
        if (Status is RunStatus.Completed or RunStatus.Cancelled or RunStatus.Failed)
            finishedAt = settlement.At;
    }

    public void Message(DateTimeOffset now)
    {
        Inbox++;
        if (Status == RunStatus.Failed && CancelRequested)
            Status = RunStatus.Ready;
        if (Status is RunStatus.Waiting or RunStatus.Ready)
            (Status, NextWake) = (RunStatus.Ready, now);
    }

    public void Requeue(DateTimeOffset now) => (Status, NextWake, reason, finishedAt) = (RunStatus.Ready, now, null, null);

    public DateTimeOffset? PrunedAt { get; private set; }
    public DateTimeOffset? FinishedAt => finishedAt;

    /// <returns>The large values that it referred to.</returns>
    public string[] Prune(DateTimeOffset now)
    {
        var hashes = Hashes.ToArray();
        for (var i = 0; i < Steps.Count; i++)
            Steps[i] = Steps[i] with { Format = StepCodec.Pruned, Delta = "{}"u8.ToArray(), Snapshot = null };
        Hashes.Clear();
        Signals.Clear();
        PrunedAt = now;
        return hashes;
    }

    public void Migrate(int version, DateTimeOffset now)
    {
        Version = version;
        Fence++;
        if (Status == RunStatus.Running)
            (Status, NextWake) = (RunStatus.Ready, now);
    }

    public void Drop(DateTimeOffset now) => (Status, reason, finishedAt) = (RunStatus.Cancelled, "Dropped after: " + reason, now);

    public RunSummary Summary() => new(
        Start.Id, Start.OwnerId, Start.Workflow, Version, Status, Steps[^1].Node, Seq, reason, Start.At, updatedAt, finishedAt, NextWake)
    {
        Outcome = outcome, Origin = Start.Origin, PrunedAt = PrunedAt,
    };
}

sealed class MemoryQuestion(InterruptRequest request, DateTimeOffset askedAt)
{
    public DateTimeOffset AskedAt { get; } = askedAt;
    public InterruptRequest Request { get; } = request;
    public JsonElement? Answer { get; set; }
    public bool Closed { get; set; }
}
