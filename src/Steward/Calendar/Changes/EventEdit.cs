using NodaTime;
using Steward.Calendar.Recurrence;
using Steward.Platform;

namespace Steward.Calendar.Changes;

/// <summary>What an event becomes by a change: pure, used for the preview and again for the change itself, so that what is done is what was shown.</summary>
static class EventEdit
{
    /// <summary>The event after the change. A start without an end keeps the length; text that is empty takes a description or location away.</summary>
    public static Result<CalendarEvent> Apply(CalendarEvent before, UpdateEventPayload change)
    {
        var start = change.Start ?? before.Start;
        var end = change.End ?? (change.Start is null ? before.End : Moved(before, start));
        if (EventChecks.Texts(change.Summary, change.Description, change.Location) is { } text)
            return text;
        if (EventChecks.Times(start, end) is { } times)
            return times;
        var attendees = EventChecks.Attendees(change.Attendees ?? []);
        if (attendees.Error is { } who)
            return who;
        var after = before with
        {
            Summary = change.Summary?.Trim() ?? before.Summary,
            Description = change.Description is null ? before.Description : Filled(change.Description),
            Location = change.Location is null ? before.Location : Filled(change.Location),
            Start = start,
            End = end,
            Attendees = change.Attendees is null ? before.Attendees : Answers(attendees.Value, before.Attendees),
        };
        return before.Recurrence is null || start == before.Start ? after : SeriesShift.Apply(before, after);
    }

    /// <summary>One instance of a series as an event of its own, still unchanged. The instance must exist.</summary>
    public static CalendarEvent? Instance(CalendarEvent master, EventTime originalStart, DateTimeZone viewer)
    {
        if (master.Recurrence is null && master.AdditionalDates.Count == 0)
            return null;
        if (new Series(master, [], viewer).At(originalStart) is not { } instance)
            return null;
        return master with
        {
            RecurrenceId = instance.OriginalStart, Start = instance.OriginalStart, End = Moved(master, instance.OriginalStart),
            Recurrence = null, ExceptionDates = [], AdditionalDates = [],
        };
    }

    /// <summary>The end when the event begins at <paramref name="start"/> and lasts as long: whole days, or exact time.</summary>
    public static EventTime Moved(CalendarEvent e, EventTime start)
    {
        if (e.Start.Date is { } from && e.End.Date is { } to)
            return start.Date is { } date ? EventTime.AllDay(date.AddDays(to.DayNumber - from.DayNumber)) : start with { Local = start.Local?.AddHours(1) };
        if (start.Date is { } day)
            return EventTime.AllDay(day.AddDays(1));
        var length = e.End.ToInstant(DateTimeZone.Utc) - e.Start.ToInstant(DateTimeZone.Utc);
        if (start.Zone is null || Zones.Find(start.Zone) is not { } zone || start.Local is null)
            return start with { Local = start.Local + length.ToTimeSpan() };
        return start with { Local = (start.ToInstant(zone) + length).InZone(e.End.Zone == e.Start.Zone ? zone : Zones.Get(e.End.Zone ?? start.Zone)).ToDateTimeUnspecified(), Zone = e.End.Zone == e.Start.Zone ? start.Zone : e.End.Zone };
    }

    /// <summary>Whoever stays keeps the answer given and the part played; nobody's answer is made up.</summary>
    static IReadOnlyList<Attendee> Answers(IReadOnlyList<Attendee> now, IReadOnlyList<Attendee> before) =>
        [.. now.Select(attendee => before.FirstOrDefault(old => old.Email == attendee.Email) is { } old ? attendee with { Response = old.Response, Organizer = old.Organizer, Name = attendee.Name ?? old.Name } : attendee)];

    static string? Filled(string text) => text.Trim().Length == 0 ? null : text;
}
