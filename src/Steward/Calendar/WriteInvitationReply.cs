using Steward.Calendar.ICalendar;

namespace Steward.Calendar;

/// <summary>
/// Writes the answer of one guest as an iTIP REPLY (RFC 5546 §3.2.3): the event's identity, the organiser and exactly one attendee with the answer. It names no other
/// guest, and nothing of the event's description goes back.
/// </summary>
public static class WriteInvitationReply
{
    /// <param name="original">The instance that is answered; null for the event or the whole series.</param>
    public static string Write(CalendarEvent e, Attendee organiser, Attendee self, ResponseStatus answer, EventTime? original, string? comment, DateTimeOffset stamp)
    {
        var lines = new LineWriter();
        lines.Add("BEGIN", "VCALENDAR");
        lines.Add("VERSION", "2.0");
        lines.Add("PRODID", "-//Steward//Calendar//EN");
        lines.Add("METHOD", "REPLY");
        var times = original is null ? new[] { e.Start, e.End } : [e.Start, e.End, original];
        foreach (var zone in times.Where(time => time is { IsAllDay: false, Zone: not null and not "UTC" }).GroupBy(time => time.Zone!, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
            ZoneWriter.Write(lines, zone.Key, zone.Min(time => time.Local!.Value.Year), zone.Max(time => time.Local!.Value.Year));
        lines.Add("BEGIN", "VEVENT");
        lines.Text("UID", e.Uid);
        lines.Add("DTSTAMP", stamp.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        lines.Time("DTSTART", e.Start);
        lines.Time("DTEND", e.End);
        if ((original ?? e.RecurrenceId) is { } instance)
            lines.Time("RECURRENCE-ID", instance);
        if (e.Summary.Length > 0)
            lines.Text("SUMMARY", e.Summary);
        lines.Add("ORGANIZER" + Name(organiser), "mailto:" + organiser.Email);
        lines.Add($"ATTENDEE{Name(self)};PARTSTAT={answer.ToString().ToUpperInvariant()}", "mailto:" + self.Email);
        if (!string.IsNullOrWhiteSpace(comment))
            lines.Text("COMMENT", comment.Trim());
        lines.Add("END", "VEVENT");
        lines.Add("END", "VCALENDAR");
        return lines.ToString();
    }

    static string Name(Attendee attendee) => attendee.Name is { } name ? ";CN=" + LineWriter.Parameter(name) : "";
}
