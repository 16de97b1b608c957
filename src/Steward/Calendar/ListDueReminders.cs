using Microsoft.EntityFrameworkCore;
using Steward.Calendar.Local;
using Steward.Calendar.Reminders;
using Steward.Platform;

namespace Steward.Calendar;

/// <summary>A person's reminders that are due and were not put away, the newest first. A reminder whose event is gone is gone with it.</summary>
public static class ListDueReminders
{
    const int Most = 100;

    public static async Task<IReadOnlyList<DueReminderView>> ExecuteAsync(StewardDbContext db, Guid personId, CancellationToken cancel) =>
        await db.Set<DueReminder>().AsNoTracking().Where(r => r.PersonId == personId && r.DismissedAt == null && db.Set<EventRow>().Any(e => e.Id == r.EventId))
            .OrderByDescending(r => r.DueAt).ThenBy(r => r.Id).Take(Most).Select(r => new DueReminderView(r.Id, r.EventId, r.Title, r.DueAt, r.DismissedAt)).ToListAsync(cancel);
}

/// <param name="EventId">The event that is the reminder.</param>
public sealed record DueReminderView(Guid Id, Guid EventId, string Title, DateTimeOffset DueAt, DateTimeOffset? DismissedAt);
