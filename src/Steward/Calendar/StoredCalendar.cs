using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;
using Steward.Calendar.Local;
using Steward.Calendar.Recurrence;
using Steward.Platform;

namespace Steward.Calendar;

/// <summary>Reads the calendars that stand in the database: all of a Local account's, and of another provider's what has been mirrored.</summary>
public sealed class StoredCalendar
{
    readonly StewardDbContext db;
    readonly EnsurePrimaryCalendar primary;
    readonly InstanceCache cache;
    readonly ILogger<StoredCalendar> log;

    internal StoredCalendar(StewardDbContext db, EnsurePrimaryCalendar primary, InstanceCache cache, ILogger<StoredCalendar> log) => (this.db, this.primary, this.cache, this.log) = (db, primary, cache, log);

    public const int MaximumDays = 400;

    /// <summary>Instances of one answer. A window that holds more is answered without the rest, and the log says so.</summary>
    public const int MaximumInstances = 50_000;

    public async Task<IReadOnlyList<CalendarInfo>> GetCalendarsAsync(CalendarAccount account, CancellationToken cancel)
    {
        var rows = await db.Set<CalendarRow>().AsNoTracking().Where(row => row.AccountId == account.AccountId && row.PersonId == account.PersonId)
            .OrderByDescending(row => row.IsPrimary).ThenBy(row => row.Name).ThenBy(row => row.Id).ToListAsync(cancel);
        return rows.Count > 0 ? [.. rows.Select(row => row.ToInfo())] : [await primary.ExecuteAsync(account, cancel)];
    }

    public async Task<IReadOnlyList<EventInstance>> GetInstancesAsync(CalendarAccount account, DateTimeOffset from, DateTimeOffset to, string viewerZone, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to - from, TimeSpan.FromDays(MaximumDays), nameof(to));
        var viewer = Zones.Get(viewerZone);
        // read before the rows: what is then read is of this revision or a later one, never of an earlier one
        var revision = await db.Set<CalendarRow>().Where(row => row.AccountId == account.AccountId && row.PersonId == account.PersonId).MaxAsync(row => (long?)row.Revision, cancel);
        if (revision is null)
            return [];
        var key = new InstanceCache.Key(account.PersonId, account.AccountId, revision.Value, from, to, viewerZone);
        if (cache.Find(key) is { } known)
            return known;
        var found = await ExpandAsync(account, from, to, viewer, cancel);
        cache.Keep(key, found);
        return found;
    }

    async Task<IReadOnlyList<EventInstance>> ExpandAsync(CalendarAccount account, DateTimeOffset from, DateTimeOffset to, DateTimeZone viewer, CancellationToken cancel)
    {
        var (begin, end) = (Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(to));
        var budget = new ExpansionBudget(5 * ExpansionBudget.Default);
        var instances = new List<EventInstance>();
        var all = (await RowsAsync(account, from, to, cancel)).GroupBy(row => (row.CalendarId, row.Uid))
            .Select(series => series.OrderBy(row => row.RecurrenceKey, StringComparer.Ordinal).Select(row => EventBody.Read(row.Body).ToEvent(row)).ToList());
        foreach (var events in all.OrderBy(events => RepeatsWithinTheDay(events[0])))
        {
            var found = events[0].RecurrenceId is null ? new Series(events[0], events[1..], viewer).Between(begin, end, budget) : events.SelectMany(e => Series.Single(e, viewer, begin, end));
            instances.AddRange(found.Take(MaximumInstances - instances.Count));
            if (instances.Count == MaximumInstances || budget.Exhausted)
            {
                log.LogWarning("A window of {Days} days of account {Account} holds more than can be expanded; later instances are missing", (to - from).TotalDays, account.AccountId);
                break;
            }
        }
        return [.. instances.OrderBy(instance => instance.Start).ThenBy(instance => instance.End).ThenBy(instance => instance.Event.Id)];
    }

    public async Task<CalendarEvent?> GetEventAsync(CalendarAccount account, Guid id, CancellationToken cancel)
    {
        var row = await db.Set<EventRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == id && row.AccountId == account.AccountId && row.PersonId == account.PersonId, cancel);
        return row is null ? null : EventBody.Read(row.Body).ToEvent(row);
    }

    public async Task<IReadOnlyList<Busy>> GetFreeBusyAsync(CalendarAccount account, DateTimeOffset from, DateTimeOffset to, string viewerZone, CancellationToken cancel)
    {
        var instances = await GetInstancesAsync(account, from, to, viewerZone, cancel);
        // A calendar that somebody shares says when they are busy, not when the person is.
        var others = (await db.Set<CalendarRow>().AsNoTracking().Where(row => row.AccountId == account.AccountId && row.PersonId == account.PersonId && !row.IsOwn).Select(row => row.Id).ToListAsync(cancel)).ToHashSet();
        return BusyTimes.Merge(instances.Where(instance => !others.Contains(instance.Event.CalendarId) && BusyTimes.TakesTime(instance.Event, account.Address)).Select(instance => new Busy(instance.Start, instance.End)), from, to);
    }

    /// <summary>The costly ones come last, so that a bomb takes nothing from the others.</summary>
    static bool RepeatsWithinTheDay(CalendarEvent e) => e.Recurrence is { } rule
        && (rule.Contains("FREQ=SECONDLY", StringComparison.Ordinal) || rule.Contains("FREQ=MINUTELY", StringComparison.Ordinal) || rule.Contains("FREQ=HOURLY", StringComparison.Ordinal));

    /// <summary>Rows that may happen in the window, and every changed instance of those series, wherever it was moved to.</summary>
    Task<List<EventRow>> RowsAsync(CalendarAccount account, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        db.Set<EventRow>().FromSql(
            $"""
            WITH near AS MATERIALIZED (
                SELECT * FROM calendar.events
                WHERE account_id = {account.AccountId} AND person_id = {account.PersonId} AND tstzrange(first_at, last_at, '[]') && tstzrange({from.ToUniversalTime()}, {to.ToUniversalTime()}, '[]'))
            SELECT * FROM near
            UNION ALL
            SELECT e.* FROM calendar.events e WHERE e.account_id = {account.AccountId} AND e.recurrence_key <> ''
                AND (e.calendar_id, e.uid) IN (SELECT calendar_id, uid FROM near WHERE recurrence_key = '') AND NOT EXISTS (SELECT FROM near n WHERE n.id = e.id)
            """).AsNoTracking().ToListAsync(cancel);
}
