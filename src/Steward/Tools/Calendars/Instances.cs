using NodaTime;
using Steward.Calendar;

namespace Steward.Tools.Calendars;

/// <summary>One happening of an event, as a plan's step names it.</summary>
static class Instances
{
    /// <summary>The start that names an instance; null for an event that does not recur or is itself a changed instance: a list of happenings gives each a start, also these.</summary>
    public static EventTime? Named(CalendarEvent e, EventTime? originalStart) =>
        e.RecurrenceId is null && (e.Recurrence is not null || e.AdditionalDates.Count > 0) ? originalStart : null;

    /// <summary>The event as the change finds it: a named instance at its own time, with what it was changed to before.</summary>
    public static async Task<CalendarEvent> CurrentAsync(CalendarDirectory directory, CalendarAccount account, CalendarEvent e, EventTime? original, string zone, CancellationToken cancel)
    {
        if (original is null)
            return e;
        var at = original.Date is { } date ? new DateTimeOffset(date.ToDateTime(default), TimeSpan.Zero) : When.InstantOf(original);
        var near = await directory.ReaderOf(account).GetInstancesAsync(account, at.AddDays(-190), at.AddDays(190), zone, cancel);
        if (near.FirstOrDefault(i => i.Event.Uid == e.Uid && Same(i.OriginalStart, original)) is not { } instance)
            return e;
        return instance.Event.RecurrenceId is not null ? instance.Event : e with { Start = original, End = EndOf(e, original), Recurrence = null };
    }

    static bool Same(EventTime a, EventTime b) => a.IsAllDay == b.IsAllDay && (a.IsAllDay ? a.Date == b.Date : When.InstantOf(a) == When.InstantOf(b));

    static EventTime EndOf(CalendarEvent e, EventTime start) => start.IsAllDay || e.Start.IsAllDay
        ? When.Plus(start, LengthOf(e))
        : EventTimeChange.After(start, LengthOf(e));

    public static TimeSpan LengthOf(CalendarEvent e) => e is { Start.Date: { } from, End.Date: { } to }
        ? TimeSpan.FromDays(to.DayNumber - from.DayNumber)
        : When.InstantOf(e.End) - When.InstantOf(e.Start);
}
