using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Calendar.Local;
using Steward.Platform;

namespace Steward.Calendar.Reminders;

/// <summary>
/// Raises the reminders of Local accounts that have become due: a row that stays open until it is put away, and the live event <c>reminder_due</c>. The mark of an account
/// moves in the same transaction, under a lock on it, so that each is raised once, by whichever process is first, and those of a time when none ran are raised late.
/// </summary>
sealed class RaiseReminders(StewardDbContext db, StoredCalendar reader, CalendarDirectory directory, PersonSettingsReader settings, LiveEvents live, Ids ids, TimeProvider clock) : IDueWork
{
    public static TimeSpan Every => TimeSpan.FromSeconds(2);

    public static string Due => "due reminders";

    /// <summary>Older ones are not raised any more.</summary>
    static readonly TimeSpan Late = TimeSpan.FromDays(30);
    /// <summary>How far back the first look at an account reaches: as long as an approval may take after the time that it was asked for.</summary>
    static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(1);

    /// <returns>How many were raised.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var accounts = await db.Database.SqlQuery<Guid>(
            $$"""
            SELECT DISTINCT e.account_id AS "Value" FROM calendar.events e LEFT JOIN calendar.reminder_marks m ON m.account_id = e.account_id
            WHERE e.body @> '{"reminder": true}' AND e.first_at <= {{now}} AND e.last_at >= coalesce(m.checked_until, {{now - FirstLook}})
            """).ToListAsync(cancel);
        var raised = 0;
        foreach (var accountId in accounts)
            raised += await RaiseAsync(accountId, now, cancel);
        return raised;
    }

    async Task<int> RaiseAsync(Guid accountId, DateTimeOffset now, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var personId = await db.Set<CalendarRow>().Where(c => c.AccountId == accountId).Select(c => c.PersonId).FirstAsync(cancel);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO calendar.reminder_marks (account_id, person_id, checked_until) VALUES ({accountId}, {personId}, {now - FirstLook}) ON CONFLICT DO NOTHING", cancel);
        var mark = await db.Set<ReminderMark>().FromSql($"SELECT * FROM calendar.reminder_marks WHERE account_id = {accountId} FOR UPDATE").SingleAsync(cancel);
        if (mark.CheckedUntil >= now || await directory.FindAsync(personId, accountId, cancel) is not { } account)
            return 0;
        var from = mark.CheckedUntil < now - Late ? now - Late : mark.CheckedUntil;
        var zone = (await settings.GetAsync(personId, cancel)).Zone;
        var due = (await reader.GetInstancesAsync(account, from, now, zone, cancel)).Where(i => i.Event.Reminder && i.Start >= from && i.Start < now).ToList();
        foreach (var instance in due)
        {
            var reminder = new DueReminder { Id = ids.New(), PersonId = personId, AccountId = accountId, EventId = instance.Event.Id, Title = instance.Event.Summary, DueAt = instance.Start };
            db.Add(reminder);
            live.Stage(personId, "reminder_due", reminder.Id, new { reminder.Id, reminder.EventId, reminder.Title, reminder.DueAt });
        }
        mark.CheckedUntil = now;
        await db.SaveChangesAsync(cancel);
        CrashPoint.Hit("calendar.reminders.before-commit");
        await transaction.CommitAsync(cancel);
        return due.Count;
    }
}
