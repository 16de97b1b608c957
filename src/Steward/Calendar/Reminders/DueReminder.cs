using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Calendar.Reminders;

/// <summary>A reminder that became due; open until it is put away.</summary>
sealed class DueReminder
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid AccountId { get; init; }
    public required Guid EventId { get; init; }
    public required string Title { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public DateTimeOffset? DismissedAt { get; set; }
}

/// <summary>Up to when an account's reminders have been looked at.</summary>
sealed class ReminderMark
{
    public required Guid AccountId { get; init; }
    public required Guid PersonId { get; init; }
    public required DateTimeOffset CheckedUntil { get; set; }
}

sealed class DueReminderMapping : IEntityTypeConfiguration<DueReminder>
{
    public void Configure(EntityTypeBuilder<DueReminder> builder)
    {
        builder.ToTable("due_reminders", "calendar");
        builder.HasKey(e => e.Id);
    }
}

sealed class ReminderMarkMapping : IEntityTypeConfiguration<ReminderMark>
{
    public void Configure(EntityTypeBuilder<ReminderMark> builder)
    {
        builder.ToTable("reminder_marks", "calendar");
        builder.HasKey(e => e.AccountId);
    }
}
