using System.Globalization;
using NodaTime;
using Steward.Calendar.Recurrence;
using Steward.Platform;

namespace Steward.Calendar.Changes;

/// <summary>
/// Moves a whole series to another time. Dates taken out or added move along, weekdays of a weekly rule turn with it, and UNTIL too; a rule that names days
/// of a month or year cannot be moved to other days without saying something else, and that is refused.
/// </summary>
static class SeriesShift
{
    public static Result<CalendarEvent> Apply(CalendarEvent before, CalendarEvent after)
    {
        if (before.Start.IsAllDay != after.Start.IsAllDay)
        {
            return before.ExceptionDates.Count + before.AdditionalDates.Count > 0
                ? Error.Refused("series_all_day", "A series with exceptions cannot be changed between all-day and timed. Make a new one.")
                : after;
        }
        var rule = RuleParser.Parse(before.Recurrence!).Value;
        var days = Period.DaysBetween(before.Start.Local().Date, after.Start.Local().Date);
        if (days != 0 && (rule.ByMonthDay.Count + rule.ByYearDay.Count + rule.ByWeekNo.Count > 0 || rule.ByDay.Any(day => day.Nth != 0) || (rule.ByDay.Count > 0 && rule.Frequency != Frequency.Weekly)))
            return Error.Refused("series_days", "The rule of this series names its days, so that it cannot be moved to other days. Change only the time of day, or make a new series.");
        if (before.Start.Local().TimeOfDay != after.Start.Local().TimeOfDay && rule.ByHour.Count + rule.ByMinute.Count + rule.BySecond.Count > 0)
            return Error.Refused("series_times", "The rule of this series names its times of day, so that it cannot be moved. Make a new series.");
        return after with
        {
            Recurrence = string.Join(';', before.Recurrence!.Split(';').Select(part => Part(part, days, before.Start, after.Start))),
            ExceptionDates = [.. before.ExceptionDates.Select(time => Move(time, before.Start, after.Start))],
            AdditionalDates = [.. before.AdditionalDates.Select(time => Move(time, before.Start, after.Start))],
        };
    }

    /// <summary>A time of the series, moved as its start was: by days and clock time in the series' own zone, not by elapsed hours.</summary>
    public static EventTime Move(EventTime time, EventTime old, EventTime now)
    {
        var days = Period.DaysBetween(old.Local().Date, now.Local().Date);
        if (time.Date is { } date)
            return EventTime.AllDay(date.AddDays(days));
        var zone = old.Zone is { } id ? Zones.Get(id) : DateTimeZone.Utc;
        var local = time.Zone is null ? time.Local() : time.ToInstant(zone).InZone(zone).LocalDateTime;
        return now with { Local = (local.Date.PlusDays(days) + (local.TimeOfDay == old.Local().TimeOfDay ? now.Local().TimeOfDay : local.TimeOfDay)).ToDateTimeUnspecified() };
    }

    static string Part(string part, int days, EventTime old, EventTime now)
    {
        var (name, value) = (part.Split('=')[0].Trim().ToUpperInvariant(), part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim());
        return name switch
        {
            "BYDAY" when days % 7 != 0 => "BYDAY=" + string.Join(',', value.Split(',').Select(day => Turn(day.Trim(), days))),
            "UNTIL" => "UNTIL=" + Until(value, days, old, now),
            _ => part,
        };
    }

    static string Turn(string day, int days)
    {
        string[] names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
        var index = Array.FindIndex(names, name => name.Equals(day, StringComparison.OrdinalIgnoreCase));
        return names[(((index + days) % 7) + 7) % 7];
    }

    static string Until(string value, int days, EventTime old, EventTime now)
    {
        var until = RuleParser.Parse("FREQ=DAILY;UNTIL=" + value).Value.Until!.Value;
        if (until.IsDate)
            return until.Local.PlusDays(days).ToString("uuuuMMdd", CultureInfo.InvariantCulture);
        if (!until.IsUtc)
            return Move(new EventTime(null, until.Local.ToDateTimeUnspecified(), null), old with { Zone = null }, now with { Zone = null }).Local().ToString("uuuuMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        var shift = now.ToInstant(DateTimeZone.Utc) - old.ToInstant(DateTimeZone.Utc);
        return (until.Local.InUtc().ToInstant() + shift).InUtc().LocalDateTime.ToString("uuuuMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
    }
}
