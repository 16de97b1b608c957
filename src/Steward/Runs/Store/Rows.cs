using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Stepping;

namespace Steward.Runs.Store;

/// <summary>A run, for queries and for staging its start. Steps are written by <see cref="StepStatement"/> alone.</summary>
sealed class RunRow
{
    public Guid Id { get; init; }
    public Guid OwnerId { get; init; }
    public required string Workflow { get; init; }
    public int Version { get; init; }
    public RunStatus Status { get; init; }
    public required string Node { get; init; }
    public long Seq { get; init; }
    public long SnapshotSeq { get; init; }
    public long Fence { get; init; }
    public string? Worker { get; init; }
    public int Crashes { get; init; }
    public int Inbox { get; init; }
    public bool CancelRequested { get; init; }
    public string? Reason { get; init; }
    public string? Outcome { get; init; }
    public DateTimeOffset? NextWake { get; init; }
    public string? BlockedOn { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public Guid? OriginRun { get; init; }
    public long? OriginSeq { get; init; }
    public DateTimeOffset? PrunedAt { get; init; }

    public RunOrigin? Origin => OriginRun is { } run ? new RunOrigin(run, OriginSeq!.Value) : null;

    public RunSummary ToSummary() => new(Id, OwnerId, Workflow, Version, Status, Node, Seq, Reason, CreatedAt, UpdatedAt, FinishedAt, NextWake) { Outcome = Outcome, Origin = Origin, PrunedAt = PrunedAt };
}

sealed class StepRow
{
    public Guid RunId { get; init; }
    public long Seq { get; init; }
    public StepKind Kind { get; init; }
    public required string Node { get; init; }
    public int Attempt { get; init; }
    public DateTimeOffset At { get; init; }
    public int DurationMs { get; init; }
    public short Format { get; init; }
    public required string Delta { get; init; }
    public string? Snapshot { get; init; }
    public string[]? Blobs { get; init; }
}

sealed class InterruptRow
{
    public Guid RunId { get; init; }
    public required string Key { get; init; }
    public required string Node { get; init; }
    public required string Question { get; init; }
    public string? Allowed { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? Answer { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
}

sealed class SignalRow
{
    public Guid RunId { get; init; }
    public required string Name { get; init; }
    public long Position { get; init; }
    public required string Key { get; init; }
    public required string Payload { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
}

sealed class PlaceRow
{
    public required string LimitKey { get; init; }
    public Guid RunId { get; init; }
    public long Fence { get; init; }
    public int Count { get; init; }
}

sealed class BlobRow
{
    public Guid OwnerId { get; init; }
    public required string Hash { get; init; }
    public required byte[] Body { get; init; }
}

sealed class RunMapping : IEntityTypeConfiguration<RunRow>
{
    public void Configure(EntityTypeBuilder<RunRow> builder)
    {
        builder.ToTable("runs", "runs");
        builder.Property(run => run.Id).ValueGeneratedNever();
        builder.Ignore(run => run.Origin);
        builder.Property(run => run.Status).HasConversion(status => Names.Of(status), text => Names.Status(text));
    }
}

sealed class StepMapping : IEntityTypeConfiguration<StepRow>
{
    public void Configure(EntityTypeBuilder<StepRow> builder)
    {
        builder.ToTable("steps", "runs");
        builder.HasKey(step => new { step.RunId, step.Seq });
        builder.Property(step => step.Kind).HasConversion(kind => Names.Of(kind), text => Names.Kind(text));
        builder.Property(step => step.Delta).HasColumnType("json");
        builder.Property(step => step.Snapshot).HasColumnType("json");
    }
}

sealed class InterruptMapping : IEntityTypeConfiguration<InterruptRow>
{
    public void Configure(EntityTypeBuilder<InterruptRow> builder)
    {
        builder.ToTable("interrupts", "runs");
        builder.HasKey(interrupt => new { interrupt.RunId, interrupt.Key });
        builder.Property(interrupt => interrupt.Question).HasColumnType("json");
        builder.Property(interrupt => interrupt.Allowed).HasColumnType("json");
        builder.Property(interrupt => interrupt.Answer).HasColumnType("json");
    }
}

sealed class SignalMapping : IEntityTypeConfiguration<SignalRow>
{
    public void Configure(EntityTypeBuilder<SignalRow> builder)
    {
        builder.ToTable("signals", "runs");
        builder.HasKey(signal => new { signal.RunId, signal.Name, signal.Position });
        builder.Property(signal => signal.Payload).HasColumnType("json");
    }
}

sealed class PlaceMapping : IEntityTypeConfiguration<PlaceRow>
{
    public void Configure(EntityTypeBuilder<PlaceRow> builder)
    {
        builder.ToTable("places", "runs");
        builder.HasKey(place => new { place.LimitKey, place.RunId });
    }
}

sealed class BlobMapping : IEntityTypeConfiguration<BlobRow>
{
    public void Configure(EntityTypeBuilder<BlobRow> builder)
    {
        builder.ToTable("blobs", "runs");
        builder.HasKey(blob => new { blob.OwnerId, blob.Hash });
    }
}
