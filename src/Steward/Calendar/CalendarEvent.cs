using System.Text.Json.Serialization;

namespace Steward.Calendar;

/// <summary>A person's calendars at one account: the first argument of every port call.</summary>
public sealed record CalendarAccount(Guid PersonId, Guid AccountId, string Provider, string Address);

public sealed record CalendarInfo(Guid Id, Guid AccountId, string Name, string Color, string Zone, bool Primary, bool ReadOnly);

/// <summary>
/// A point of a calendar, as RFC 5545 writes it: either a date (all-day), or a local time with its zone. Never only an instant: "9:00 in Berlin" stays
/// 9:00 in Berlin when the rules of summer time change.
/// </summary>
/// <param name="Date">yyyy-MM-dd for all-day; then the others are null.</param>
/// <param name="Local">Local date-time without offset.</param>
/// <param name="Zone">IANA zone of <paramref name="Local"/>; null = floating, read in the viewer's zone.</param>
public sealed record EventTime(DateOnly? Date, DateTime? Local, string? Zone)
{
    public static EventTime AllDay(DateOnly date) => new(date, null, null);
    public static EventTime At(DateTime local, string zone) => new(null, DateTime.SpecifyKind(local, DateTimeKind.Unspecified), zone);
    public bool IsAllDay => Date is not null;
}

public enum EventStatus { Confirmed, Tentative, Cancelled }
public enum ResponseStatus { NeedsAction, Accepted, Declined, Tentative }
/// <summary>Whether the event takes time: RFC 5545 TRANSP.</summary>
public enum Transparency { Opaque, Transparent }
public enum Visibility { Default, Public, Private }

public sealed record Attendee(string Email, string? Name, ResponseStatus Response = ResponseStatus.NeedsAction, bool Optional = false, bool Organizer = false);

/// <summary>An event or the master of a recurring one. All its text is outside text unless the person wrote it here.</summary>
public sealed record CalendarEvent
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; init; }
    public required Guid CalendarId { get; init; }
    /// <summary>iCalendar UID; the same for all exceptions of a series.</summary>
    public required string Uid { get; init; }
    public required string Summary { get; init; }
    public string? Description { get; init; }
    public string? Location { get; init; }
    public required EventTime Start { get; init; }
    /// <summary>Exclusive end; for all-day the day after the last.</summary>
    public required EventTime End { get; init; }
    /// <summary>RRULE value (RFC 5545 §3.3.10) without the name, when this is a series.</summary>
    public string? Recurrence { get; init; }
    public IReadOnlyList<EventTime> ExceptionDates { get; init; } = [];
    public IReadOnlyList<EventTime> AdditionalDates { get; init; } = [];
    /// <summary>Set on a changed instance of a series: the start that it had.</summary>
    public EventTime? RecurrenceId { get; init; }
    public IReadOnlyList<Attendee> Attendees { get; init; } = [];
    public EventStatus Status { get; init; } = EventStatus.Confirmed;
    public Transparency Transparency { get; init; } = Transparency.Opaque;
    public Visibility Visibility { get; init; } = Visibility.Default;
    /// <summary>Raised in Steward when it begins; RFC 5545 VALARM at the start.</summary>
    public bool Reminder { get; init; }
    /// <summary>On a copy that Steward keeps of another calendar's event: names the original. Never shown, never set by what comes from outside.</summary>
    [JsonIgnore]
    public string? MirrorKey { get; init; }
    /// <summary>Changes with every change; opaque.</summary>
    public required string Revision { get; init; }
}

/// <summary>One happening of an event within a window, with its instants.</summary>
/// <param name="OriginalStart">Start by the series' rule; names the instance. Equal to the event's own start when it does not recur.</param>
public sealed record EventInstance(CalendarEvent Event, DateTimeOffset Start, DateTimeOffset End, EventTime OriginalStart);

/// <summary>Half-open interval of instants.</summary>
public readonly record struct Busy(DateTimeOffset Start, DateTimeOffset End);
