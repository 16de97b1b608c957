using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Calendar.Local;

/// <summary>A calendar of a Local account.</summary>
sealed class CalendarRow
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid AccountId { get; init; }
    public required string Name { get; set; }
    public required string Color { get; set; }
    public required string Zone { get; set; }
    public required bool IsPrimary { get; init; }
    /// <summary>Grows with every change of the calendar or its events, in the same transaction.</summary>
    public long Revision { get; set; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What its provider calls it; null for a Local one.</summary>
    public string? RemoteId { get; set; }
    /// <summary>False for a calendar of somebody else's that is shared with the person.</summary>
    public bool IsOwn { get; set; } = true;
    public bool IsReadOnly { get; set; }

    public CalendarInfo ToInfo() => new(Id, AccountId, Name, Color, Zone, IsPrimary, IsReadOnly);
}

sealed class CalendarRowMapping : IEntityTypeConfiguration<CalendarRow>
{
    public void Configure(EntityTypeBuilder<CalendarRow> builder)
    {
        builder.ToTable("calendars", "calendar");
        builder.HasKey(e => e.Id);
    }
}
