using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Calendar.Local;

/// <summary>
/// Writes to the calendars of one Local account. <see cref="LockAsync"/> comes first and makes writers of an account follow one another until their
/// transaction ends; so what is read afterwards stays true until commit.
/// </summary>
sealed class SeriesWriter(StewardDbContext db, LiveEvents live, Ids ids)
{
    /// <summary>The account's calendars, locked. Needs an open transaction.</summary>
    public Task<List<CalendarRow>> LockAsync(Guid personId, Guid accountId, CancellationToken cancel) =>
        db.Set<CalendarRow>().FromSql($"SELECT * FROM calendar.calendars WHERE account_id = {accountId} AND person_id = {personId} ORDER BY id FOR UPDATE").ToListAsync(cancel);

    /// <summary>All rows of a series, the master first.</summary>
    public Task<List<EventRow>> SeriesAsync(Guid accountId, string uid, CancellationToken cancel) =>
        db.Set<EventRow>().Where(row => row.AccountId == accountId && row.Uid == uid).OrderBy(row => row.RecurrenceKey).ToListAsync(cancel);

    public async Task<long> NextRevisionAsync(CancellationToken cancel) =>
        (await db.Database.SqlQuery<long>($"SELECT nextval('calendar.revisions') AS \"Value\"").ToListAsync(cancel))[0];

    public EventRow Add(CalendarRow calendar, string uid, EventBody body, Guid? id = null)
    {
        var (first, last) = SeriesBounds.Of(body);
        var row = new EventRow
        {
            Id = id ?? ids.New(), PersonId = calendar.PersonId, AccountId = calendar.AccountId, CalendarId = calendar.Id, Uid = uid,
            RecurrenceKey = RecurrenceKeys.Of(body.RecurrenceId), FirstAt = first, LastAt = last, Body = body.ToJson(),
        };
        db.Add(row);
        return row;
    }

    public static void Replace(EventRow row, EventBody body)
    {
        (row.FirstAt, row.LastAt) = SeriesBounds.Of(body);
        row.Body = body.ToJson();
    }

    /// <summary>Saves; every row of the changed series and the calendars take the revision, and <c>calendar_changed</c> is staged.</summary>
    public async Task SaveAsync(IEnumerable<CalendarRow> calendars, IEnumerable<EventRow> series, long revision, CancellationToken cancel)
    {
        foreach (var row in series)
            row.Revision = revision;
        foreach (var calendar in calendars)
            calendar.Revision = revision;
        if (calendars.FirstOrDefault() is { } any)
            live.Stage(any.PersonId, "calendar_changed", any.AccountId, new { any.AccountId });
        await db.SaveChangesAsync(cancel);
    }
}
