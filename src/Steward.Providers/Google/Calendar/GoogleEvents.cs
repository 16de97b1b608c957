using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using Steward.Calendar;
using Steward.Platform;

namespace Steward.Providers.Google.Calendar;

/// <summary>Google's event documents in Steward's words, and back. What Steward has no word for (conference data, attachments, colours) stays in the document.</summary>
static class GoogleEvents
{
    /// <summary>Steward's own marks, in the private extended properties.</summary>
    public const string Action = "stewardAction", Mirror = "stewardMirror", Reminder = "stewardReminder";

    /// <param name="zone">The calendar's own, for times that name none.</param>
    /// <param name="seriesOf">The series of that id, for instances: cancelled ones say little of themselves.</param>
    public static RemoteEvent Read(JsonObject resource, string zone, Func<string, JsonObject?> seriesOf)
    {
        var id = Text(resource, "id") ?? "";
        var master = Text(resource, "recurringEventId");
        var cancelled = Text(resource, "status") == "cancelled";
        if (cancelled && master is null)
            return new RemoteEvent(id, null, Text(resource, "etag"), null, null);
        var series = master is null ? null : seriesOf(master);
        var e = EventOf(resource, series, zone, cancelled);
        return new RemoteEvent(id, master, Text(resource, "etag"), e, e is null ? null : resource.ToJsonString());
    }

    static CalendarEvent? EventOf(JsonObject resource, JsonObject? series, string zone, bool cancelled)
    {
        var original = Time(resource["originalStartTime"], zone);
        var uid = Text(resource, "iCalUID") ?? (series is null ? null : Text(series, "iCalUID"));
        // The times of a cancelled instance are those that it had.
        var start = Time(resource["start"], zone) ?? (cancelled ? original : null);
        if (uid is null || start is null || (Text(resource, "recurringEventId") is not null && original is null))
            return null;
        if (original is { IsAllDay: false } at && series is not null && Time(series["start"], zone) is { Zone: { } seriesZone })
            original = In(at, seriesZone);
        var rules = Lines(resource);
        return new CalendarEvent
        {
            Id = default, AccountId = default, CalendarId = default, Revision = "", Uid = uid,
            Summary = VisibleText.CleanLine(Text(resource, "summary") ?? "") is { Length: > 0 } title ? title : "(no title)",
            Description = Text(resource, "description") is { Length: > 0 } text ? Described(text) : null, Location = Text(resource, "location") is { Length: > 0 } place ? VisibleText.CleanLine(place) : null,
            Start = start, End = Time(resource["end"], zone) ?? start, Recurrence = rules.FirstOrDefault(l => l.Name == "RRULE").Value,
            ExceptionDates = [.. rules.Where(l => l.Name == "EXDATE").SelectMany(l => Dates(l, start))], AdditionalDates = [.. rules.Where(l => l.Name == "RDATE").SelectMany(l => Dates(l, start))],
            RecurrenceId = Text(resource, "recurringEventId") is null ? null : original, Attendees = Attendees(resource),
            Status = cancelled ? EventStatus.Cancelled : Text(resource, "status") == "tentative" ? EventStatus.Tentative : EventStatus.Confirmed,
            Transparency = Text(resource, "transparency") == "transparent" ? Transparency.Transparent : Transparency.Opaque,
            Visibility = Text(resource, "visibility") switch { "public" => Visibility.Public, "private" or "confidential" => Visibility.Private, _ => Visibility.Default },
            MirrorKey = Property(resource, Mirror), Reminder = Property(resource, Reminder) is not null,
        };
    }

    /// <summary>Google Calendar's own page writes descriptions in HTML.</summary>
    static string Described(string text) => text.Contains('<', StringComparison.Ordinal) && text.Contains('>', StringComparison.Ordinal) ? Mail.MimeReader.TextOfHtml(text).Text : VisibleText.Clean(text);

    static IReadOnlyList<Attendee> Attendees(JsonObject resource)
    {
        var organiser = Text(resource["organizer"] as JsonObject ?? [], "email");
        return [.. (resource["attendees"] as JsonArray ?? []).OfType<JsonObject>().Where(a => Text(a, "email") is { Length: > 0 } && a["resource"]?.GetValue<bool>() != true).Select(a => new Attendee(
            Text(a, "email")!.ToLowerInvariant(), Text(a, "displayName") is { Length: > 0 } name ? VisibleText.CleanLine(name) : null,
            Text(a, "responseStatus") switch { "accepted" => ResponseStatus.Accepted, "declined" => ResponseStatus.Declined, "tentative" => ResponseStatus.Tentative, _ => ResponseStatus.NeedsAction },
            a["optional"]?.GetValue<bool>() == true, a["organizer"]?.GetValue<bool>() == true || string.Equals(Text(a, "email"), organiser, StringComparison.OrdinalIgnoreCase)))];
    }

    /// <summary>Members that say when and what, of an event that is made or changed.</summary>
    public static JsonObject Write(CalendarEvent e) => new()
    {
        ["summary"] = e.Summary, ["description"] = e.Description, ["location"] = e.Location, ["start"] = Write(e.Start, e.Start), ["end"] = Write(e.End, e.Start),
        ["recurrence"] = e.Recurrence is null && e.AdditionalDates.Count == 0 ? null : new JsonArray([.. Recurrence(e).Select(line => (JsonNode)line)]),
        ["attendees"] = e.Attendees.Count == 0 ? null : new JsonArray([.. e.Attendees.Select(a => (JsonNode)Write(a))]),
        ["transparency"] = e.Transparency == Transparency.Transparent ? "transparent" : "opaque",
        ["visibility"] = e.Visibility switch { Visibility.Public => "public", Visibility.Private => "private", _ => "default" },
    };

    public static JsonObject Write(Attendee a) => new()
    {
        ["email"] = a.Email, ["displayName"] = a.Name, ["optional"] = a.Optional ? true : null, ["responseStatus"] = Write(a.Response),
    };

    public static string Write(ResponseStatus response) => response switch
    {
        ResponseStatus.Accepted => "accepted",
        ResponseStatus.Declined => "declined",
        ResponseStatus.Tentative => "tentative",
        _ => "needsAction",
    };

    public static JsonObject Write(EventTime time, EventTime like)
    {
        if (time.Date is { } date)
            return new JsonObject { ["date"] = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["dateTime"] = null, ["timeZone"] = null };
        var zone = time.Zone ?? like.Zone ?? "UTC";
        var local = LocalDateTime.FromDateTime(time.Local!.Value);
        return new JsonObject { ["dateTime"] = OffsetDateTimePattern.Rfc3339.Format(Zone(zone).AtLeniently(local).ToOffsetDateTime()), ["timeZone"] = zone, ["date"] = null };
    }

    static IEnumerable<string> Recurrence(CalendarEvent e)
    {
        if (e.Recurrence is { } rule)
            yield return "RRULE:" + rule;
        foreach (var (name, times) in new[] { ("EXDATE", e.ExceptionDates), ("RDATE", e.AdditionalDates) })
        {
            foreach (var time in times)
                yield return time.Date is { } date ? $"{name};VALUE=DATE:{date:yyyyMMdd}" : $"{name};TZID={time.Zone ?? e.Start.Zone ?? "UTC"}:{time.Local!.Value.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}";
        }
    }

    public static EventTime? Time(JsonNode? node, string zone)
    {
        if (node is not JsonObject time)
            return null;
        if (Text(time, "date") is { } date)
            return DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? EventTime.AllDay(day) : null;
        if (Text(time, "dateTime") is not { } text || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            return null;
        var named = Text(time, "timeZone") is { } own && DateTimeZoneProviders.Tzdb.GetZoneOrNull(own) is not null ? own : zone;
        return EventTime.At(Instant.FromDateTimeOffset(instant).InZone(Zone(named)).ToDateTimeUnspecified(), named);
    }

    static EventTime In(EventTime time, string zone) => time.Zone == zone ? time : EventTime.At(
        Zone(time.Zone ?? zone).AtLeniently(LocalDateTime.FromDateTime(time.Local!.Value)).WithZone(Zone(zone)).ToDateTimeUnspecified(), zone);

    static IEnumerable<EventTime> Dates((string Name, string Parameters, string Value) line, EventTime start)
    {
        var zone = line.Parameters.Split(';').FirstOrDefault(p => p.StartsWith("TZID=", StringComparison.OrdinalIgnoreCase))?[5..] ?? start.Zone ?? "UTC";
        foreach (var value in line.Value.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (DateOnly.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                yield return EventTime.AllDay(date);
            else if (DateTime.TryParseExact(value.TrimEnd('Z'), "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
                yield return In(EventTime.At(at, value.EndsWith('Z') ? "UTC" : DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null ? "UTC" : zone), start.Zone ?? "UTC");
        }
    }

    static List<(string Name, string Parameters, string Value)> Lines(JsonObject resource) =>
        [.. (resource["recurrence"] as JsonArray ?? []).Select(n => n?.GetValue<string>() ?? "").Where(l => l.Contains(':', StringComparison.Ordinal)).Select(l =>
        {
            var (head, value) = (l[..l.IndexOf(':', StringComparison.Ordinal)], l[(l.IndexOf(':', StringComparison.Ordinal) + 1)..]);
            var name = head.Split(';', 2);
            return (name[0].ToUpperInvariant(), name.Length > 1 ? name[1] : "", value);
        })];

    public static string? Text(JsonObject document, string member) => document[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static string? Property(JsonObject resource, string name) =>
        resource["extendedProperties"] is JsonObject all && all["private"] is JsonObject own ? Text(own, name) : null;

    /// <summary>Written by the action of this key.</summary>
    public static bool IsMarked(JsonObject? resource, string key) => resource is not null && Property(resource, Action) == key;

    static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? DateTimeZone.Utc;
}
