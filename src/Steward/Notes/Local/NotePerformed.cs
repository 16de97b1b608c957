using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Notes.Local;

/// <summary>That an action happened, and what came of it; written in the transaction that made the change.</summary>
sealed class NotePerformed
{
    public required Guid AccountId { get; init; }
    public required string Key { get; init; }
    public required string Kind { get; init; }
    public required JsonElement Result { get; init; }
    public JsonElement? Inverse { get; init; }
    public DateTimeOffset At { get; init; }
}

sealed class NotePerformedMapping : IEntityTypeConfiguration<NotePerformed>
{
    public void Configure(EntityTypeBuilder<NotePerformed> builder)
    {
        builder.ToTable("performed", "notes");
        builder.HasKey(e => new { e.AccountId, e.Key });
        builder.Property(e => e.Result).HasColumnType("json");
        builder.Property(e => e.Inverse).HasColumnType("json");
    }
}
