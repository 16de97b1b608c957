using Steward.Calendar.ICalendar;
using Steward.Calendar.Recurrence;
using Steward.Platform;

namespace Steward.Calendar.Changes;

/// <summary>What an event must be before it may be proposed, and again before it is stored. The same limits as for a file that is imported.</summary>
static class EventChecks
{
    public const int MaximumAttendees = 500;

    /// <returns>The first thing wrong, or null.</returns>
    public static Error? Times(EventTime start, EventTime end)
    {
        if (Time("start", start) is { } badStart)
            return badStart;
        if (Time("end", end) is { } badEnd)
            return badEnd;
        if (start.IsAllDay != end.IsAllDay)
            return Error.Invalid("end", "Start and end must both be dates or both be times.");
        if (!start.IsAllDay && (start.Zone is null) != (end.Zone is null))
            return Error.Invalid("end", "Start and end must both have a time zone, or both none.");
        var (begin, stop) = (start.ToInstant(NodaTime.DateTimeZone.Utc), end.ToInstant(NodaTime.DateTimeZone.Utc));
        if (stop < begin || (start.IsAllDay && stop == begin))
            return Error.Invalid("end", start.IsAllDay ? "The end is the day after the last one, so it must be after the start." : "The event ends before it starts.");
        return stop - begin > NodaTime.Duration.FromDays(20 * 366) ? Error.Invalid("end", "An event lasts at most 20 years.") : null;
    }

    public static Error? Texts(string? summary, string? description, string? location)
    {
        if (summary is not null && (summary.Trim().Length == 0 || summary.Length > Limits.SummaryLength))
            return Error.Invalid("summary", $"An event needs a title of at most {Limits.SummaryLength:N0} characters.");
        if (description?.Length > Limits.TextLength)
            return Error.Invalid("description", $"The description has more than {Limits.TextLength:N0} characters.");
        return location?.Length > Limits.SummaryLength ? Error.Invalid("location", $"The location has more than {Limits.SummaryLength:N0} characters.") : null;
    }

    public static Error? Recurrence(string? recurrence, EventTime start)
    {
        if (recurrence is null)
            return null;
        var rule = RuleParser.Parse(recurrence);
        if (rule.Error is { } error)
            return error;
        return start.IsAllDay && rule.Value.Frequency < Frequency.Daily ? Error.Invalid("recurrence", "An all-day event cannot repeat within the day.") : null;
    }

    /// <summary>The attendees with canonical addresses.</summary>
    public static Result<IReadOnlyList<Attendee>> Attendees(IReadOnlyList<Attendee> attendees)
    {
        if (attendees.Count > MaximumAttendees)
            return Error.Invalid("attendees", $"An event has at most {MaximumAttendees} attendees.");
        var all = new List<Attendee>();
        foreach (var attendee in attendees)
        {
            if (EventAddress.Canonical(attendee.Email) is not { } address)
                return Error.Invalid("attendees", $"“{VisibleText.CleanLine(attendee.Email)}” is no mail address.");
            if (all.Exists(other => other.Email == address))
                return Error.Invalid("attendees", $"{address} is invited twice.");
            all.Add(attendee with { Email = address, Name = attendee.Name is { } name && VisibleText.CleanLine(name) is { Length: > 0 } clean ? clean : null });
        }
        return all;
    }

    static Error? Time(string field, EventTime time)
    {
        if ((time.Date is null) == (time.Local is null))
            return Error.Invalid(field, "A time is either a date, or a local time with its zone.");
        var year = time.Date?.Year ?? time.Local!.Value.Year;
        if (year is < Limits.FirstYear or > Limits.LastYear)
            return Error.Invalid(field, $"The year is not between {Limits.FirstYear} and {Limits.LastYear}.");
        if (time.Date is not null && time.Zone is not null)
            return Error.Invalid(field, "A date has no time zone.");
        if (time.Local is { Kind: not DateTimeKind.Unspecified })
            return Error.Invalid(field, "A local time is written without an offset; its zone stands beside it.");
        return time.Zone is { } zone && Zones.Find(zone) is null ? Error.Invalid(field, $"There is no time zone “{VisibleText.CleanLine(zone)}”.") : null;
    }
}
