using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;
using Steward.Calendar.Recurrence;
using Steward.Platform;

namespace Steward.Calendar.Local;

/// <summary>Reads the calendars that live in Steward's own database.</summary>
sealed class LocalCalendarReader(StewardDbContext db, EnsurePrimaryCalendar primary, ILogger<LocalCalendarReader> log) : ICalendarReader
{
    public const int MaximumDays = 400;

    /// <summary>Instances of one answer. A window that holds more is answered with the first ones, and the log says so.</summary>
    public const int MaximumInstances = 50_000;

    public string Provider => "local";

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
        var (begin, end) = (Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(to));
        var budget = new ExpansionBudget(5 * ExpansionBudget.Default);
        var instances = new List<EventInstance>();
        foreach (var series in (await RowsAsync(account, from, to, cancel)).GroupBy(row => row.Uid, StringComparer.Ordinal))
        {
            var events = series.OrderBy(row => row.RecurrenceKey, StringComparer.Ordinal).Select(row => EventBody.Read(row.Body).ToEvent(row)).ToList();
            instances.AddRange(events[0].RecurrenceId is null
                ? new Series(events[0], events[1..], viewer).Between(begin, end, budget)
                : events.SelectMany(e => Series.Single(e, viewer, begin, end)));
            if (instances.Count > MaximumInstances || budget.Exhausted)
            {
                log.LogWarning("A window of {Days} days of account {Account} holds more than can be expanded; later instances are missing", (to - from).TotalDays, account.AccountId);
                break;
            }
        }
        return [.. instances.OrderBy(instance => instance.Start).ThenBy(instance => instance.End).ThenBy(instance => instance.Event.Id).Take(MaximumInstances)];
    }

    public async Task<CalendarEvent?> GetEventAsync(CalendarAccount account, Guid id, CancellationToken cancel)
    {
        var row = await db.Set<EventRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == id && row.AccountId == account.AccountId && row.PersonId == account.PersonId, cancel);
        return row is null ? null : EventBody.Read(row.Body).ToEvent(row);
    }

    public async Task<IReadOnlyList<Busy>> GetFreeBusyAsync(CalendarAccount account, DateTimeOffset from, DateTimeOffset to, string viewerZone, CancellationToken cancel)
    {
        var instances = await GetInstancesAsync(account, from, to, viewerZone, cancel);
        return BusyTimes.Merge(instances.Where(instance => BusyTimes.TakesTime(instance.Event, account.Address)).Select(instance => new Busy(instance.Start, instance.End)), from, to);
    }

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
                AND e.uid IN (SELECT uid FROM near WHERE recurrence_key = '') AND NOT EXISTS (SELECT FROM near n WHERE n.id = e.id)
            """).AsNoTracking().ToListAsync(cancel);
}
