using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Steward.Accounts;
using Steward.Actions;
using Steward.Calendar;
using Steward.Platform;

namespace Steward.Providers.Google.Calendar;

/// <summary>What a payload comes to at Google, as things stand there now, with how to take it back.</summary>
sealed class PlanGoogleChange(StewardDbContext db, MirrorCalendar mirror, GoogleSeries series)
{
    /// <summary>A change, or why there is none.</summary>
    public sealed record Plan(GoogleEventChange? Change, PerformOutcome? Instead = null);

    static readonly Plan Gone = new(null, new PerformOutcome.Stale("The event is no longer there."));

    public async Task<Plan> MakeAsync(ApprovedAction action, CalendarAccount account, CancellationToken cancel)
    {
        switch (action.Kind)
        {
            case CalendarActions.CreateEvent:
                var create = Json.Read<CreateEventPayload>(action.Payload);
                return await CreateAsync(account, create.CalendarId, ChangedEvent.Created(create), action.Key, cancel);
            case CalendarActions.CreateReminder:
                var reminder = Json.Read<CreateReminderPayload>(action.Payload);
                return await CreateAsync(account, reminder.CalendarId, ChangedEvent.Created(reminder), action.Key, cancel);
            case CalendarActions.UpdateEvent:
                var update = Json.Read<UpdateEventPayload>(action.Payload);
                return await OnEventAsync(action, account, update.EventId, update.OriginalStart, (target, rows) => Patch(account, target, rows, ChangedEvent.Updated(target.Event, update)), cancel);
            case CalendarActions.Respond:
                var respond = Json.Read<RespondPayload>(action.Payload);
                var own = (await db.Set<LinkedAccount>().Where(a => a.PersonId == account.PersonId).Select(a => a.Address).ToListAsync(cancel)).ToHashSet(StringComparer.OrdinalIgnoreCase);
                return await OnEventAsync(action, account, respond.EventId, respond.OriginalStart, (target, rows) => Answer(target, rows, ChangedEvent.Answered(target.Event, respond.Response, own), respond.Response, own), cancel);
            case CalendarActions.DeleteEvent:
                var delete = Json.Read<DeleteEventPayload>(action.Payload);
                return await OnEventAsync(action, account, delete.EventId, delete.OriginalStart,
                    (target, rows) => new(new GoogleEventChange("delete", target.Calendar, target.RemoteId, target.Master ?? target.RemoteId, target.Event.Uid, Tells(account, target.Event), Before(target, rows), Etag: target.Etag)), cancel);
            case CalendarActions.MoveEvent:
                var move = Json.Read<MoveEventPayload>(action.Payload);
                if (await mirror.CalendarAsync(account, move.ToCalendarId, cancel) is not { } to)
                    return new(null, new PerformOutcome.Refused("not_found", "There is no such calendar."));
                return await OnEventAsync(action, account, move.EventId, null, (target, _) => new(new GoogleEventChange("move", target.Calendar, target.RemoteId, target.RemoteId, target.Event.Uid, false,
                    new RestoreRemoteEventPayload(to, target.RemoteId, target.Event.Uid, [], target.Calendar), To: to)), cancel);
            default:
                return await RestoreAsync(action, account, Json.Read<RestoreRemoteEventPayload>(action.Payload), cancel);
        }
    }

    async Task<Plan> CreateAsync(CalendarAccount account, Guid calendarId, Result<CalendarEvent> made, string key, CancellationToken cancel)
    {
        if (made.Error is { } wrong)
            return new(null, new PerformOutcome.Refused(wrong.Code, wrong.Detail));
        if (await mirror.CalendarAsync(account, calendarId, cancel) is not { } calendar)
            return new(null, new PerformOutcome.Refused("not_found", "There is no such calendar."));
        // Google's ids are of base32hex letters; hexadecimal is within them.
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"event:{account.AccountId}:{key}")))[..40];
        var body = GoogleEvents.Write(made.Value);
        body["id"] = id;
        var own = new JsonObject();
        if (made.Value.MirrorKey is { } mirrorKey)
            own[GoogleEvents.Mirror] = mirrorKey;
        if (made.Value.Reminder)
        {
            own[GoogleEvents.Reminder] = "1";
            body["reminders"] = new JsonObject { ["useDefault"] = false, ["overrides"] = new JsonArray(new JsonObject { ["method"] = "popup", ["minutes"] = 0 }) };
        }
        body["extendedProperties"] = new JsonObject { ["private"] = own };
        return new(new GoogleEventChange("insert", calendar, id, id, null, Tells(account, made.Value), new RestoreRemoteEventPayload(calendar, id, $"{id}@google.com", []), body));
    }

    /// <summary>The event as Google has it now, taken over here first: what was changed there since it was shown gives its series another revision.</summary>
    async Task<Plan> OnEventAsync(ApprovedAction action, CalendarAccount account, Guid id, EventTime? originalStart, Func<MirroredEvent, IReadOnlyList<MirroredEvent>, Plan> plan, CancellationToken cancel)
    {
        if (await mirror.FindAsync(account, id, cancel) is not { } shown)
            return Gone;
        await RefreshAsync(account, shown.Calendar, shown.Event.Uid, cancel);
        if (await mirror.FindAsync(account, id, cancel) is not { } current)
            return Gone;
        if (action.ExpectedRevision is { } expected && expected != current.Event.Revision)
            return new(null, new PerformOutcome.Stale("The event has been changed since."));
        var rows = await mirror.SeriesAsync(account, current, cancel);
        if (originalStart is null)
            return plan(current, rows);
        return await InstanceAsync(account, current, rows, originalStart, cancel) is { } instance ? plan(instance, [instance]) : new(null, new PerformOutcome.Refused("not_found", "There is no such instance of this series."));
    }

    public async Task RefreshAsync(CalendarAccount account, string calendar, string uid, CancellationToken cancel)
    {
        var (events, _) = await series.ListAsync(account, calendar, null, cancel, uid);
        await mirror.ApplyAsync(account, calendar, events, whole: true, cancel, uid);
    }

    async Task<MirroredEvent?> InstanceAsync(CalendarAccount account, MirroredEvent master, IReadOnlyList<MirroredEvent> rows, EventTime start, CancellationToken cancel)
    {
        if (rows.FirstOrDefault(r => r.Event.RecurrenceId is { } original && Name(original) == Name(start)) is { } changed)
            return changed;
        // Google names an instance by its series and its start by the series' rule, in UTC.
        var id = $"{master.RemoteId}_{Name(start)}";
        if (await series.FindAsync(account, master.Calendar, id, cancel) is not { } resource)
            return null;
        var read = GoogleEvents.Read(resource, master.Event.Start.Zone ?? "UTC", _ => JsonNode.Parse(master.Resource)!.AsObject());
        return read.Event is null ? null : new MirroredEvent(master.Id, master.Calendar, id, master.RemoteId, read.Etag, read.Resource!, read.Event with { AccountId = account.AccountId, CalendarId = master.Event.CalendarId });
    }

    static string Name(EventTime time) => time.Date is { } date ? date.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture)
        : (DateTimeZoneProviders.Tzdb.GetZoneOrNull(time.Zone ?? "UTC") ?? DateTimeZone.Utc).AtLeniently(LocalDateTime.FromDateTime(time.Local!.Value)).ToDateTimeUtc().ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Only the members that differ.</summary>
    static Plan Patch(CalendarAccount account, MirroredEvent target, IReadOnlyList<MirroredEvent> rows, Result<CalendarEvent> edited)
    {
        if (edited.Error is { } wrong)
            return new(null, new PerformOutcome.Refused(wrong.Code, wrong.Detail));
        var (was, will) = (GoogleEvents.Write(target.Event), GoogleEvents.Write(edited.Value));
        var body = new JsonObject(will.Where(m => !JsonNode.DeepEquals(m.Value, was[m.Key])).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
        return new(new GoogleEventChange("patch", target.Calendar, target.RemoteId, target.Master ?? target.RemoteId, target.Event.Uid, Tells(account, target.Event) || Tells(account, edited.Value), Before(target, rows), body, target.Etag));
    }

    /// <summary>The list of guests as Google has it, with nobody's answer touched but the person's own.</summary>
    static Plan Answer(MirroredEvent target, IReadOnlyList<MirroredEvent> rows, Result<CalendarEvent> answered, ResponseStatus response, HashSet<string> own)
    {
        if (answered.Error is { } wrong)
            return new(null, new PerformOutcome.Refused(wrong.Code, wrong.Detail));
        var attendees = JsonNode.Parse(target.Resource)!["attendees"]!.DeepClone().AsArray();
        foreach (var attendee in attendees.OfType<JsonObject>().Where(a => GoogleEvents.Text(a, "email") is { } email && own.Contains(email)))
            attendee["responseStatus"] = GoogleEvents.Write(response);
        return new(new GoogleEventChange("patch", target.Calendar, target.RemoteId, target.Master ?? target.RemoteId, target.Event.Uid, false, Before(target, rows), new JsonObject { ["attendees"] = attendees }, target.Etag));
    }

    async Task<Plan> RestoreAsync(ApprovedAction action, CalendarAccount account, RestoreRemoteEventPayload restore, CancellationToken cancel)
    {
        await RefreshAsync(account, restore.Calendar, restore.Uid, cancel);
        var master = restore.Resources.Count > 0 && restore.Resources[0].TryGetProperty("recurringEventId", out var of) ? of.GetString()! : restore.Event;
        var standing = await mirror.StandingAsync(account, restore.Calendar, master, cancel);
        // What an attempt of this very action has begun is not somebody else's change.
        if (standing?.Revision != action.ExpectedRevision && !GoogleEvents.IsMarked(await series.FindAsync(account, restore.Calendar, master, cancel), action.Key))
            return new(null, new PerformOutcome.Stale("The event has been changed since."));
        var resources = restore.Resources.Select(r => JsonNode.Parse(r.GetRawText())!.AsObject()).ToList();
        var tells = resources.Exists(r => r["attendees"] is JsonArray guests && guests.OfType<JsonObject>().Any(a => !account.Address.Equals(GoogleEvents.Text(a, "email"), StringComparison.OrdinalIgnoreCase)));
        return new(restore switch
        {
            { MoveTo: { } to } => new GoogleEventChange("move", restore.Calendar, restore.Event, restore.Event, restore.Uid, false, null, To: to),
            { Resources.Count: 0 } => new GoogleEventChange("delete", restore.Calendar, restore.Event, restore.Event, restore.Uid, true, null),
            _ => new GoogleEventChange("put", restore.Calendar, restore.Event, master, restore.Uid, tells, null, Puts: resources),
        });
    }

    static RestoreRemoteEventPayload Before(MirroredEvent target, IReadOnlyList<MirroredEvent> rows) =>
        new(target.Calendar, target.RemoteId, target.Event.Uid, [.. (target.Master is null ? rows : [target]).Select(r => JsonDocument.Parse(r.Resource).RootElement.Clone())]);

    static bool Tells(CalendarAccount account, CalendarEvent e) => e.Attendees.Any(a => !a.Email.Equals(account.Address, StringComparison.OrdinalIgnoreCase));
}
