using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Items.Syncing;

enum SyncPhase { First, Steady }

/// <summary>How far one kind of thing of one account is in step with its provider.</summary>
sealed class Sync
{
    public required Guid AccountId { get; init; }
    public required string Resource { get; init; }
    public required Guid PersonId { get; init; }
    public JsonElement? Cursor { get; init; }
    public required SyncPhase Phase { get; init; }
    public long Done { get; init; }
    public long? Total { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public int Quiet { get; init; }
    public int Failures { get; init; }
    public string? ErrorCode { get; init; }
    public string? ErrorDetail { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public long Fence { get; init; }
    public DateTimeOffset? LastAt { get; init; }
}

sealed class SyncMapping : IEntityTypeConfiguration<Sync>
{
    public void Configure(EntityTypeBuilder<Sync> builder)
    {
        builder.ToTable("syncs", "items");
        builder.HasKey(e => new { e.AccountId, e.Resource });
        builder.Property(e => e.Phase).HasConversion<string>();
        builder.Property(e => e.Cursor).HasColumnType("json");
    }
}
