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
                foreach (var resource in change.Puts!)
                    await google.UpdateEventAsync(account.AccountId, change.Calendar, GoogleEvents.Text(resource, "id")!, Marked(Writable(resource), key), change.Tells, cancel);
                break;
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
                    if (!IsMarked(await series.FindAsync(account, change.Calendar, GoogleEvents.Text(resource, "id")!, cancel), key))
                        return false;
                }
                return true;
            default:
                return IsMarked(await series.FindAsync(account, change.Calendar, change.Event, cancel), key);
        }
    }

    static bool IsMarked(JsonObject? resource, string key) => resource is not null && GoogleEvents.Property(resource, GoogleEvents.Action) == key;

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
