using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Steward.Providers.Google.Calendar;

// Google's resources with Google's names: https://developers.google.com/workspace/calendar/api/v3/reference
#pragma warning disable MA0048 // one page of a vendor's vocabulary is read together

public sealed record GoogleCalendarList(IReadOnlyList<GoogleCalendarEntry>? Items, string? NextPageToken);

/// <param name="AccessRole">freeBusyReader, reader, writer or owner.</param>
public sealed record GoogleCalendarEntry(string Id, string? Summary, string? SummaryOverride, string? BackgroundColor, string? TimeZone, bool Primary, bool Selected, bool Hidden, bool Deleted, string? AccessRole);

/// <param name="Items">Kept as documents: what Steward has no word for must be given back as it was.</param>
public sealed record GoogleEventList(IReadOnlyList<JsonObject>? Items, string? NextPageToken, string? NextSyncToken, string? TimeZone);

public sealed record GoogleFreeBusy(IReadOnlyDictionary<string, GoogleBusyCalendar>? Calendars);

public sealed record GoogleBusyCalendar(IReadOnlyList<GoogleBusy>? Busy);

public sealed record GoogleBusy(DateTimeOffset Start, DateTimeOffset End);

public sealed record GoogleChannel(string Id, string ResourceId, long Expiration);

/// <summary>Google Calendar's REST API v3, method by method, for the calendars of the account that is named. Nothing here loops but where it says so.</summary>
public sealed class GoogleCalendarClient(GoogleApi api, GoogleAddresses addresses)
{
    static readonly string[] Reading = [GoogleScopes.CalendarReadonly, GoogleScopes.Calendar];
    static readonly string[] Changing = [GoogleScopes.CalendarEvents, GoogleScopes.Calendar];

    public Task<GoogleCalendarList> ListCalendarsAsync(Guid account, string? pageToken, CancellationToken cancel) => GetAsync<GoogleCalendarList>(account,
        $"users/me/calendarList?maxResults=250&fields=items(id,summary,summaryOverride,backgroundColor,timeZone,primary,selected,hidden,deleted,accessRole),nextPageToken{If("pageToken", pageToken)}", cancel);

    /// <summary>Series and their changed instances, deleted ones too when changes are asked for.</summary>
    /// <param name="syncToken">What an earlier list ended with; 410 when Google no longer knows it.</param>
    /// <param name="uid">Only the events of this iCalendar UID, deleted instances too.</param>
    public Task<GoogleEventList> ListEventsAsync(Guid account, string calendar, string? syncToken, string? pageToken, CancellationToken cancel, string? uid = null) => GetAsync<GoogleEventList>(account,
        $"calendars/{Name(calendar)}/events?maxResults=250{If("syncToken", syncToken)}{If("pageToken", pageToken)}{If("iCalUID", uid)}{(uid is null ? "" : "&showDeleted=true")}", cancel);

    public Task<GoogleEventList> ListInstancesAsync(Guid account, string calendar, string id, DateTimeOffset from, DateTimeOffset to, string? pageToken, CancellationToken cancel) => GetAsync<GoogleEventList>(account,
        $"calendars/{Name(calendar)}/events/{Name(id)}/instances?maxResults=250{If("timeMin", Time(from))}{If("timeMax", Time(to))}{If("pageToken", pageToken)}", cancel);

    public Task<JsonObject> GetEventAsync(Guid account, string calendar, string id, CancellationToken cancel) => GetAsync<JsonObject>(account, $"calendars/{Name(calendar)}/events/{Name(id)}", cancel);

    /// <summary>409 when there is, or was, an event of the id that the resource gives.</summary>
    public Task<JsonObject> InsertEventAsync(Guid account, string calendar, JsonObject resource, bool tellGuests, CancellationToken cancel) =>
        ChangeAsync<JsonObject>(HttpMethod.Post, account, $"calendars/{Name(calendar)}/events?conferenceDataVersion=1{Told(tellGuests)}", resource, null, cancel);

    /// <summary>Changes the members that the resource has. 412 when the event no longer has this etag.</summary>
    public Task<JsonObject> PatchEventAsync(Guid account, string calendar, string id, JsonObject resource, string? etag, bool tellGuests, CancellationToken cancel) =>
        ChangeAsync<JsonObject>(HttpMethod.Patch, account, $"calendars/{Name(calendar)}/events/{Name(id)}?conferenceDataVersion=1{Told(tellGuests)}", resource, etag, cancel);

    /// <summary>The whole event becomes this; one that was deleted is there again when its status says so.</summary>
    public Task<JsonObject> UpdateEventAsync(Guid account, string calendar, string id, JsonObject resource, string? etag, bool tellGuests, CancellationToken cancel) =>
        ChangeAsync<JsonObject>(HttpMethod.Put, account, $"calendars/{Name(calendar)}/events/{Name(id)}?conferenceDataVersion=1{Told(tellGuests)}", resource, etag, cancel);

    public Task<JsonObject> MoveEventAsync(Guid account, string calendar, string id, string destination, bool tellGuests, CancellationToken cancel) =>
        ChangeAsync<JsonObject>(HttpMethod.Post, account, $"calendars/{Name(calendar)}/events/{Name(id)}/move?destination={Uri.EscapeDataString(destination)}{Told(tellGuests)}", null, null, cancel);

    public Task DeleteEventAsync(Guid account, string calendar, string id, string? etag, bool tellGuests, CancellationToken cancel) =>
        ChangeAsync<Nothing>(HttpMethod.Delete, account, $"calendars/{Name(calendar)}/events/{Name(id)}?{Told(tellGuests).TrimStart('&')}", null, etag, cancel);

    public Task<GoogleFreeBusy> GetFreeBusyAsync(Guid account, IReadOnlyList<string> calendars, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) => api.SendAsync<GoogleFreeBusy>(
        HttpMethod.Post, new Uri(addresses.Calendar, "freeBusy"), Call(account, Reading, true), new { timeMin = Time(from), timeMax = Time(to), items = calendars.Select(id => new { id }) }, cancel);

    /// <summary>Google then tells this address that something changed; it does not say what.</summary>
    /// <param name="token">Comes back with every notification: by it they are known to be Google's.</param>
    public Task<GoogleChannel> WatchAsync(Guid account, string calendar, string channel, Uri address, string token, CancellationToken cancel) => api.SendAsync<GoogleChannel>(
        HttpMethod.Post, new Uri(addresses.Calendar, $"calendars/{Name(calendar)}/events/watch"), Call(account, Reading, false), new { id = channel, type = "web_hook", address, token }, cancel);

    public Task StopAsync(Guid account, string channel, string resource, CancellationToken cancel) => api.SendAsync<Nothing>(
        HttpMethod.Post, new Uri(addresses.Calendar, "channels/stop"), Call(account, Reading, true), new { id = channel, resourceId = resource }, cancel);

    Task<T> GetAsync<T>(Guid account, string path, CancellationToken cancel) => api.SendAsync<T>(HttpMethod.Get, new Uri(addresses.Calendar, path), Call(account, Reading, true), null, cancel);

    Task<T> ChangeAsync<T>(HttpMethod method, Guid account, string path, JsonObject? body, string? etag, CancellationToken cancel) =>
        api.SendAsync<T>(method, new Uri(addresses.Calendar, path), Call(account, Changing, false), body, cancel, etag);

    static GoogleCall Call(Guid account, IReadOnlyList<string> scopes, bool repeatable) => new(account, scopes, 1, repeatable);

    static string Told(bool guests) => $"&sendUpdates={(guests ? "all" : "none")}";

    static string Name(string id) => Uri.EscapeDataString(id);

    static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    static string If(string name, string? value) => string.IsNullOrEmpty(value) ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
