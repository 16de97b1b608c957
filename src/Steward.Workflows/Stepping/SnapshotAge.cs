using Steward.Workflows.Checkpoints;

namespace Steward.Workflows.Stepping;

/// <summary>
/// How far the newest snapshot is behind. Another one is made after 20 steps, but not before the deltas weigh twice as much as the last one did: whatever its
/// length, a run's snapshots together then weigh about half as much as its deltas. After 500 steps there is one in any case, so that loading stays short.
/// </summary>
readonly record struct SnapshotAge(long Steps, long BytesSince, long SnapshotBytes)
{
    const int Every = 20;
    const int AtLast = 500;
    const int Weight = 2;

    public bool IsDue => Steps >= Every && (BytesSince >= Weight * SnapshotBytes || Steps >= AtLast);

    /// <param name="blobs">The bytes of large values that the step stores.</param>
    public SnapshotAge After(long delta, long? snapshot, long blobs) => snapshot is { } made
        ? new SnapshotAge(0, 0, made + blobs)
        : new SnapshotAge(Steps + 1, BytesSince + delta + blobs, SnapshotBytes);

    public SnapshotAge After(StoredStep step, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> blobs) =>
        After(step.Delta.Length, step.Snapshot?.Length, step.BlobHashes.Sum(hash => (long)blobs.GetValueOrDefault(hash).Length));
}
