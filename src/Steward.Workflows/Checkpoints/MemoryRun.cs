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
    int crashes;
    long snapshotSeq;

    public NewRun Start { get; } = start;
    public List<StoredStep> Steps { get; } = [];
    public HashSet<string> Hashes { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, MemoryQuestion> Questions { get; } = new(StringComparer.Ordinal);
    public List<(Signal Signal, long Position)> Signals { get; } = [];
    public RunStatus Status { get; set; } = RunStatus.Ready;
    public DateTimeOffset? NextWake { get; set; } = start.At;
    public long Fence { get; private set; }
    public int Inbox { get; private set; }
    public bool CancelRequested { get; set; }

    public long Seq => Steps[^1].Seq;
    public bool IsOver => Status is RunStatus.Completed or RunStatus.Cancelled;

    public RunLease Claim(ClaimRequest request)
    {
        if (Status == RunStatus.Running)
            crashes++;
        (Status, NextWake) = (RunStatus.Running, request.Now + request.LeaseFor);
        Fence++;
        return new RunLease(Start.Id, Start.OwnerId, Start.Workflow, Start.Version, Fence, Seq, snapshotSeq, crashes, Inbox, CancelRequested);
    }

    public void Add(StoredStep step, EncodedStep? encoded)
    {
        Steps.Add(step with { BlobHashes = encoded?.BlobHashes ?? [] });
        Hashes.UnionWith(encoded?.BlobHashes ?? []);
        (updatedAt, crashes) = (step.At, 0);
        if (step.Snapshot is not null)
            snapshotSeq = step.Seq;
    }

    public void Settle(Settlement settlement)
    {
        var mail = settlement.Status == RunStatus.Waiting && Inbox > settlement.InboxSeen;
        Status = mail ? RunStatus.Ready : settlement.Status;
        NextWake = mail ? settlement.At : settlement.Wake;
        reason = settlement.Reason;
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

    public void Drop(DateTimeOffset now) => (Status, reason, finishedAt) = (RunStatus.Cancelled, "Dropped after: " + reason, now);

    public RunSummary Summary() => new(
        Start.Id, Start.OwnerId, Start.Workflow, Start.Version, Status, Steps[^1].Node, Seq, reason, Start.At, updatedAt, finishedAt, NextWake);
}

sealed class MemoryQuestion(InterruptRequest request)
{
    public InterruptRequest Request { get; } = request;
    public JsonElement? Answer { get; set; }
    public bool Closed { get; set; }
}
