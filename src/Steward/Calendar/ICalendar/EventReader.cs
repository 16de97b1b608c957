using System.Security.Cryptography;
using System.Text;
using Steward.Calendar.Recurrence;
using Steward.Platform;

namespace Steward.Calendar.ICalendar;

/// <summary>An event as it was read, before a change of "this and all later ones" is made a series of its own.</summary>
sealed record ReadEvent(ParsedEvent Event, bool AndLater);

/// <summary>Reads one VEVENT. What decides when it happens must be right, or the event is refused; what only describes it is read as well as it can be.</summary>
sealed class EventReader(FileZones zones, ICollection<string> notes)
{
    /// <returns>The event, and one changed instance for each further date that has a length of its own; or why it cannot be read.</returns>
    public Result<IReadOnlyList<ReadEvent>> Read(Component component, int index, string? method)
    {
        if (!component.Closed)
            return Broken("the file ends inside it");
        if (component.Overflowed)
            return Broken($"it has more than {Limits.Properties:N0} properties");
        Note(component, index);
        var times = new EventTimes(component, zones);
        if (times.Read() is { } wrong)
            return Broken(wrong);
        var rule = component.First("RRULE")?.Value.Trim();
        if (component.All("RRULE").Skip(1).Any() || component.All("EXRULE").Any())
            return Broken("it has several recurrence rules");
        if (!string.IsNullOrEmpty(rule) && CheckRule(component, rule, times.Start) is { } bad)
            return Broken(bad);
        var uid = Uid(component, times, rule);
        var parsed = new ParsedEvent
        {
            Index = index,
            Uid = uid,
            Summary = Line(component, "SUMMARY") ?? "",
            Description = Text(component, "DESCRIPTION"),
            Location = Line(component, "LOCATION"),
            Start = times.Start,
            End = times.End,
            Recurrence = string.IsNullOrEmpty(rule) ? null : rule.ToUpperInvariant(),
            ExceptionDates = times.ExceptionDates,
            AdditionalDates = [.. times.AdditionalDates.Select(date => date.Start).Where(date => date != times.Start)],
            RecurrenceId = times.RecurrenceId,
            Attendees = Attendees.Read(component),
            Status = method == "CANCEL" ? EventStatus.Cancelled : Status(Word(component, "STATUS")),
            Transparency = Word(component, "TRANSP") == "TRANSPARENT" || (component.First("TRANSP") is null && Word(component, "X-MICROSOFT-CDO-BUSYSTATUS") == "FREE")
                ? Transparency.Transparent : Transparency.Opaque,
            Visibility = Word(component, "CLASS") switch { "PRIVATE" or "CONFIDENTIAL" => Visibility.Private, "PUBLIC" => Visibility.Public, _ => Visibility.Default },
            Sequence = int.TryParse(component.First("SEQUENCE")?.Value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var sequence) ? sequence : 0,
            LastModified = component.First("LAST-MODIFIED") is { } modified && Values.Time(modified.Value) is { IsDate: false } at ? new DateTimeOffset(at.Local, TimeSpan.Zero) : null,
        };
        if (parsed.RecurrenceId is not null && !times.AndLater)
            return new ReadEvent[] { new(parsed with { Recurrence = null, ExceptionDates = [], AdditionalDates = [] }, false) };
        return (ReadEvent[])
        [
            new(parsed, times.AndLater),
            .. times.AdditionalDates.Where(date => date.End is not null).DistinctBy(date => date.Start).Select(date => new ReadEvent(
                parsed with { Recurrence = null, ExceptionDates = [], AdditionalDates = [], RecurrenceId = date.Start, Start = date.Start, End = date.End! }, false)),
        ];
    }

    static Error Broken(string why) => Error.Invalid("event", char.ToUpperInvariant(why[0]) + why[1..] + (why.EndsWith('.') ? "" : "."));

    static string? CheckRule(Component component, string rule, EventTime start)
    {
        if (component.First("RRULE")!.Cut)
            return "its recurrence rule is too long";
        var parsed = RuleParser.Parse(rule);
        if (parsed.Error is { } error)
            return error.Detail;
        return start.IsAllDay && parsed.Value.Frequency < Frequency.Daily ? "it is all-day and its rule repeats it within the day" : null;
    }

    void Note(Component component, int index)
    {
        if (component.BadLines.Count > 0 && notes.Count < Limits.Notes)
            notes.Add($"Event {index}: line {component.BadLines[0]} is no property and was passed over.");
        foreach (var name in (string[])["DTSTART", "DTEND", "DURATION", "SUMMARY", "RECURRENCE-ID"])
        {
            if (component.All(name).Skip(1).Any() && notes.Count < Limits.Notes)
                notes.Add($"Event {index} has several {name}; the first counts.");
        }
    }

    static string Uid(Component component, EventTimes times, string? rule)
    {
        var given = component.First("UID") is { } uid ? Values.Text(uid.Value, 2000).Trim() : "";
        if (given.Length is > 0 and <= 500)
            return given;
        var content = $"{given}|{times.Start}|{times.End}|{rule}|{component.First("SUMMARY")?.Value}|{component.First("LOCATION")?.Value}";
        return "derived-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..32];
    }

    static EventStatus Status(string? status) => status switch { "TENTATIVE" => EventStatus.Tentative, "CANCELLED" => EventStatus.Cancelled, _ => EventStatus.Confirmed };

    static string? Word(Component component, string name) => component.First(name)?.Value.Trim().ToUpperInvariant();

    static string? Line(Component component, string name) =>
        component.First(name) is { } property && VisibleText.CleanLine(Values.Text(property.Value, Limits.SummaryLength)) is { Length: > 0 } text ? text : null;

    static string? Text(Component component, string name) =>
        component.First(name) is { } property && Values.Text(property.Value, Limits.TextLength).Trim() is { Length: > 0 } text ? text : null;
}
