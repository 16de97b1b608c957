using System.Text.Json.Nodes;
using Steward.Calendar;

namespace Steward.Providers.Google.Calendar;

/// <summary>
/// Carries a change out at Google, and tells afterwards whether it was. Everything that is written carries the action's key in a private property of the event, a new event
/// has an id made of the key, and a change names the version that it changes: so a request that arrives twice does nothing the second time, and asking is reading one event.
/// </summary>
sealed class CallGoogleCalendar(GoogleCalendarClient google, GoogleSeries series)
{
    public async Task CallAsync(CalendarAccount account, GoogleEventChange change, string key, CancellationToken cancel)
    {
        switch (change.Verb)
        {
            case "insert":
                await google.InsertEventAsync(account.AccountId, change.Calendar, Marked(change.Body!, key), change.Tells, cancel);
                break;
            case "patch":
                await google.PatchEventAsync(account.AccountId, change.Calendar, change.Event, Marked(change.Body!, key), change.Etag, change.Tells, cancel);
                break;
            case "delete":
                await google.DeleteEventAsync(account.AccountId, change.Calendar, change.Event, change.Etag, change.Tells, cancel);
                break;
            case "move":
                await google.MoveEventAsync(account.AccountId, change.Calendar, change.Event, change.To!, change.Tells, cancel);
                break;
            default:
                for (var i = 0; i < change.Puts!.Count; i++)
                    await PutAsync(account, change, change.Puts[i], key, first: i == 0, cancel);
                break;
        }
    }

    /// <summary>Once, whatever was done before: what carries the key already is left alone, and what is there is only replaced as it was just read.</summary>
    /// <exception cref="GoogleException">Without a status when some of the documents have been put already: then it has happened in part.</exception>
    async Task PutAsync(CalendarAccount account, GoogleEventChange change, JsonObject resource, string key, bool first, CancellationToken cancel)
    {
        var (id, mark) = (GoogleEvents.Text(resource, "id")!, MarkOf(resource, key));
        try
        {
            var there = await series.FindAsync(account, change.Calendar, id, cancel);
            if (!GoogleEvents.IsMarked(there, mark))
                await google.UpdateEventAsync(account.AccountId, change.Calendar, id, Marked(Writable(resource), mark), there is null ? null : GoogleEvents.Text(there, "etag"), change.Tells, cancel);
        }
        catch (GoogleException e) when (e.Conflict || e.PreconditionFailed || e.NotFound)
        {
            if (!GoogleEvents.IsMarked(await series.FindAsync(account, change.Calendar, id, cancel), mark))
                throw first ? e : new GoogleException(null, "", "A part of the series has been restored, and the rest not yet.", inner: e);
        }
        catch (GoogleException e) when (!first)
        {
            throw new GoogleException(null, "", "A part of the series has been restored, and the rest not yet.", inner: e);
        }
    }

    public async Task<bool> HappenedAsync(CalendarAccount account, GoogleEventChange change, string key, CancellationToken cancel)
    {
        switch (change.Verb)
        {
            case "delete":
                return await series.FindAsync(account, change.Calendar, change.Event, cancel) is not { } there || GoogleEvents.Text(there, "status") == "cancelled";
            case "move":
                return await series.FindAsync(account, change.To!, change.Event, cancel) is { } moved && GoogleEvents.Text(moved, "status") != "cancelled";
            case "put":
                foreach (var resource in change.Puts!)
                {
                    if (!GoogleEvents.IsMarked(await series.FindAsync(account, change.Calendar, GoogleEvents.Text(resource, "id")!, cancel), MarkOf(resource, key)))
                        return false;
                }
                return true;
            default:
                return GoogleEvents.IsMarked(await series.FindAsync(account, change.Calendar, change.Event, cancel), key);
        }
    }

    /// <summary>An instance that nobody has changed shows the mark of its series: one that is put has a mark of its own.</summary>
    static string MarkOf(JsonObject resource, string key) => GoogleEvents.Text(resource, "recurringEventId") is null ? key : $"{key}/{GoogleEvents.Text(resource, "id")}";

    static JsonObject Marked(JsonObject body, string key)
    {
        var marked = body.DeepClone().AsObject();
        var properties = marked["extendedProperties"] as JsonObject ?? [];
        var own = properties["private"] as JsonObject ?? [];
        own[GoogleEvents.Action] = key;
        properties["private"] = own;
        marked["extendedProperties"] = properties;
        return marked;
    }

    /// <summary>Without what Google itself keeps, which it would refuse or ignore.</summary>
    static JsonObject Writable(JsonObject resource) =>
        new(resource.Where(m => m.Key is not ("etag" or "created" or "updated" or "sequence" or "htmlLink" or "creator" or "kind" or "hangoutLink")).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
}
