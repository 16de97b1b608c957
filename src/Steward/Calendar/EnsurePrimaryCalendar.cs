using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Calendar.Local;
using Steward.Platform;

namespace Steward.Calendar;

/// <summary>
/// Every Local account has one primary calendar. It is made at first use, in the caller's transaction or its own; whoever is first makes it, and
/// everybody gets the same.
/// </summary>
public sealed class EnsurePrimaryCalendar(StewardDbContext db, PersonSettingsReader settings, Ids ids, TimeProvider clock)
{
    internal const string DefaultName = "Calendar";

    public async Task<CalendarInfo> ExecuteAsync(CalendarAccount account, CancellationToken cancel)
    {
        var found = await FindAsync(account, cancel);
        if (found is not null)
            return found.ToInfo();
        var zone = (await settings.GetAsync(account.PersonId, cancel)).Zone;
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO calendar.calendars (id, person_id, account_id, name, color, zone, is_primary, revision, created_at)
            VALUES ({ids.New()}, {account.PersonId}, {account.AccountId}, {DefaultName}, {"#3b82f6"}, {zone}, true, nextval('calendar.revisions'), {clock.GetUtcNow()})
            ON CONFLICT (account_id) WHERE is_primary DO NOTHING
            """, cancel);
        return (await FindAsync(account, cancel))?.ToInfo() ?? throw new InvalidOperationException($"The account {account.AccountId} has no primary calendar after one was made.");
    }

    Task<CalendarRow?> FindAsync(CalendarAccount account, CancellationToken cancel) =>
        db.Set<CalendarRow>().AsNoTracking().FirstOrDefaultAsync(row => row.AccountId == account.AccountId && row.PersonId == account.PersonId && row.IsPrimary, cancel);
}
