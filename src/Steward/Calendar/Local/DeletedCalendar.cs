using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Calendar.Local;

/// <summary>A deleted calendar, kept for its undo. Its rows are copied as they are, by the database.</summary>
sealed class DeletedCalendar
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid AccountId { get; init; }
    /// <summary>The row of calendar.calendars, as JSON.</summary>
    public required string Calendar { get; init; }
    /// <summary>The rows of calendar.events, as a JSON array.</summary>
    public required string Events { get; init; }
    public DateTimeOffset DeletedAt { get; init; }
}

sealed class DeletedCalendarMapping : IEntityTypeConfiguration<DeletedCalendar>
{
    public void Configure(EntityTypeBuilder<DeletedCalendar> builder)
    {
        builder.ToTable("deleted_calendars", "calendar");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Calendar).HasColumnType("jsonb");
        builder.Property(e => e.Events).HasColumnType("jsonb");
    }
}
