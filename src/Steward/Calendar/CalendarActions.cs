namespace Steward.Calendar;

/// <summary>Names of the kinds of change that the calendar knows; payloads below. Stored: never renamed.</summary>
public static class CalendarActions
{
    public const string CreateEvent = "calendar.create-event";
    public const string UpdateEvent = "calendar.update-event";
    public const string MoveEvent = "calendar.move-event";
    public const string DeleteEvent = "calendar.delete-event";
    public const string CreateReminder = "calendar.create-reminder";
    public const string Respond = "calendar.respond";
    public const string CreateCalendar = "calendar.create-calendar";
    public const string RenameCalendar = "calendar.rename-calendar";
    public const string DeleteCalendar = "calendar.delete-calendar";
    /// <summary>Inverse of delete-calendar; not proposed by itself.</summary>
    public const string RestoreCalendar = "calendar.restore-calendar";
    /// <summary>Inverse of delete and update: the whole event as it was; not proposed by itself.</summary>
    public const string RestoreEvent = "calendar.restore-event";
    /// <summary>The same at another provider, with that provider's own documents; not proposed by itself.</summary>
    public const string RestoreRemoteEvent = "calendar.restore-remote-event";
}

/// <summary>create-event. Attendees are canonical addresses and are frozen here: "everyone who …" has been resolved before.</summary>
public sealed record CreateEventPayload
{
    public required Guid CalendarId { get; init; }
    public required string Summary { get; init; }
    public string? Description { get; init; }
    public string? Location { get; init; }
    public required EventTime Start { get; init; }
    public required EventTime End { get; init; }
    public string? Recurrence { get; init; }
    public IReadOnlyList<Attendee> Attendees { get; init; } = [];
    public Visibility Visibility { get; init; } = Visibility.Default;
    /// <summary>Marks the event as a copy of another calendar's event, so that it is found again: see <see cref="MirrorKeys"/>.</summary>
    public string? MirrorKey { get; init; }
    /// <summary>Addresses that the person typed or that stood in the request; the others came out of mail.</summary>
    public IReadOnlyList<string> TypedByPerson { get; init; } = [];
}

/// <summary>create-reminder: an entry without length, raised when its time comes.</summary>
public sealed record CreateReminderPayload
{
    public required Guid CalendarId { get; init; }
    public required string Summary { get; init; }
    /// <summary>A time, not a date.</summary>
    public required EventTime At { get; init; }
    public string? Recurrence { get; init; }
}

/// <summary>update-event: the fields to change; null leaves a field as it is. <see cref="OriginalStart"/> names one instance of a series; null = the whole.</summary>
public sealed record UpdateEventPayload
{
    public required Guid EventId { get; init; }
    public EventTime? OriginalStart { get; init; }
    public string? Summary { get; init; }
    public string? Description { get; init; }
    public string? Location { get; init; }
    public EventTime? Start { get; init; }
    public EventTime? End { get; init; }
    public IReadOnlyList<Attendee>? Attendees { get; init; }
    public IReadOnlyList<string> TypedByPerson { get; init; } = [];
}

/// <summary>move-event: to another calendar of the same account.</summary>
public sealed record MoveEventPayload(Guid EventId, Guid ToCalendarId);

/// <summary>respond: the person's own answer to an invitation. <see cref="OriginalStart"/> names one instance of a series; null = the whole.</summary>
public sealed record RespondPayload(Guid EventId, ResponseStatus Response, EventTime? OriginalStart = null);

public sealed record DeleteEventPayload(Guid EventId, EventTime? OriginalStart = null);

/// <summary>restore-remote-event: the event as its provider had it. Stored with executed actions: version 1, fields are only added.</summary>
/// <param name="Calendar">The provider's name of the calendar in which it is now.</param>
/// <param name="Event">The provider's name of the event.</param>
/// <param name="Uid">iCalendar UID.</param>
/// <param name="Resources">Its documents as they were, the series first, then its changed instances; none: it did not exist.</param>
/// <param name="MoveTo">The calendar that it was in, when it was moved.</param>
public sealed record RestoreRemoteEventPayload(string Calendar, string Event, string Uid, IReadOnlyList<System.Text.Json.JsonElement> Resources, string? MoveTo = null);

/// <summary>create-calendar. Without a zone it is the person's.</summary>
public sealed record CreateCalendarPayload(string Name, string? Zone = null);

public sealed record RenameCalendarPayload(Guid CalendarId, string Name);

/// <summary>delete-calendar: its events go with it, and come back with it.</summary>
public sealed record DeleteCalendarPayload(Guid CalendarId);

/// <summary>restore-calendar: as it was when it was deleted, with its events. Version 1: fields are only added.</summary>
public sealed record RestoreCalendarPayload(Guid CalendarId);
