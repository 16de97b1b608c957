using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Calendar.Local;

/// <summary>A call to a provider that was begun, and of which nobody has written down the end.</summary>
sealed class BegunRow
{
    public required Guid AccountId { get; init; }
    public required string Key { get; init; }
    public required JsonElement Note { get; init; }
    public DateTimeOffset At { get; init; }
}

sealed class BegunRowMapping : IEntityTypeConfiguration<BegunRow>
{
    public void Configure(EntityTypeBuilder<BegunRow> builder)
    {
        builder.ToTable("begun", "calendar");
        builder.HasKey(e => new { e.AccountId, e.Key });
        builder.Property(e => e.Note).HasColumnType("json");
    }
}
