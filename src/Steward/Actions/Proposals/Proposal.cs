using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform;

namespace Steward.Actions.Proposals;

/// <summary>
/// A proposed change and what became of it. Rows are only ever added whole; every later change is a guarded UPDATE that names the state it leaves,
/// which is why nothing here can be set from outside.
/// </summary>
sealed class Proposal
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid AccountId { get; init; }
    public required string AccountAddress { get; init; }
    public required string Kind { get; init; }
    public required JsonElement Payload { get; init; }
    public required ActionPreview Preview { get; init; }
    /// <summary>Over everything that the person was shown and that will be performed: <see cref="ProposalHash"/>.</summary>
    public required string Hash { get; init; }
    public required string Why { get; init; }
    public required IReadOnlyList<SourceRef> Sources { get; init; }
    public required RiskLevel Risk { get; init; }
    public required IReadOnlyList<RiskReason> RiskReasons { get; init; }
    public required EffectClass Effect { get; init; }
    public required Reversibility Reversibility { get; init; }
    public required ProposalState State { get; init; }
    public required string IdempotencyKey { get; init; }
    /// <summary>Over what was asked for under <see cref="IdempotencyKey"/>, so that the same key for something else is noticed.</summary>
    public required string RequestHash { get; init; }
    public Guid? BatchId { get; init; }
    public Guid? RunId { get; init; }
    public string? StepId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>Pending: until when it can be decided. Approved: until when the approval may be carried out.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
    /// <summary>When it was decided, by a person, a rule or the clock.</summary>
    public DateTimeOffset? DecidedAt { get; init; }
    public Guid? DecidedBy { get; init; }
    public string? DecisionReason { get; init; }
    /// <summary>The standing permission that decided it, if one did.</summary>
    public Guid? PermissionId { get; init; }
    public DateTimeOffset? HeldUntil { get; init; }
    /// <summary>1, and one more each time the person asks for it again; each round has its own idempotency key outside.</summary>
    public int Round { get; init; } = 1;
    public DateTimeOffset? ExecutedAt { get; init; }
    public DateTimeOffset? UndoUntil { get; init; }
    public JsonElement? Result { get; init; }
    public InverseAction? Inverse { get; init; }
    public string? ProviderRef { get; init; }
    public string? ErrorCode { get; init; }
    public string? ErrorReason { get; init; }

    public ActionSubject Subject => new(PersonId, AccountId);

    /// <summary>What is sent along with the call, for the provider to be asked by.</summary>
    public string EffectKey => Round == 1 ? $"{Id:n}" : $"{Id:n}-{Round}";
}

sealed class ProposalMapping : IEntityTypeConfiguration<Proposal>
{
    public void Configure(EntityTypeBuilder<Proposal> builder)
    {
        builder.ToTable("proposals", "actions");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Ignore(e => e.Subject);
        builder.Ignore(e => e.EffectKey);
        builder.Property(e => e.Payload).HasColumnType("jsonb");
        builder.Property(e => e.Result).HasColumnType("jsonb");
        builder.Property(e => e.Preview).IsDocument();
        builder.Property(e => e.Sources).IsDocument();
        builder.Property(e => e.RiskReasons).IsDocument();
        builder.Property(e => e.Inverse).IsDocument();
        builder.Property(e => e.Risk).HasConversion<string>();
        builder.Property(e => e.Effect).HasConversion<string>();
        builder.Property(e => e.Reversibility).HasConversion<string>();
        builder.Property(e => e.State).HasConversion<string>();
    }
}
