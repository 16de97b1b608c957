using System.Text.Json;
using Steward.Platform;

namespace Steward.Calendar.Local;

/// <summary>What an event says, as it is stored: version 1 of the format. Fields are only ever added; a missing one has the default here.</summary>
sealed record EventBody
{
    public int V { get; init; } = 1;
    public required string Summary { get; init; }
    public string? Description { get; init; }
    public string? Location { get; init; }
    public required EventTime Start { get; init; }
    public required EventTime End { get; init; }
    public string? Recurrence { get; init; }
    public IReadOnlyList<EventTime>? ExceptionDates { get; init; }
    public IReadOnlyList<EventTime>? AdditionalDates { get; init; }
    public EventTime? RecurrenceId { get; init; }
    public IReadOnlyList<Attendee>? Attendees { get; init; }
    public EventStatus Status { get; init; }
    public Transparency Transparency { get; init; }
    public Visibility Visibility { get; init; }
    public string? MirrorKey { get; init; }
    public bool Reminder { get; init; }

    public static EventBody Of(ParsedEvent parsed) => new()
    {
        Summary = parsed.Summary, Description = parsed.Description, Location = parsed.Location, Start = parsed.Start, End = parsed.End, Recurrence = parsed.Recurrence,
        ExceptionDates = Filled(parsed.ExceptionDates), AdditionalDates = Filled(parsed.AdditionalDates), RecurrenceId = parsed.RecurrenceId,
        Attendees = Filled(parsed.Attendees), Status = parsed.Status, Transparency = parsed.Transparency, Visibility = parsed.Visibility,
    };

    public static EventBody Of(CalendarEvent e) => new()
    {
        Summary = e.Summary, Description = e.Description, Location = e.Location, Start = e.Start, End = e.End, Recurrence = e.Recurrence,
        ExceptionDates = Filled(e.ExceptionDates), AdditionalDates = Filled(e.AdditionalDates), RecurrenceId = e.RecurrenceId,
        Attendees = Filled(e.Attendees), Status = e.Status, Transparency = e.Transparency, Visibility = e.Visibility, MirrorKey = e.MirrorKey, Reminder = e.Reminder,
    };

    public static EventBody Read(string json) => JsonSerializer.Deserialize<EventBody>(json, Json.Options) ?? throw new JsonException("An event's body is null.");

    public string ToJson() => JsonSerializer.Serialize(this, Json.Options);

    public CalendarEvent ToEvent(EventRow row) => new()
    {
        Id = row.Id, AccountId = row.AccountId, CalendarId = row.CalendarId, Uid = row.Uid, Revision = row.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Summary = Summary, Description = Description, Location = Location, Start = Start, End = End, Recurrence = Recurrence, ExceptionDates = ExceptionDates ?? [],
        AdditionalDates = AdditionalDates ?? [], RecurrenceId = RecurrenceId, Attendees = Attendees ?? [], Status = Status, Transparency = Transparency, Visibility = Visibility, MirrorKey = MirrorKey, Reminder = Reminder,
    };

    static IReadOnlyList<T>? Filled<T>(IReadOnlyList<T> items) => items.Count == 0 ? null : items;
}
