using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Actions;
using Steward.Calendar.Local;
using Steward.Platform;

namespace Steward.Calendar;

/// <summary>A calendar as its provider has it.</summary>
/// <param name="Own">False for one that somebody shares: its events do not make the person busy.</param>
public sealed record RemoteCalendar(string Id, string Name, string Color, string Zone, bool Primary, bool ReadOnly, bool Own);

/// <summary>An event as its provider has it now, or that it is gone.</summary>
/// <param name="Master">The series of which it is a changed instance.</param>
/// <param name="Event">Ids and revision in it are not looked at. Null when it is gone, or could not be read.</param>
/// <param name="Resource">The provider's own document.</param>
public sealed record RemoteEvent(string Id, string? Master, string? Etag, CalendarEvent? Event, string? Resource);

/// <summary>A mirrored event by Steward's own id, with what its provider calls it.</summary>
public sealed record MirroredEvent(Guid Id, string Calendar, string RemoteId, string? Master, string? Etag, string Resource, CalendarEvent Event);

/// <summary>
/// Keeps another provider's calendars in the tables of Calendar, so that the agenda, free times and the planner work over all accounts alike. Every call is all or
/// nothing, in the caller's transaction or its own, with the account's calendars locked; doing it twice changes nothing. A series of which anything changes gets a new
/// revision, and proposals that were made for the old one are marked stale in the same transaction.
/// </summary>
public sealed class MirrorCalendar(StewardDbContext db, MarkTargetsChanged targets, EnsurePrimaryCalendar primary, LiveEvents live, Ids ids, TimeProvider clock)
{
    /// <summary>The account's calendars; those that are not named go, with their events.</summary>
    public Task<int> SetCalendarsAsync(CalendarAccount account, IReadOnlyList<RemoteCalendar> calendars, CancellationToken cancel) => InLockAsync(account, async rows =>
    {
        var changed = 0;
        foreach (var remote in calendars)
        {
            var row = rows.Find(r => r.RemoteId == remote.Id) ?? (remote.Primary ? rows.Find(r => r.IsPrimary) : null);
            if (row is null)
            {
                db.Add(row = new CalendarRow
                {
                    Id = ids.New(), PersonId = account.PersonId, AccountId = account.AccountId, Name = remote.Name, Color = remote.Color, Zone = remote.Zone, IsPrimary = remote.Primary, CreatedAt = clock.GetUtcNow(),
                });
            }
            (row.RemoteId, row.Name, row.Color, row.Zone, row.IsOwn, row.IsReadOnly) = (remote.Id, remote.Name, remote.Color, remote.Zone, remote.Own, remote.ReadOnly);
            changed += db.Entry(row).State is EntityState.Added or EntityState.Modified ? 1 : 0;
        }
        var gone = rows.Where(r => r.RemoteId is not null && calendars.All(c => c.Id != r.RemoteId)).ToList();
        db.RemoveRange(gone);
        return changed + gone.Count;
    }, cancel);

    /// <summary>What the provider calls the account's calendars.</summary>
    public async Task<IReadOnlyList<string>> CalendarsAsync(CalendarAccount account, CancellationToken cancel) =>
        await db.Set<CalendarRow>().Where(r => r.AccountId == account.AccountId && r.PersonId == account.PersonId && r.RemoteId != null).Select(r => r.RemoteId!).ToListAsync(cancel);

    /// <summary>Takes over events of one calendar. Of a calendar that is not here, nothing.</summary>
    /// <param name="whole">What is here of the calendar and not among these goes.</param>
    /// <param name="uid">With <paramref name="whole"/>: only this series is compared.</param>
    /// <returns>How many rows are new or changed.</returns>
    public Task<int> ApplyAsync(CalendarAccount account, string calendar, IReadOnlyList<RemoteEvent> events, bool whole, CancellationToken cancel, string? uid = null) => InLockAsync(account, async rows =>
    {
        if (rows.Find(r => r.RemoteId == calendar) is not { } home)
            return 0;
        var known = await KnownAsync(home, events, whole, uid, cancel);
        var changed = new List<EventRow>();
        var left = new HashSet<EventRow>(known);
        // A series before its instances: these may say no more than that they are cancelled.
        foreach (var remote in events.OrderBy(e => e.Master is not null))
        {
            if (remote.Event is null)
                continue;
            var key = RecurrenceKeys.Of(remote.Event.RecurrenceId);
            var row = known.Find(r => r.RemoteId == remote.Id) ?? known.Find(r => r.Uid == remote.Event.Uid && r.RecurrenceKey == key);
            if (row is not null && (row.Uid != remote.Event.Uid || row.RecurrenceKey != key))
            {
                db.Remove(row);
                row = null;
            }
            var body = EventBody.Of(remote.Event);
            var same = row is not null && row.RemoteEtag == remote.Etag && row.RemoteId == remote.Id;
            if (row is null)
                known.Add(row = Add(home, remote.Event.Uid, body));
            left.Remove(row);
            if (same)
                continue;
            SeriesWriter.Replace(row, body);
            (row.RemoteId, row.RemoteMaster, row.RemoteEtag, row.Remote) = (remote.Id, remote.Master, remote.Etag, remote.Resource);
            changed.Add(row);
        }
        var goneIds = events.Where(e => e.Event is null).Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        var gone = left.Where(r => whole || goneIds.Contains(r.RemoteId!) || (r.RemoteMaster is { } master && goneIds.Contains(master))).ToList();
        db.RemoveRange(gone);
        if (changed.Count + gone.Count > 0)
            await ReviseAsync(account, home, known.Except(gone), [.. changed, .. gone], cancel);
        return changed.Count + gone.Count;
    }, cancel);

    /// <summary>Null when it is not here, or not the person's.</summary>
    public async Task<MirroredEvent?> FindAsync(CalendarAccount account, Guid id, CancellationToken cancel) => (await MirroredAsync(account, db.Set<EventRow>().Where(r => r.Id == id), cancel)).SingleOrDefault();

    /// <summary>All rows of the series that this is of, itself first when it is the series.</summary>
    public async Task<IReadOnlyList<MirroredEvent>> SeriesAsync(CalendarAccount account, MirroredEvent of, CancellationToken cancel) =>
        await MirroredAsync(account, db.Set<EventRow>().Where(r => r.CalendarId == of.Event.CalendarId && r.Uid == of.Event.Uid).OrderBy(r => r.RecurrenceKey), cancel);

    public async Task<string?> CalendarAsync(CalendarAccount account, Guid id, CancellationToken cancel) =>
        await db.Set<CalendarRow>().Where(r => r.Id == id && r.AccountId == account.AccountId && r.PersonId == account.PersonId).Select(r => r.RemoteId).FirstOrDefaultAsync(cancel);

    /// <summary>The revision of an event's series as it stands now.</summary>
    public async Task<(Guid Id, string Revision)?> StandingAsync(CalendarAccount account, string calendar, string remoteId, CancellationToken cancel)
    {
        var found = await db.Set<EventRow>().AsNoTracking().Join(db.Set<CalendarRow>().Where(c => c.RemoteId == calendar), e => e.CalendarId, c => c.Id, (e, c) => e)
            .Where(e => e.RemoteId == remoteId && e.AccountId == account.AccountId && e.PersonId == account.PersonId).Select(e => new { e.Id, e.Revision }).FirstOrDefaultAsync(cancel);
        return found is null ? null : (found.Id, found.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    async Task<IReadOnlyList<MirroredEvent>> MirroredAsync(CalendarAccount account, IQueryable<EventRow> rows, CancellationToken cancel)
    {
        var found = await rows.AsNoTracking().Where(r => r.AccountId == account.AccountId && r.PersonId == account.PersonId && r.RemoteId != null)
            .Join(db.Set<CalendarRow>(), e => e.CalendarId, c => c.Id, (e, c) => new { Row = e, Calendar = c.RemoteId! }).ToListAsync(cancel);
        return [.. found.OrderBy(f => f.Row.RecurrenceKey, StringComparer.Ordinal).Select(f => new MirroredEvent(f.Row.Id, f.Calendar, f.Row.RemoteId!, f.Row.RemoteMaster, f.Row.RemoteEtag, f.Row.Remote!, EventBody.Read(f.Row.Body).ToEvent(f.Row)))];
    }

    async Task<List<EventRow>> KnownAsync(CalendarRow home, IReadOnlyList<RemoteEvent> events, bool whole, string? uid, CancellationToken cancel)
    {
        if (whole)
            return await db.Set<EventRow>().Where(r => r.CalendarId == home.Id && (uid == null || r.Uid == uid)).ToListAsync(cancel);
        var names = events.SelectMany(e => new[] { e.Id, e.Master }).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var uids = events.Select(e => e.Event?.Uid).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return await db.Set<EventRow>().Where(r => r.CalendarId == home.Id && (names.Contains(r.RemoteId!) || names.Contains(r.RemoteMaster!) || uids.Contains(r.Uid))).ToListAsync(cancel);
    }

    EventRow Add(CalendarRow home, string uid, EventBody body) => new SeriesWriter(db, live, ids).Add(home, uid, body);

    async Task ReviseAsync(CalendarAccount account, CalendarRow home, IEnumerable<EventRow> kept, IReadOnlyList<EventRow> touched, CancellationToken cancel)
    {
        var uids = touched.Select(r => r.Uid).ToHashSet(StringComparer.Ordinal);
        var revision = await new SeriesWriter(db, live, ids).NextRevisionAsync(cancel);
        var series = kept.Where(r => uids.Contains(r.Uid)).ToList();
        foreach (var row in series)
            row.Revision = revision;
        home.Revision = revision;
        await targets.StageAsync(account.PersonId, account.AccountId, "event", [.. series.Concat(touched).Select(r => r.Id)], cancel);
    }

    async Task<int> InLockAsync(CalendarAccount account, Func<List<CalendarRow>, Task<int>> change, CancellationToken cancel)
    {
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await using (own)
        {
            await primary.ExecuteAsync(account, cancel);
            var rows = await new SeriesWriter(db, live, ids).LockAsync(account.PersonId, account.AccountId, cancel);
            var changed = await change(rows);
            if (changed > 0)
                live.Stage(account.PersonId, "calendar_changed", account.AccountId, new { account.AccountId });
            await db.SaveChangesAsync(cancel);
            if (own is not null)
                await own.CommitAsync(cancel);
            return changed;
        }
    }
}
