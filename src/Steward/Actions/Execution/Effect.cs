using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Actions.Execution;

enum EffectPurpose { Perform, Undo }

/// <summary>
/// <c>Intended</c>: the call is about to be made, being made, was cut off, or was put off by the provider. <c>Unknown</c>: it was made, and whether it took effect is not known yet.
/// <c>NotPerformed</c>: the provider says that it did not happen; it may be intended again. The others are final.
/// </summary>
enum EffectState { Intended, Unknown, NotPerformed, Done, Refused, Stale }

/// <summary>
/// One effect on the outside: the intent, committed before the call, and later its outcome. Holds a copy of exactly what is performed.
/// </summary>
sealed class Effect
{
    /// <summary>The idempotency key that goes along with the call.</summary>
    public required string Key { get; init; }
    public required Guid ProposalId { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid AccountId { get; init; }
    public required EffectPurpose Purpose { get; init; }
    public required string Provider { get; init; }
    public required string Kind { get; init; }
    public required JsonElement Payload { get; init; }
    public string? ExpectedRevision { get; init; }
    /// <summary>The hash that was approved.</summary>
    public required string ProposalHash { get; init; }
    public required EffectState State { get; init; }
    /// <summary>Rises with every claim. Whoever writes an outcome names the fence under which it was made; after a newer claim that writes nothing.</summary>
    public required long Fence { get; init; }
    /// <summary>How often performing was begun; counted before the call, and not when the provider only put it off.</summary>
    public required int Attempts { get; init; }
    /// <summary>How often the provider was asked whether it happened, since it was last performed.</summary>
    public required int Looks { get; init; }
    /// <summary>While claimed: the end of the lease. While unknown: when to ask next. While put off: when to go on. Null when nothing is to be done.</summary>
    public DateTimeOffset? DueAt { get; init; }
    public required DateTimeOffset IntendedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public string? Reason { get; init; }
    public string? ProviderRef { get; init; }
}

sealed class EffectMapping : IEntityTypeConfiguration<Effect>
{
    public void Configure(EntityTypeBuilder<Effect> builder)
    {
        builder.ToTable("effects", "actions");
        builder.HasKey(e => e.Key);
        builder.Property(e => e.Payload).HasColumnType("jsonb");
        builder.Property(e => e.Purpose).HasConversion<string>();
        builder.Property(e => e.State).HasConversion<string>();
    }
}
