using Microsoft.AspNetCore.Http;
using Steward.Calendar;
using Steward.Items;

namespace Steward.Providers.Google.Calendar;

/// <summary>
/// Google's push notifications for the events of each mirrored calendar: https://developers.google.com/workspace/calendar/api/guides/push. Gmail tells of changes only through Cloud Pub/Sub, for which
/// somebody would have to set up a topic, and is polled.
/// </summary>
sealed class GoogleCalendarPush(GoogleCalendarClient google, MirrorCalendar mirror) : IPushSource
{
    public string Provider => "google";
    public string Resource => "calendar";

    public Task<IReadOnlyList<string>> TopicsAsync(SyncAccount account, CancellationToken cancel) => mirror.CalendarsAsync(new(account.PersonId, account.AccountId, Provider, account.Address), cancel);

    public Task<OpenedChannel> OpenAsync(SyncAccount account, string topic, ChannelAddress address, CancellationToken cancel) => GoogleProblems.ForSyncAsync(async () =>
    {
        var channel = await google.WatchAsync(account.AccountId, topic, address.ChannelId, address.Url, address.Token, cancel);
        return new OpenedChannel(channel.ResourceId, DateTimeOffset.FromUnixTimeMilliseconds(channel.Expiration));
    });

    public Task CloseAsync(SyncAccount account, string channelId, string remoteId, CancellationToken cancel) => GoogleProblems.ForSyncAsync(async () =>
    {
        try
        {
            await google.StopAsync(account.AccountId, channelId, remoteId, cancel);
        }
        catch (GoogleException e) when (e.NotFound)
        {
            // it is over
        }
        return true;
    });

    public (string ChannelId, string Token)? Read(IHeaderDictionary headers) =>
        headers["X-Goog-Channel-ID"].ToString() is { Length: > 0 } id && headers["X-Goog-Channel-Token"].ToString() is { Length: > 0 } token ? (id, token) : null;
}
