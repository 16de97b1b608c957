namespace Steward.Calendar;

/// <summary>Reads the calendars of one account at one provider. Never changes anything.</summary>
public interface ICalendarReader
{
    string Provider { get; }

    Task<IReadOnlyList<CalendarInfo>> GetCalendarsAsync(CalendarAccount account, CancellationToken cancel);

    /// <summary>All instances that overlap [<paramref name="from"/>, <paramref name="to"/>), by start; cancelled ones left out. The window is at most 400 days.</summary>
    /// <param name="viewerZone">IANA zone in which all-day and floating times are read.</param>
    Task<IReadOnlyList<EventInstance>> GetInstancesAsync(CalendarAccount account, DateTimeOffset from, DateTimeOffset to, string viewerZone, CancellationToken cancel);

    Task<CalendarEvent?> GetEventAsync(CalendarAccount account, Guid id, CancellationToken cancel);

    /// <summary>Merged busy times: opaque, not cancelled, not declined by the person. Sorted, disjoint.</summary>
    Task<IReadOnlyList<Busy>> GetFreeBusyAsync(CalendarAccount account, DateTimeOffset from, DateTimeOffset to, string viewerZone, CancellationToken cancel);
}
