using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Actions;

/// <summary>That an action happened, and what came of it; written in the transaction that made the change. Each room has a table of its own: <c>performed</c> in its schema.</summary>
public abstract class PerformedRow
{
    public Guid AccountId { get; init; }
    public string Key { get; init; } = "";
    public string Kind { get; init; } = "";
    public JsonElement Result { get; init; }
    public JsonElement? Inverse { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>Word for word, as <c>json</c>: what was performed is given back as it was.</summary>
abstract class PerformedMapping<T>(string schema) : IEntityTypeConfiguration<T> where T : PerformedRow
{
    public void Configure(EntityTypeBuilder<T> builder)
    {
        builder.ToTable("performed", schema);
        builder.HasKey(e => new { e.AccountId, e.Key });
        builder.Property(e => e.Result).HasColumnType("json");
        builder.Property(e => e.Inverse).HasColumnType("json");
    }
}
