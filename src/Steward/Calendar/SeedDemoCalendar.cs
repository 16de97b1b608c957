using Microsoft.EntityFrameworkCore;
using NodaTime;
using Steward.Accounts;
using Steward.Calendar.Demo;
using Steward.Calendar.Local;
using Steward.Calendar.Recurrence;
using Steward.Platform;

namespace Steward.Calendar;

/// <summary>
/// Fills two Local accounts with the demo's calendars ("Work" and "Atlas launch", and "Personal"), dated around now, in the zone of the person's settings.
/// All in one transaction. Harmless when called again: what was seeded before stays as it is, with its dates.
/// </summary>
public sealed class SeedDemoCalendar(StewardDbContext db, EnsurePrimaryCalendar primary, StoreEvents store, PersonSettingsReader settings, Ids ids, TimeProvider clock)
{
    public async Task ExecuteAsync(Guid personId, Guid workAccountId, Guid personalAccountId, DateTimeOffset now, CancellationToken cancel)
    {
        var accounts = await db.Set<LinkedAccount>().AsNoTracking().Where(account => account.PersonId == personId && account.Provider == "local").ToListAsync(cancel);
        var work = Of(accounts.Single(account => account.Id == workAccountId));
        var personal = Of(accounts.Single(account => account.Id == personalAccountId));
        var zone = Zones.Find((await settings.GetAsync(personId, cancel)).Zone) ?? DateTimeZone.Utc;
        if (await db.Set<EventRow>().AnyAsync(row => row.AccountId == workAccountId && row.Uid.StartsWith(DemoCalendar.UidPrefix), cancel))
            return;
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await using (own)
        {
            var calendars = new Dictionary<string, Guid>(StringComparer.Ordinal)
            {
                [DemoCalendar.Work] = await PrimaryAsync(work, DemoCalendar.Work, "#2563eb", cancel),
                [DemoCalendar.Atlas] = await FurtherAsync(work, DemoCalendar.Atlas, "#9333ea", zone.Id, cancel),
                [DemoCalendar.Personal] = await PrimaryAsync(personal, DemoCalendar.Personal, "#16a34a", cancel),
            };
            foreach (var calendar in DemoCalendar.Events(Instant.FromDateTimeOffset(now), zone, work.Address, personal.Address).GroupBy(e => e.Calendar, StringComparer.Ordinal))
            {
                var stored = await store.ExecuteAsync(calendar.Key == DemoCalendar.Personal ? personal : work, calendars[calendar.Key], [.. calendar.Select(e => e.Event)], cancel);
                if (stored.Error is { } error)
                    throw new InvalidOperationException($"The demo calendar “{calendar.Key}” cannot be stored: {error.Detail}");
            }
            if (own is not null)
                await own.CommitAsync(cancel);
        }
    }

    /// <summary>The primary calendar, named and coloured when it still is as it was made.</summary>
    async Task<Guid> PrimaryAsync(CalendarAccount account, string name, string color, CancellationToken cancel)
    {
        var calendar = await primary.ExecuteAsync(account, cancel);
        await db.Set<CalendarRow>().Where(row => row.Id == calendar.Id && row.Name == EnsurePrimaryCalendar.DefaultName)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, name).SetProperty(row => row.Color, color), cancel);
        return calendar.Id;
    }

    async Task<Guid> FurtherAsync(CalendarAccount account, string name, string color, string zone, CancellationToken cancel)
    {
        var existing = await db.Set<CalendarRow>().AsNoTracking().FirstOrDefaultAsync(row => row.AccountId == account.AccountId && row.Name == name, cancel);
        if (existing is not null)
            return existing.Id;
        var made = new CalendarRow { Id = ids.New(), PersonId = account.PersonId, AccountId = account.AccountId, Name = name, Color = color, Zone = zone, IsPrimary = false, CreatedAt = clock.GetUtcNow() };
        db.Add(made);
        await db.SaveChangesAsync(cancel);
        return made.Id;
    }

    static CalendarAccount Of(LinkedAccount account) => new(account.PersonId, account.Id, account.Provider, account.Address);
}
