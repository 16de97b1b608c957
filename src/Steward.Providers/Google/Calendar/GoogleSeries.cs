using System.Text.Json.Nodes;
using Steward.Calendar;

namespace Steward.Providers.Google.Calendar;

/// <summary>Reads events at Google as they are mirrored: all pages of a list, each changed instance with its series.</summary>
sealed class GoogleSeries(GoogleCalendarClient google)
{
    /// <returns>The events, and the token by which to ask for changes since.</returns>
    public async Task<(IReadOnlyList<RemoteEvent> Events, string? SyncToken)> ListAsync(CalendarAccount account, string calendar, string? syncToken, CancellationToken cancel, string? uid = null)
    {
        var items = new List<JsonObject>();
        string? page = null, token = null, zone = null;
        do
        {
            var list = await google.ListEventsAsync(account.AccountId, calendar, syncToken, page, cancel, uid);
            items.AddRange(list.Items ?? []);
            (page, token, zone) = (list.NextPageToken, list.NextSyncToken ?? token, list.TimeZone ?? zone);
        }
        while (page is not null);
        var series = items.Where(i => GoogleEvents.Text(i, "recurringEventId") is null).GroupBy(i => GoogleEvents.Text(i, "id") ?? "", StringComparer.Ordinal).ToDictionary(g => g.Key, g => (JsonObject?)g.Last(), StringComparer.Ordinal);
        foreach (var master in items.Select(i => GoogleEvents.Text(i, "recurringEventId")).OfType<string>().Distinct(StringComparer.Ordinal).Where(id => !series.ContainsKey(id)).ToList())
            series[master] = await FindAsync(account, calendar, master, cancel);
        return ([.. items.Select(i => GoogleEvents.Read(i, zone ?? "UTC", id => series.GetValueOrDefault(id)))], token);
    }

    /// <summary>Null when there is none; a deleted one is there, with the status "cancelled".</summary>
    public async Task<JsonObject?> FindAsync(CalendarAccount account, string calendar, string id, CancellationToken cancel)
    {
        try
        {
            return await google.GetEventAsync(account.AccountId, calendar, id, cancel);
        }
        catch (GoogleException e) when (e.NotFound)
        {
            return null;
        }
    }
}
