using Steward.Calendar;

namespace Steward.Providers.Google.Calendar;

/// <summary>Reads the calendars of a Google account where they are mirrored.</summary>
sealed class GoogleCalendarReader(StoredCalendar stored) : ICalendarReader
{
    public string Provider => "google";

    public Task<IReadOnlyList<CalendarInfo>> GetCalendarsAsync(CalendarAccount account, CancellationToken cancel) => stored.GetCalendarsAsync(account, cancel);

    public Task<IReadOnlyList<EventInstance>> GetInstancesAsync(CalendarAccount account, DateTimeOffset from, DateTimeOffset to, string viewerZone, CancellationToken cancel) =>
        stored.GetInstancesAsync(account, from, to, viewerZone, cancel);

    public Task<CalendarEvent?> GetEventAsync(CalendarAccount account, Guid id, CancellationToken cancel) => stored.GetEventAsync(account, id, cancel);

    public Task<IReadOnlyList<Busy>> GetFreeBusyAsync(CalendarAccount account, DateTimeOffset from, DateTimeOffset to, string viewerZone, CancellationToken cancel) =>
        stored.GetFreeBusyAsync(account, from, to, viewerZone, cancel);
}
