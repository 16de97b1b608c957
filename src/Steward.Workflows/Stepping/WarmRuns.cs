using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;

namespace Steward.Workflows.Stepping;

/// <summary>
/// Checkpoints of runs that were let go of to wait, so that the next turn of a long conversation need not read what this process has just written. A step is
/// never changed once it is stored, so a checkpoint is right for as long as nobody has added a step: one is used only by the very next claim of its run, which the
/// fence shows, at the same step. Everything here can be lost at any moment; loading is always right.
/// </summary>
/// <param name="limit">The most bytes that are kept, as stored; the longest unused go first.</param>
sealed class WarmRuns(long limit)
{
    readonly Lock gate = new();
    readonly Dictionary<Guid, LinkedListNode<Kept>> byRun = [];
    readonly LinkedList<Kept> byUse = new();
    long bytes;

    sealed record Kept(Guid RunId, long Fence, WarmRun Run);

    /// <summary>The run is let go of by the holder of this fence (0: by nobody yet), with this as its last checkpoint.</summary>
    public void Keep(Guid runId, long fence, WarmRun run)
    {
        lock (gate)
        {
            Remove(runId);
            if (run.Bytes > limit)
                return;
            byRun[runId] = byUse.AddLast(new Kept(runId, fence, run));
            bytes += run.Bytes;
            while (bytes > limit)
                Remove(byUse.First!.Value.RunId);
        }
    }

    /// <summary>This lease was taken by an answer, while the run waited: so the answer is the only message that its former holder has not seen.</summary>
    public void Answered(RunLease lease, string key, JsonElement answer)
    {
        lock (gate)
        {
            if (byRun.TryGetValue(lease.RunId, out var node) && node.Value.Fence + 1 == lease.Fence)
                node.Value = node.Value with { Run = node.Value.Run with { Answer = (key, answer) } };
        }
    }

    /// <summary>The checkpoint at which this lease finds the run, or null. It is given once: whoever holds the run changes it.</summary>
    public WarmRun? Take(RunLease lease, Workflow workflow)
    {
        lock (gate)
        {
            if (Remove(lease.RunId) is not { } kept)
                return null;
            return kept.Fence + 1 == lease.Fence && kept.Run.Image.Seq == lease.Seq && ReferenceEquals(kept.Run.Image.Workflow, workflow) ? kept.Run : null;
        }
    }

    Kept? Remove(Guid run)
    {
        if (!byRun.Remove(run, out var node))
            return null;
        byUse.Remove(node);
        bytes -= node.Value.Run.Bytes;
        return node.Value;
    }
}

/// <summary>What a session begins with.</summary>
/// <param name="KnownBlobs">The large values that the run has stored.</param>
sealed record WarmRun(RunImage Image, HashSet<string> KnownBlobs, SnapshotAge Age)
{
    /// <summary>The one message that has come since.</summary>
    public (string Key, JsonElement Value)? Answer { get; init; }

    /// <summary>About what the run would be to load.</summary>
    public long Bytes => Age.SnapshotBytes + Age.BytesSince + 1024;

    /// <summary>As it was just started.</summary>
    public static WarmRun Of(RunImage image, EncodedStep start) => new(
        image, new HashSet<string>(start.BlobHashes, StringComparer.Ordinal), new SnapshotAge().After(start.Delta.Length, null, start.NewBlobs.Sum(blob => (long)blob.Json.Length)));

    /// <summary>From the store.</summary>
    public static WarmRun Of(RunImage image, StoredRun stored) =>
        new(image, new HashSet<string>(stored.Blobs.Keys, StringComparer.Ordinal), stored.Steps.Aggregate(new SnapshotAge(), (age, step) => age.After(step, stored.Blobs)));
}
