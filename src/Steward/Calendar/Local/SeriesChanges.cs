using System.Text.Json;
using NodaTime;
using Steward.Actions;
using Steward.Calendar.Changes;
using Steward.Platform;

namespace Steward.Calendar.Local;

/// <summary>The rows of one series while it is changed, and how to take the change back.</summary>
sealed class SeriesChanges(StewardDbContext db, SeriesWriter writer, IReadOnlyList<CalendarRow> calendars, string uid, List<EventRow> rows)
{
    readonly JsonElement before = Json.ToElement(new RestoreEventPayload
    {
        Uid = uid, Rows = [.. rows.Select(row => new RestoredRow(row.Id, row.CalendarId, row.Sequence, row.LastModified, EventBody.Read(row.Body)))],
    });

    public IReadOnlyList<EventRow> Rows => rows;

    EventRow? Master => rows.Find(row => row.RecurrenceKey.Length == 0);

    /// <summary>How to take back what was done, bound to the revision that it left.</summary>
    public InverseAction Inverse(long revision) =>
        new(CalendarActions.RestoreEvent, before, rows.Count == 0 ? null : revision.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public Error? Create(Guid calendarId, Result<EventBody> made)
    {
        if (calendars.FirstOrDefault(row => row.Id == calendarId) is not { } calendar)
            return Error.NotFound("calendar");
        if (made.Error is { } wrong)
            return wrong;
        rows.Add(writer.Add(calendar, uid, made.Value));
        return null;
    }

    public Error? Update(EventRow target, UpdateEventPayload payload, DateTimeZone viewer) =>
        Change(target, payload.OriginalStart, e => EventEdit.Apply(e, payload), viewer);

    /// <summary>The event, the whole series, or the instance that began at <paramref name="instanceStart"/>, which becomes a row of its own.</summary>
    public Error? Change(EventRow target, EventTime? instanceStart, Func<CalendarEvent, Result<CalendarEvent>> edit, DateTimeZone viewer)
    {
        var before = EventBody.Read(target.Body).ToEvent(target);
        if (instanceStart is { } original)
        {
            if (OverrideAt(original) is { } changed)
                return Change(changed, null, edit, viewer);
            if (target != Master || EventEdit.Instance(before, original, viewer) is not { } instance)
                return Error.NotFound("instance of this series");
            var edited = edit(instance);
            if (edited.Error is { } no)
                return no;
            rows.Add(writer.Add(calendars.First(row => row.Id == target.CalendarId), uid, EventBody.Of(edited.Value)));
            return null;
        }
        var after = edit(before);
        if (after.Error is { } error)
            return error;
        if (target == Master && before.Start != after.Value.Start && MoveOverrides(before.Start, after.Value.Start) is { } stuck)
            return stuck;
        SeriesWriter.Replace(target, EventBody.Of(after.Value));
        return null;
    }

    /// <summary>One instance leaves a date that the series leaves out; the whole leaves nothing.</summary>
    public Error? Delete(EventRow target, EventTime? original, DateTimeZone viewer)
    {
        original ??= target == Master ? null : EventBody.Read(target.Body).RecurrenceId;
        if (original is null || (Master is null && target.RecurrenceKey.Length > 0))
        {
            Remove(original is null ? [.. rows] : [target]);
            return null;
        }
        var master = Master!;
        var body = EventBody.Read(master.Body);
        var changed = OverrideAt(original);
        if (changed is null && EventEdit.Instance(body.ToEvent(master), original, viewer) is null)
            return Error.NotFound("instance of this series");
        if (changed is not null)
            Remove([changed]);
        SeriesWriter.Replace(master, body with { ExceptionDates = [.. body.ExceptionDates ?? [], original] });
        return null;
    }

    public Error? Move(Guid calendarId)
    {
        if (calendars.All(row => row.Id != calendarId))
            return Error.NotFound("calendar");
        foreach (var row in rows)
            row.CalendarId = calendarId;
        return null;
    }

    /// <summary>Every row becomes what it was, with its id; the others go.</summary>
    public Error? Restore(RestoreEventPayload payload)
    {
        if (payload.Rows.Any(row => calendars.All(calendar => calendar.Id != row.CalendarId)))
            return Error.Refused("calendar_gone", "The calendar that this event was in is no longer there.");
        var kept = payload.Rows.ToDictionary(row => RecurrenceKeys.Of(row.Body.RecurrenceId), StringComparer.Ordinal);
        Remove([.. rows.Where(row => !kept.ContainsKey(row.RecurrenceKey))]);
        foreach (var (key, was) in kept)
        {
            var row = rows.Find(row => row.RecurrenceKey == key);
            if (row is null)
                rows.Add(row = writer.Add(calendars.First(calendar => calendar.Id == was.CalendarId), uid, was.Body, was.Id));
            SeriesWriter.Replace(row, was.Body);
            (row.CalendarId, row.Sequence, row.LastModified) = (was.CalendarId, was.Sequence, was.LastModified);
        }
        return null;
    }

    EventRow? OverrideAt(EventTime original)
    {
        var key = RecurrenceKeys.Of(original);
        return rows.Find(row => row.RecurrenceKey.Length > 0 && row.RecurrenceKey == key);
    }

    /// <summary>Changed instances name the start that they had; it moves with the series, what they were changed to does not.</summary>
    Error? MoveOverrides(EventTime from, EventTime to)
    {
        var changed = rows.Where(row => row.RecurrenceKey.Length > 0).ToList();
        if (changed.Count > 0 && from.IsAllDay != to.IsAllDay)
            return Error.Refused("series_all_day", "A series with changed instances cannot be changed between all-day and timed. Make a new one.");
        Remove(changed);
        foreach (var row in changed)
        {
            var body = EventBody.Read(row.Body);
            var moved = writer.Add(calendars.First(calendar => calendar.Id == row.CalendarId), uid, body with { RecurrenceId = SeriesShift.Move(body.RecurrenceId!, from, to) });
            (moved.Sequence, moved.LastModified) = (row.Sequence, row.LastModified);
            rows.Add(moved);
        }
        return null;
    }

    void Remove(IReadOnlyCollection<EventRow> gone)
    {
        db.RemoveRange(gone);
        rows.RemoveAll(gone.Contains);
    }
}
