using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Audit;

/// <summary>One line of a person's log. Number and hashes are made by the database at insert; an update or delete is refused there.</summary>
sealed class AuditEntry
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public long Seq { get; private set; }
    public required DateTimeOffset At { get; init; }
    public required string Actor { get; init; }
    public required string Action { get; init; }
    public required string SubjectType { get; init; }
    public required string SubjectId { get; init; }
    public Guid? ProposalId { get; init; }
    public required string Result { get; init; }
    public string? Origin { get; init; }
    public JsonElement? Detail { get; init; }
    public string PrevHash { get; private set; } = null!;
    public string Hash { get; private set; } = null!;
}

sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("entries", "audit");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Detail).HasColumnType("jsonb");
        builder.Property(e => e.Seq).ValueGeneratedOnAddOrUpdate();
        builder.Property(e => e.PrevHash).ValueGeneratedOnAddOrUpdate();
        builder.Property(e => e.Hash).ValueGeneratedOnAddOrUpdate();
    }
}
