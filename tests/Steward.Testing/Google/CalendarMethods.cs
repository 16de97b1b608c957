using System.Globalization;
using System.Text.Json.Nodes;
using Steward.Calendar.Recurrence;

namespace Steward.Testing.Google;

/// <summary>Google Calendar's REST methods over one account, as https://developers.google.com/workspace/calendar/api/v3/reference documents them.</summary>
sealed class CalendarMethods(CalendarBox box)
{
    public GoogleAnswer Call(GoogleRequest call, string[] path)
    {
        lock (box.Gate)
        {
            return (call.Method, path) switch
            {
                ("GET", ["users", "me", "calendarList"]) => GoogleAnswer.Ok(new JsonObject { ["items"] = new JsonArray([.. box.Calendars.Values.Select(c => (JsonNode)Entry(c))]) }),
                ("GET", ["calendars", var calendar, "events"]) => On(calendar, shelf => List(shelf, call.Query)),
                ("POST", ["calendars", var calendar, "events"]) => On(calendar, shelf => Insert(shelf, call.Body)),
                ("POST", ["calendars", var calendar, "events", "watch"]) => On(calendar, shelf => Watch(shelf, call.Body!)),
                ("POST", ["channels", "stop"]) => box.Channels.Remove(call.Body!["id"]!.GetValue<string>()) ? GoogleAnswer.Empty : GoogleAnswer.NotFound("channel"),
                ("POST", ["freeBusy"]) => FreeBusy(call.Body!),
                ("GET", ["calendars", var calendar, "events", var id, "instances"]) => On(calendar, shelf => Find(shelf, id) is { } e
                    ? GoogleAnswer.Ok(new JsonObject { ["kind"] = "calendar#events", ["timeZone"] = shelf.Zone, ["items"] = new JsonArray([.. Within(shelf, e, call.Query("timeMin"), call.Query("timeMax")).Select(i => i.DeepClone())]) }) : GoogleAnswer.NotFound(id)),
                ("GET", ["calendars", var calendar, "events", var id]) => On(calendar, shelf => Find(shelf, id) is { } e ? GoogleAnswer.Ok(e.DeepClone()) : GoogleAnswer.NotFound(id)),
                ("PATCH", ["calendars", var calendar, "events", var id]) => On(calendar, shelf => Matching(shelf, id, call, e => Changed(shelf, Merge(e, call.Body!.AsObject()), "patch"))),
                ("PUT", ["calendars", var calendar, "events", var id]) => On(calendar, shelf => Matching(shelf, id, call, e => Changed(shelf, Replaced(e, call.Body!.AsObject()), "update"), orDeleted: true)),
                ("DELETE", ["calendars", var calendar, "events", var id]) => On(calendar, shelf => Matching(shelf, id, call, e => Deleted(shelf, e))),
                ("POST", ["calendars", var calendar, "events", var id, "move"]) => On(calendar, shelf => Matching(shelf, id, call, e => Moved(shelf, e, call.Query("destination")))),
                _ => GoogleAnswer.NotFound(string.Join('/', path)),
            };
        }
    }

    GoogleAnswer Watch(CalendarShelf shelf, JsonNode body)
    {
        var (id, address) = (body["id"]!.GetValue<string>(), body["address"]!.GetValue<string>());
        if (!address.StartsWith("https://", StringComparison.Ordinal))
            return GoogleAnswer.Error(400, "push.webhookUrlNotHttps", "WebHook callback must be HTTPS");
        if (!box.Channels.TryAdd(id, new(shelf.Id, address, body["token"]!.GetValue<string>())))
            return GoogleAnswer.Error(400, "channelIdNotUnique", "Channel id not unique");
        return GoogleAnswer.Ok(new JsonObject { ["kind"] = "api#channel", ["id"] = id, ["resourceId"] = $"resource of {shelf.Id}", ["expiration"] = box.ChannelsEndAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) });
    }

    GoogleAnswer FreeBusy(JsonNode body)
    {
        var calendars = new JsonObject();
        foreach (var id in body["items"]!.AsArray().Select(i => i!["id"]!.GetValue<string>()))
        {
            if (!box.Calendars.TryGetValue(id, out var shelf))
            {
                calendars[id] = new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["domain"] = "global", ["reason"] = "notFound" }), ["busy"] = new JsonArray() };
                continue;
            }
            var busy = shelf.Events.Values.Where(e => e["status"]?.GetValue<string>() != "cancelled" && Master(e) is null && e["start"]!["dateTime"] is not null)
                .SelectMany(e => Within(shelf, e, body["timeMin"]!.GetValue<string>(), body["timeMax"]!.GetValue<string>())).Select(e => (Start: Instant(e["start"]!), End: Instant(e["end"]!))).Order();
            calendars[id] = new JsonObject { ["busy"] = new JsonArray([.. busy.Select(b => (JsonNode)new JsonObject { ["start"] = b.Start.ToString("O", CultureInfo.InvariantCulture), ["end"] = b.End.ToString("O", CultureInfo.InvariantCulture) })]) };
        }
        return GoogleAnswer.Ok(new JsonObject { ["kind"] = "calendar#freeBusy", ["calendars"] = calendars });
    }

    /// <summary>The event, or the instances of the series, that touch the time; those of whole days are not expanded here.</summary>
    static IEnumerable<JsonObject> Within(CalendarShelf shelf, JsonObject e, string? from, string? to)
    {
        var (min, max) = (from is null ? DateTimeOffset.MinValue : DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), to is null ? DateTimeOffset.MaxValue : DateTimeOffset.Parse(to, CultureInfo.InvariantCulture));
        return Instances(shelf, e).Where(i => i["status"]?.GetValue<string>() != "cancelled" && Instant(i["end"]!) > min && Instant(i["start"]!) < max);
    }

    static IEnumerable<JsonObject> Instances(CalendarShelf shelf, JsonObject e)
    {
        if ((e["recurrence"] as JsonArray)?.Select(l => l!.GetValue<string>()).FirstOrDefault(l => l.StartsWith("RRULE:", StringComparison.Ordinal)) is not { } rule)
            return [e];
        var zone = Zones.Get(e["start"]!["timeZone"]?.GetValue<string>() ?? shelf.Zone);
        var start = NodaTime.Instant.FromDateTimeOffset(Instant(e["start"]!)).InZone(zone).LocalDateTime;
        return RuleExpansion.Expand(RuleParser.Parse(rule["RRULE:".Length..]).Value, start, start, start.PlusYears(2), new ExpansionBudget(10_000))
            .Select(at => Find(shelf, $"{Id(e)}_{Zones.ToInstant(at, zone).ToDateTimeUtc().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}")).OfType<JsonObject>();
    }

    static JsonObject Entry(CalendarShelf shelf)
    {
        var entry = new JsonObject { ["id"] = shelf.Id, ["summary"] = shelf.Name, ["timeZone"] = shelf.Zone, ["accessRole"] = shelf.Role, ["selected"] = true, ["backgroundColor"] = "#9fe1e7" };
        if (shelf.IsPrimary)
            entry["primary"] = true;
        return entry;
    }

    /// <summary>Without a sync token what is there, cancelled instances too; with one everything that changed since, deleted or not.</summary>
    static GoogleAnswer List(CalendarShelf shelf, Func<string, string?> query)
    {
        var since = 0L;
        if (query("syncToken") is { Length: > 0 } token && (!long.TryParse(token.Replace("sync-", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out since) || since < shelf.ForgottenBefore))
            return GoogleAnswer.Error(410, "fullSyncRequired", "Sync token is no longer valid, a full sync is required.");
        var from = query("pageToken") is { Length: > 0 } page ? int.Parse(page, CultureInfo.InvariantCulture) : 0;
        var size = int.TryParse(query("maxResults"), CultureInfo.InvariantCulture, out var asked) ? Math.Min(asked, 2500) : 250;
        var deleted = since > 0 || query("showDeleted") == "true";
        var all = shelf.Events.Values.Where(e => shelf.Changed[Id(e)] > since && (deleted || e["status"]?.GetValue<string>() != "cancelled" || (Master(e) is { } m && shelf.Events.TryGetValue(m, out var s) && s["status"]?.GetValue<string>() != "cancelled")))
            .Where(e => query("iCalUID") is not { } uid || e["iCalUID"]?.GetValue<string>() == uid).OrderBy(e => shelf.Changed[Id(e)]).ToList();
        var answer = new JsonObject { ["kind"] = "calendar#events", ["timeZone"] = shelf.Zone, ["items"] = new JsonArray([.. all.Skip(from).Take(size).Select(e => e.DeepClone())]) };
        if (from + size < all.Count)
            answer["nextPageToken"] = (from + size).ToString(CultureInfo.InvariantCulture);
        else
            answer["nextSyncToken"] = $"sync-{shelf.Version}";
        return GoogleAnswer.Ok(answer);
    }

    GoogleAnswer Insert(CalendarShelf shelf, JsonNode? body)
    {
        var e = body!.DeepClone().AsObject();
        var id = e["id"]?.GetValue<string>() ?? Guid.NewGuid().ToString("n");
        if (id.Length is < 5 or > 1024 || !id.All(c => c is (>= 'a' and <= 'v') or (>= '0' and <= '9')))
            return GoogleAnswer.Error(400, "invalid", "Invalid resource id value.");
        if (shelf.Events.ContainsKey(id))
            return GoogleAnswer.Error(409, "duplicate", "The requested identifier already exists.");
        if (e["start"] is null || e["end"] is null)
            return GoogleAnswer.Error(400, "required", "Missing end time.");
        (e["id"], e["iCalUID"], e["status"], e["sequence"]) = (id, $"{id}@google.com", "confirmed", 0);
        e["organizer"] = new JsonObject { ["email"] = box.Address, ["self"] = true };
        return Changed(shelf, Clean(e), "insert");
    }

    /// <summary>A document, or an instance of a series that has not been changed yet.</summary>
    static JsonObject? Find(CalendarShelf shelf, string id)
    {
        if (shelf.Events.TryGetValue(id, out var e))
            return e;
        var cut = id.LastIndexOf('_');
        if (cut < 0 || !shelf.Events.TryGetValue(id[..cut], out var series) || series["recurrence"] is null || series["status"]?.GetValue<string>() == "cancelled")
            return null;
        var instance = series.DeepClone().AsObject();
        instance.Remove("recurrence");
        (instance["id"], instance["recurringEventId"]) = (id, id[..cut]);
        instance["start"] = instance["originalStartTime"] = null;
        var start = series["start"]!.AsObject();
        if (start["date"]?.GetValue<string>() is { } first)
        {
            var date = DateOnly.ParseExact(id[(cut + 1)..], "yyyyMMdd", CultureInfo.InvariantCulture);
            var days = DateOnly.Parse(series["end"]!["date"]!.GetValue<string>(), CultureInfo.InvariantCulture).DayNumber - DateOnly.Parse(first, CultureInfo.InvariantCulture).DayNumber;
            instance["start"] = new JsonObject { ["date"] = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
            instance["end"] = new JsonObject { ["date"] = date.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
        }
        else
        {
            var at = DateTimeOffset.ParseExact(id[(cut + 1)..], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            var length = Instant(series["end"]!) - Instant(start);
            instance["start"] = new JsonObject { ["dateTime"] = at.ToString("O", CultureInfo.InvariantCulture), ["timeZone"] = start["timeZone"]?.DeepClone() };
            instance["end"] = new JsonObject { ["dateTime"] = (at + length).ToString("O", CultureInfo.InvariantCulture), ["timeZone"] = start["timeZone"]?.DeepClone() };
        }
        instance["originalStartTime"] = instance["start"]!.DeepClone();
        return instance;
    }

    static DateTimeOffset Instant(JsonNode time) => DateTimeOffset.Parse(time["dateTime"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    GoogleAnswer Matching(CalendarShelf shelf, string id, GoogleRequest call, Func<JsonObject, GoogleAnswer> change, bool orDeleted = false)
    {
        if (Find(shelf, id) is not { } e)
            return GoogleAnswer.NotFound(id);
        if (e["status"]?.GetValue<string>() == "cancelled" && !orDeleted)
            return GoogleAnswer.Error(410, "deleted", "Resource has been deleted");
        return call.IfMatch.Length > 0 && call.IfMatch != e["etag"]?.GetValue<string>() ? GoogleAnswer.Error(412, "conditionNotMet", "Precondition Failed") : change(e.DeepClone().AsObject());
    }

    GoogleAnswer Changed(CalendarShelf shelf, JsonObject e, string what)
    {
        e["sequence"] = (e["sequence"]?.GetValue<int>() ?? 0) + (what == "insert" ? 0 : 1);
        box.Effects.Add($"{what} {Id(e)}");
        return GoogleAnswer.Ok(shelf.Put(e).DeepClone());
    }

    GoogleAnswer Deleted(CalendarShelf shelf, JsonObject e)
    {
        box.Effects.Add($"delete {Id(e)}");
        foreach (var instance in shelf.Events.Values.Where(i => Master(i) == Id(e)).Select(Id).ToList())
        {
            shelf.Events.Remove(instance);
            shelf.Changed.Remove(instance);
        }
        e["status"] = "cancelled";
        shelf.Put(e);
        return GoogleAnswer.Empty;
    }

    GoogleAnswer Moved(CalendarShelf shelf, JsonObject e, string? destination)
    {
        if (destination is null || !box.Calendars.TryGetValue(destination, out var to))
            return GoogleAnswer.NotFound(destination ?? "destination");
        foreach (var instance in shelf.Events.Values.Where(i => Master(i) == Id(e)).ToList())
        {
            shelf.Events.Remove(Id(instance));
            shelf.Changed.Remove(Id(instance));
            to.Put(instance);
        }
        var left = e.DeepClone().AsObject();
        left["status"] = "cancelled";
        shelf.Put(left);
        box.Effects.Add($"move {Id(e)}");
        return GoogleAnswer.Ok(to.Put(e).DeepClone());
    }

    static JsonObject Replaced(JsonObject old, JsonObject now)
    {
        var e = now.DeepClone().AsObject();
        foreach (var kept in new[] { "id", "iCalUID", "recurringEventId", "originalStartTime", "sequence", "organizer" })
            e[kept] = old[kept]?.DeepClone();
        e["status"] ??= "confirmed";
        return Clean(e);
    }

    /// <summary>Patch semantics: members are merged, objects within, lists replaced; null takes a member away.</summary>
    static JsonObject Merge(JsonObject into, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject inner && into[name] is JsonObject old)
                into[name] = Merge(old.DeepClone().AsObject(), inner);
            else
                into[name] = value?.DeepClone();
        }
        return Clean(into);
    }

    static JsonObject Clean(JsonObject e)
    {
        foreach (var (name, value) in e.ToList())
        {
            if (value is null)
                e.Remove(name);
            else if (value is JsonObject inner)
                Clean(inner);
        }
        return e;
    }

    GoogleAnswer On(string calendar, Func<CalendarShelf, GoogleAnswer> use) =>
        box.Calendars.TryGetValue(calendar == "primary" ? box.Address : calendar, out var shelf) ? use(shelf) : GoogleAnswer.NotFound(calendar);

    static string Id(JsonObject e) => e["id"]!.GetValue<string>();

    static string? Master(JsonObject e) => e["recurringEventId"]?.GetValue<string>();
}
