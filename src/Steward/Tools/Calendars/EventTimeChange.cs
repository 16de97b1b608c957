using NodaTime;
using Steward.Calendar;
using Steward.Platform;

namespace Steward.Tools.Calendars;

/// <summary>What the start and end of an event become. Pure. Both null when the time stays.</summary>
static class EventTimeChange
{
    const int LongestShift = 20 * 366;

    /// <param name="current">The event, or the instance, as it is before the change.</param>
    public static Result<(EventTime? Start, EventTime? End)> Of(ProposeUpdateEventArguments arguments, CalendarEvent current, string zone)
    {
        if (arguments.Slot is { } slot)
            return (When.At(slot.Start, current.Start.Zone ?? zone), When.At(slot.End, current.End.Zone ?? zone));
        if (arguments is { ExactStart: { } exact, ExactEnd: { } exactEnd })
            return (exact, exactEnd);
        var start = Start(arguments, current, zone);
        if (start.Error is { } noStart)
            return noStart;
        if (arguments.End is { } text)
        {
            var end = When.Parse(text, "end", zone);
            return end.Error is { } noEnd ? noEnd : (start.Value.Time, end.Value);
        }
        var begin = start.Value.Time ?? current.Start;
        if (Length(arguments, current, begin) is not { } length)
            return start.Value.Time is { } moved ? (moved, Plus(moved, Instances.LengthOf(current))) : ((EventTime?)null, (EventTime?)null);
        if (begin.IsAllDay)
            return Error.Invalid("minutes", $"“{current.Summary}” is all day; give it a start and an end first.");
        return length <= TimeSpan.Zero
            ? Error.Refused("too_short", $"“{current.Summary}” would end before it begins.")
            : (start.Value.Time, After(begin, length));
    }

    static Result<(EventTime? Time, bool Given)> Start(ProposeUpdateEventArguments arguments, CalendarEvent current, string zone)
    {
        if (arguments.Start is { } text)
        {
            var parsed = When.Parse(text, "start", zone);
            return parsed.Error is { } error ? error : (parsed.Value, true);
        }
        if (arguments.Date is not null || arguments.Time is not null)
            return (OtherDay(current.Start, arguments.Date, arguments.Time, zone), true);
        if (arguments.ShiftDays is null && arguments.ShiftMinutes is null)
            return (null, false);
        if (Math.Abs((long)(arguments.ShiftDays ?? 0)) > LongestShift || Math.Abs((long)(arguments.ShiftMinutes ?? 0)) > LongestShift)
            return Error.Invalid("shiftDays", "An event is moved by at most 20 years.");
        if (current.Start.Date is { } date)
        {
            return arguments.ShiftMinutes is { } minutes && minutes % 1440 != 0
                ? Error.Refused("all_day", $"“{current.Summary}” is all day, so that it can be moved by whole days only.")
                : (EventTime.AllDay(date.AddDays((arguments.ShiftDays ?? 0) + (arguments.ShiftMinutes ?? 0) / 1440)), true);
        }
        var shifted = current.Start with { Local = current.Start.Local!.Value.AddDays(arguments.ShiftDays ?? 0) };
        return (After(shifted, TimeSpan.FromMinutes(arguments.ShiftMinutes ?? 0)), true);
    }

    /// <summary>Null when the length stays.</summary>
    static TimeSpan? Length(ProposeUpdateEventArguments arguments, CalendarEvent current, EventTime begin)
    {
        if (arguments.Minutes is { } minutes)
            return TimeSpan.FromMinutes(minutes);
        if (arguments.EndTime is { } clock && begin.Local is { } local)
        {
            var end = DateOnly.FromDateTime(local).ToDateTime(clock);
            return end - local;
        }
        return arguments.LengthenMinutes is { } more ? (current.Start.IsAllDay ? TimeSpan.Zero : Instances.LengthOf(current)) + TimeSpan.FromMinutes(more) : null;
    }

    /// <summary>The start on another day or at another time of day, in the event's own zone. A time makes an all-day event one with hours.</summary>
    static EventTime OtherDay(EventTime start, DateOnly? date, TimeOnly? time, string zone) =>
        start.Date is { } day
            ? time is { } hour ? EventTime.At((date ?? day).ToDateTime(hour), zone) : EventTime.AllDay(date ?? day)
            : EventTime.At((date ?? DateOnly.FromDateTime(start.Local!.Value)).ToDateTime(time ?? TimeOnly.FromDateTime(start.Local!.Value)), start.Zone ?? zone);

    static EventTime Plus(EventTime start, TimeSpan length) => start.IsAllDay ? When.Plus(start, length) : After(start, length);

    /// <summary>So much elapsed time later, written in the same zone: over a change of the clocks an hour stays an hour.</summary>
    public static EventTime After(EventTime start, TimeSpan length)
    {
        if (start.Zone is null)
            return start with { Local = start.Local!.Value + length };
        var zone = When.ZoneOf(start.Zone);
        var end = LocalDateTime.FromDateTime(start.Local!.Value).InZoneLeniently(zone).ToInstant() + Duration.FromTimeSpan(length);
        return start with { Local = end.InZone(zone).ToDateTimeUnspecified() };
    }
}
