using System.Globalization;
using Steward.Calendar.ICalendar;

namespace Steward.Calendar;

/// <summary>
/// Writes events as an iCalendar file (RFC 5545) that reading gives back: the same events, zones and dates. Zones are named by their IANA names and
/// defined inline from the rules of the years around each event, as the RFC demands.
/// </summary>
public static class WriteCalendarFile
{
    /// <param name="stamp">DTSTAMP.</param>
    public static string Write(string name, IEnumerable<CalendarEvent> events, DateTimeOffset stamp)
    {
        var all = events.ToList();
        var lines = new LineWriter();
        lines.Add("BEGIN", "VCALENDAR");
        lines.Add("VERSION", "2.0");
        lines.Add("PRODID", "-//Steward//Calendar//EN");
        lines.Text("X-WR-CALNAME", name);
        var times = all.SelectMany(e => e.AdditionalDates.Concat(e.ExceptionDates).Concat([e.Start, e.End]).Concat(e.RecurrenceId is { } id ? [id] : [])).ToList();
        foreach (var zone in times.Where(time => time is { IsAllDay: false, Zone: not null and not "UTC" }).GroupBy(time => time.Zone!, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
            ZoneWriter.Write(lines, zone.Key, zone.Min(time => time.Local!.Value.Year), zone.Max(time => time.Local!.Value.Year));
        foreach (var e in all)
            Write(lines, e, stamp);
        lines.Add("END", "VCALENDAR");
        return lines.ToString();
    }

    static void Write(LineWriter lines, CalendarEvent e, DateTimeOffset stamp)
    {
        lines.Add("BEGIN", "VEVENT");
        lines.Text("UID", e.Uid);
        lines.Add("DTSTAMP", stamp.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        lines.Time("DTSTART", e.Start);
        lines.Time("DTEND", e.End);
        if (e.RecurrenceId is { } id)
            lines.Time("RECURRENCE-ID", id);
        if (e.Recurrence is { } rule)
            lines.Add("RRULE", rule);
        foreach (var date in e.ExceptionDates)
            lines.Time("EXDATE", date);
        foreach (var date in e.AdditionalDates)
            lines.Time("RDATE", date);
        if (e.Summary.Length > 0)
            lines.Text("SUMMARY", e.Summary);
        if (e.Description is { } description)
            lines.Text("DESCRIPTION", description);
        if (e.Location is { } location)
            lines.Text("LOCATION", location);
        if (e.Status != EventStatus.Confirmed)
            lines.Add("STATUS", e.Status.ToString().ToUpperInvariant());
        if (e.Transparency == Transparency.Transparent)
            lines.Add("TRANSP", "TRANSPARENT");
        if (e.Visibility != Visibility.Default)
            lines.Add("CLASS", e.Visibility.ToString().ToUpperInvariant());
        foreach (var attendee in e.Attendees)
            Write(lines, attendee);
        if (e.Reminder)
        {
            lines.Add("BEGIN", "VALARM");
            lines.Add("ACTION", "DISPLAY");
            lines.Text("DESCRIPTION", e.Summary);
            lines.Add("TRIGGER", "PT0S");
            lines.Add("END", "VALARM");
        }
        lines.Add("END", "VEVENT");
    }

    static void Write(LineWriter lines, Attendee attendee)
    {
        var name = attendee.Name is { } cn ? ";CN=" + LineWriter.Parameter(cn) : "";
        var response = attendee.Response == ResponseStatus.NeedsAction ? "NEEDS-ACTION" : attendee.Response.ToString().ToUpperInvariant();
        if (attendee.Organizer)
            lines.Add("ORGANIZER" + name, "mailto:" + attendee.Email);
        lines.Add($"ATTENDEE{name};PARTSTAT={response}{(attendee.Optional ? ";ROLE=OPT-PARTICIPANT" : "")}", "mailto:" + attendee.Email);
    }
}
