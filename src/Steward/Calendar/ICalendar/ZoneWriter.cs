using System.Globalization;
using NodaTime;
using Steward.Calendar.Recurrence;

namespace Steward.Calendar.ICalendar;

/// <summary>Writes a VTIMEZONE with the clock changes of some years, each with its date: exact for those years, and any reader that knows the IANA name needs none.</summary>
static class ZoneWriter
{
    const int YearsAhead = 5;

    public static void Write(LineWriter lines, string id, int firstYear, int lastYear)
    {
        var zone = Zones.Get(id);
        lines.Add("BEGIN", "VTIMEZONE");
        lines.Add("TZID", id);
        lines.Add("X-LIC-LOCATION", id);
        var from = Instant.FromUtc(firstYear, 1, 1, 0, 0);
        var before = zone.GetZoneInterval(from - Duration.Epsilon);
        foreach (var interval in zone.GetZoneIntervals(from, Instant.FromUtc(Math.Min(lastYear + YearsAhead, Math.Max(lastYear, firstYear + 100)), 1, 1, 0, 0)).Prepend(before).DistinctBy(i => i.HasStart ? i.Start : Instant.MinValue))
        {
            var part = interval.Savings == Offset.Zero ? "STANDARD" : "DAYLIGHT";
            var previous = interval.HasStart ? zone.GetUtcOffset(interval.Start - Duration.Epsilon) : interval.WallOffset;
            var onset = interval.HasStart ? interval.Start.WithOffset(previous).LocalDateTime : new LocalDateTime(1601, 1, 1, 0, 0);
            lines.Add("BEGIN", part);
            lines.Add("DTSTART", onset.ToString("uuuuMMdd'T'HHmmss", CultureInfo.InvariantCulture));
            lines.Add("TZOFFSETFROM", Text(previous.Seconds));
            lines.Add("TZOFFSETTO", Text(interval.WallOffset.Seconds));
            lines.Text("TZNAME", interval.Name);
            lines.Add("END", part);
        }
        lines.Add("END", "VTIMEZONE");
    }

    static string Text(int seconds)
    {
        var all = Math.Abs(seconds);
        return (seconds < 0 ? "-" : "+") + (all / 3600).ToString("00", CultureInfo.InvariantCulture) + (all / 60 % 60).ToString("00", CultureInfo.InvariantCulture)
            + (all % 60 == 0 ? "" : (all % 60).ToString("00", CultureInfo.InvariantCulture));
    }
}
