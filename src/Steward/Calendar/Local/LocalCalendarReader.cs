namespace Steward.Calendar.Local;

/// <summary>A Local account's calendars are what is stored.</summary>
sealed class LocalCalendarReader(StoredCalendar stored) : ICalendarReader
{
    public string Provider => "local";

    public Task<IReadOnlyList<CalendarInfo>> GetCalendarsAsync(CalendarAccount account, CancellationToken cancel) => stored.GetCalendarsAsync(account, cancel);

    public Task<IReadOnlyList<EventInstance>> GetInstancesAsync(CalendarAccount account, DateTimeOffset from, DateTimeOffset to, string viewerZone, CancellationToken cancel) =>
        stored.GetInstancesAsync(account, from, to, viewerZone, cancel);

    public Task<CalendarEvent?> GetEventAsync(CalendarAccount account, Guid id, CancellationToken cancel) => stored.GetEventAsync(account, id, cancel);

    public Task<IReadOnlyList<Busy>> GetFreeBusyAsync(CalendarAccount account, DateTimeOffset from, DateTimeOffset to, string viewerZone, CancellationToken cancel) =>
        stored.GetFreeBusyAsync(account, from, to, viewerZone, cancel);
}
