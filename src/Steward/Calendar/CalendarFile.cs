namespace Steward.Calendar;

/// <summary>What an iCalendar file (RFC 5545) holds. All its text is outside text, already free of invisible characters.</summary>
public sealed record CalendarFile
{
    /// <summary>X-WR-CALNAME or NAME (RFC 7986) of the first calendar that has one.</summary>
    public string? Name { get; init; }

    /// <summary>Events, masters and changed instances, in the order of the file.</summary>
    public IReadOnlyList<ParsedEvent> Events { get; init; } = [];

    /// <summary>Events that could not be read, by number; the others are read all the same.</summary>
    public IReadOnlyList<CalendarFileProblem> Problems { get; init; } = [];

    /// <summary>What was read otherwise than it is written: a time zone matched by its rules, a line that is none.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Components that are no events (VTODO, VJOURNAL, VFREEBUSY …), by name, with their number.</summary>
    public IReadOnlyDictionary<string, int> Skipped { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);
}

/// <param name="Index">Number of the event in the file, from 1.</param>
/// <param name="Reason">One sentence for a person.</param>
public sealed record CalendarFileProblem(int Index, string Reason);

/// <summary>One VEVENT.</summary>
public sealed record ParsedEvent
{
    /// <summary>Number of the event in the file, from 1.</summary>
    public required int Index { get; init; }
    /// <summary>UID; derived from the content when the file gives none, so that a second import finds it again.</summary>
    public required string Uid { get; init; }
    public required string Summary { get; init; }
    public string? Description { get; init; }
    public string? Location { get; init; }
    public required EventTime Start { get; init; }
    /// <summary>Exclusive.</summary>
    public required EventTime End { get; init; }
    public string? Recurrence { get; init; }
    public IReadOnlyList<EventTime> ExceptionDates { get; init; } = [];
    public IReadOnlyList<EventTime> AdditionalDates { get; init; } = [];
    public EventTime? RecurrenceId { get; init; }
    public IReadOnlyList<Attendee> Attendees { get; init; } = [];
    public EventStatus Status { get; init; } = EventStatus.Confirmed;
    public Transparency Transparency { get; init; } = Transparency.Opaque;
    public Visibility Visibility { get; init; } = Visibility.Default;
    public int Sequence { get; init; }
    public DateTimeOffset? LastModified { get; init; }
}
