using Microsoft.EntityFrameworkCore;
using Steward.Calendar.Local;
using Steward.Platform;

namespace Steward.Calendar;

/// <param name="Added">New ones.</param>
/// <param name="Updated">There before, and replaced by a newer version.</param>
/// <param name="Duplicates">There before, the same or newer; or twice in the batch: left as they are.</param>
public sealed record StoredEvents(int Added, int Updated, int Duplicates);

/// <summary>
/// Stores events in a Local account: all or none, in one transaction (the caller's, when one is open on the context). An event that the account has,
/// by UID and RECURRENCE-ID, is replaced only by a higher SEQUENCE, or the same with a later LAST-MODIFIED; so a second import adds nothing.
/// Writers of one account wait for one another. Stages <c>calendar_changed</c> when anything changed.
/// </summary>
public sealed class StoreEvents
{
    readonly StewardDbContext db;
    readonly EnsurePrimaryCalendar primary;
    readonly SeriesWriter writer;

    public StoreEvents(StewardDbContext db, EnsurePrimaryCalendar primary, LiveEvents live, Ids ids)
    {
        this.db = db;
        this.primary = primary;
        writer = new SeriesWriter(db, live, ids);
    }

    /// <param name="calendarId">Null: the account's primary calendar.</param>
    public async Task<Result<StoredEvents>> ExecuteAsync(CalendarAccount account, Guid? calendarId, IReadOnlyList<ParsedEvent> events, CancellationToken cancel)
    {
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await using (own)
        {
            calendarId ??= (await primary.ExecuteAsync(account, cancel)).Id;
            var calendar = (await writer.LockAsync(account.PersonId, account.AccountId, cancel)).Find(row => row.Id == calendarId);
            if (calendar is null)
                return Error.NotFound("calendar");
            var stored = await StoreAsync(calendar, events, cancel);
            if (own is not null)
                await own.CommitAsync(cancel);
            return stored;
        }
    }

    async Task<StoredEvents> StoreAsync(CalendarRow calendar, IReadOnlyList<ParsedEvent> events, CancellationToken cancel)
    {
        var uids = events.Select(e => e.Uid).Distinct(StringComparer.Ordinal).ToList();
        var known = await db.Set<EventRow>().Where(row => row.AccountId == calendar.AccountId && uids.Contains(row.Uid)).ToListAsync(cancel);
        var rows = known.ToDictionary(row => (row.Uid, row.RecurrenceKey));
        var (added, updated, duplicates) = (new List<EventRow>(), new HashSet<EventRow>(), 0);
        foreach (var e in events)
        {
            if (!rows.TryGetValue((e.Uid, RecurrenceKeys.Of(e.RecurrenceId)), out var row))
            {
                row = writer.Add(calendar, e.Uid, EventBody.Of(e));
                rows.Add((row.Uid, row.RecurrenceKey), row);
                added.Add(row);
            }
            else if (e.Sequence > row.Sequence || (e.Sequence == row.Sequence && e.LastModified > row.LastModified))
            {
                SeriesWriter.Replace(row, EventBody.Of(e));
                updated.Add(row);
            }
            else
            {
                duplicates++;
                continue;
            }
            (row.Sequence, row.LastModified) = (e.Sequence, e.LastModified);
        }
        updated.ExceptWith(added);
        if (added.Count + updated.Count > 0)
        {
            var changed = added.Concat(updated).Select(row => row.Uid).ToHashSet(StringComparer.Ordinal);
            var calendars = await db.Set<CalendarRow>().Where(row => row.AccountId == calendar.AccountId).ToListAsync(cancel);
            await writer.SaveAsync(calendars, rows.Values.Where(row => changed.Contains(row.Uid)), await writer.NextRevisionAsync(cancel), cancel);
        }
        return new StoredEvents(added.Count, updated.Count, duplicates);
    }
}
