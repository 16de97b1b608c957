using System.Globalization;
using System.Text.Json.Nodes;
using Steward.Mail;

namespace Steward.Testing.Google;

/// <summary>Gmail's REST methods over one mailbox, as https://developers.google.com/workspace/gmail/api/reference/rest documents them.</summary>
/// <param name="deliver">Takes a message that is sent to the mailboxes that its recipients have here.</param>
sealed class GmailMethods(GmailBox box, TimeProvider clock, Action<GmailItem> deliver)
{
    public GoogleAnswer Call(string method, string[] path, Func<string, string?> query, JsonNode? body)
    {
        lock (box.Gate)
        {
            return (method, path) switch
            {
                ("GET", ["profile"]) => GoogleAnswer.Ok(new JsonObject
                {
                    ["emailAddress"] = box.Address, ["messagesTotal"] = box.Messages.Count, ["threadsTotal"] = box.Messages.Select(m => m.Thread).Distinct().Count(), ["historyId"] = Text(box.HistoryId),
                }),
                ("GET", ["messages"]) => List(query),
                ("GET", ["messages", var id]) => With(id, item => GoogleAnswer.Ok(Message(item, query("format")))),
                ("GET", ["messages", var id, "attachments", var attachment]) => With(id, item => Attachment(item, attachment)),
                ("POST", ["messages", "send"]) => Send(body),
                ("POST", ["messages", "batchModify"]) => BatchModify(body),
                ("POST", ["messages", var id, "modify"]) => With(id, item => Modify([item], body) ?? GoogleAnswer.Ok(Message(item, "minimal"))),
                ("POST", ["messages", var id, "trash"]) => With(id, item => Moved(item, ["TRASH"], ["INBOX"])),
                ("POST", ["messages", var id, "untrash"]) => With(id, item => Moved(item, [], ["TRASH"])),
                ("GET", ["threads", var id]) => Thread(id, query("format")),
                ("GET", ["labels"]) => GoogleAnswer.Ok(new JsonObject { ["labels"] = new JsonArray([.. Labels()]) }),
                ("POST", ["labels"]) => CreateLabel(body),
                ("GET", ["drafts"]) => ListDrafts(query),
                ("POST", ["drafts"]) => CreateDraft(body),
                ("POST", ["drafts", "send"]) => SendDraft(body),
                ("GET", ["drafts", var id]) => Draft(id, (draft, item) => GoogleAnswer.Ok(DraftOf(draft, item, query("format")))),
                ("PUT", ["drafts", var id]) => Draft(id, (draft, item) => UpdateDraft(draft, item, body)),
                ("DELETE", ["drafts", var id]) => Draft(id, (draft, item) => Dropped(draft, item)),
                ("GET", ["history"]) => History(query),
                ("POST", ["watch"]) => GoogleAnswer.Ok(new JsonObject { ["historyId"] = Text(box.HistoryId), ["expiration"] = Text(clock.GetUtcNow().AddDays(7).ToUnixTimeMilliseconds()) }),
                ("POST", ["stop"]) => GoogleAnswer.Empty,
                _ => GoogleAnswer.NotFound(string.Join('/', path)),
            };
        }
    }

    GoogleAnswer List(Func<string, string?> query)
    {
        var parsed = MailQuery.Parse(query("q") ?? "");
        if (!parsed.Ok)
            return GoogleAnswer.Error(400, "invalidArgument", "Invalid query");
        var found = Found(parsed.Value, query("includeSpamTrash") == "true" || (query("q") ?? "").Contains("rfc822msgid", StringComparison.Ordinal), all: query("includeSpamTrash") == "true" && string.IsNullOrEmpty(query("q")));
        return Paged(found, query, item => new JsonObject { ["id"] = item.Id, ["threadId"] = item.Thread }, "messages", 100) is { } page
            ? GoogleAnswer.Ok(page) : GoogleAnswer.Invalid("Invalid pageToken");
    }

    List<GmailItem> Found(MailQuery query, bool everywhere, bool all = false)
    {
        if (all)
            return [.. box.Messages.OrderByDescending(item => item.Date).ThenByDescending(item => item.Id, StringComparer.Ordinal)];
        var oracle = new QueryOracle(box.Address, clock.GetUtcNow(), "UTC", word => word.TrimEnd('s'));
        return [.. box.Messages.Where(item => oracle.Matches(query, item.Read with { Labels = Visible(item, everywhere), Date = item.Date, Size = item.Raw.Length })).OrderByDescending(item => item.Date).ThenByDescending(item => item.Id, StringComparer.Ordinal)];
    }

    IReadOnlyList<string> Visible(GmailItem item, bool everywhere) => [.. box.Names(item).Where(label => !everywhere || label is not ("TRASH" or "SPAM"))];

    static JsonObject? Paged<T>(List<T> all, Func<string, string?> query, Func<T, JsonObject> show, string name, int usual)
    {
        var size = Math.Clamp(int.TryParse(query("maxResults"), CultureInfo.InvariantCulture, out var asked) ? asked : usual, 1, 500);
        var from = 0;
        if (query("pageToken") is { Length: > 0 } token && (!token.StartsWith("page-", StringComparison.Ordinal) || !int.TryParse(token[5..], CultureInfo.InvariantCulture, out from)))
            return null;
        var page = new JsonObject { ["resultSizeEstimate"] = all.Count };
        if (all.Skip(from).Take(size).ToList() is { Count: > 0 } items)
            page[name] = new JsonArray([.. items.Select(item => (JsonNode)show(item))]);
        if (from + size < all.Count)
            page["nextPageToken"] = $"page-{from + size}";
        return page;
    }

    JsonObject Message(GmailItem item, string? format)
    {
        var message = new JsonObject
        {
            ["id"] = item.Id, ["threadId"] = item.Thread, ["labelIds"] = new JsonArray([.. item.Labels.Select(label => (JsonNode)label)]), ["snippet"] = item.Read.Text.Length > 100 ? item.Read.Text[..100] : item.Read.Text,
            ["historyId"] = Text(item.HistoryId), ["internalDate"] = Text(item.Date.ToUnixTimeMilliseconds()), ["sizeEstimate"] = item.Raw.Length,
        };
        if (format == "raw")
            message["raw"] = System.Buffers.Text.Base64Url.EncodeToString(item.Raw);
        else if (format is null or "full" or "metadata")
            message["payload"] = GmailPayload.Of(item.Raw);
        return message;
    }

    GoogleAnswer Attachment(GmailItem item, string attachment)
    {
        var part = attachment[(attachment.LastIndexOf('-') + 1)..];
        return GmailPayload.Attachment(item.Raw, part) is { } content
            ? GoogleAnswer.Ok(new JsonObject { ["size"] = content.Length, ["data"] = System.Buffers.Text.Base64Url.EncodeToString(content) }) : GoogleAnswer.Invalid("Invalid attachment token");
    }

    GoogleAnswer BatchModify(JsonNode? body)
    {
        var ids = Strings(body?["ids"]);
        if (ids.Count is 0 or > 1000 || ids.Select(box.Find).Any(item => item is null))
            return GoogleAnswer.Invalid("Invalid ids");
        return Modify([.. ids.Select(box.Find).OfType<GmailItem>()], body) ?? GoogleAnswer.Empty;
    }

    /// <returns>Null when it is done.</returns>
    GoogleAnswer? Modify(IReadOnlyList<GmailItem> items, JsonNode? body)
    {
        var (add, remove) = (Strings(body?["addLabelIds"]), Strings(body?["removeLabelIds"]));
        if (add.Concat(remove).FirstOrDefault(label => label is "SENT" or "DRAFT" || (!SystemLabels.All.Contains(label) && !box.Labels.ContainsKey(label))) is { } wrong)
            return GoogleAnswer.Invalid($"Invalid label: {wrong}");
        foreach (var item in items)
            box.Relabel(item, add, remove);
        return null;
    }

    GoogleAnswer Moved(GmailItem item, string[] add, string[] remove)
    {
        box.Relabel(item, add, remove);
        return GoogleAnswer.Ok(Message(item, "minimal"));
    }

    GoogleAnswer Thread(string id, string? format)
    {
        var messages = box.Messages.Where(m => m.Thread == id).OrderBy(m => m.Date).ToList();
        return messages.Count == 0 ? GoogleAnswer.NotFound(id) : GoogleAnswer.Ok(new JsonObject
        {
            ["id"] = id, ["historyId"] = Text(messages.Max(m => m.HistoryId)), ["messages"] = new JsonArray([.. messages.Select(m => (JsonNode)Message(m, format))]),
        });
    }

    IEnumerable<JsonNode> Labels() =>
    [
        .. SystemLabels.All.Where(name => name != SystemLabels.Snoozed).Append("CHAT").Select(name => new JsonObject { ["id"] = name, ["name"] = name, ["type"] = "system" }),
        .. box.Labels.Select(label => new JsonObject { ["id"] = label.Key, ["name"] = label.Value, ["type"] = "user" }),
    ];

    GoogleAnswer CreateLabel(JsonNode? body)
    {
        var name = body?["name"]?.GetValue<string>() ?? "";
        if (name.Length == 0)
            return GoogleAnswer.Invalid("Invalid label name");
        if (box.Labels.ContainsValue(name) || SystemLabels.All.Contains(name.ToUpperInvariant()))
            return GoogleAnswer.Error(409, "aborted", "Label name exists or conflicts");
        return GoogleAnswer.Ok(new JsonObject { ["id"] = box.LabelId(name), ["name"] = name, ["type"] = "user" });
    }

    GoogleAnswer ListDrafts(Func<string, string?> query)
    {
        var parsed = MailQuery.Parse(query("q") ?? "in:anywhere");
        if (!parsed.Ok)
            return GoogleAnswer.Error(400, "invalidArgument", "Invalid query");
        var found = Found(parsed.Value, everywhere: true).Select(item => (Item: item, Draft: box.Drafts.FirstOrDefault(d => d.Value == item.Id).Key)).Where(d => d.Draft is not null).ToList();
        return Paged(found, query, d => DraftOf(d.Draft, d.Item, "minimal"), "drafts", 100) is { } page ? GoogleAnswer.Ok(page) : GoogleAnswer.Invalid("Invalid pageToken");
    }

    GoogleAnswer CreateDraft(JsonNode? body)
    {
        if (Take(body?["message"], ["DRAFT"]) is not { } item)
            return GoogleAnswer.Invalid("Invalid message");
        var id = box.NewDraftId();
        box.Drafts.Add(id, item.Id);
        return GoogleAnswer.Ok(DraftOf(id, item, "minimal"));
    }

    GoogleAnswer UpdateDraft(string draft, GmailItem old, JsonNode? body)
    {
        if (Take(body?["message"], ["DRAFT"], old.Thread) is not { } item)
            return GoogleAnswer.Invalid("Invalid message");
        box.Drafts[draft] = item.Id;
        box.Delete(old);
        return GoogleAnswer.Ok(DraftOf(draft, item, "minimal"));
    }

    GoogleAnswer Dropped(string draft, GmailItem item)
    {
        box.Drafts.Remove(draft);
        box.Delete(item);
        return GoogleAnswer.Empty;
    }

    /// <summary>The draft goes, and a message with another id is in the sent mail.</summary>
    GoogleAnswer SendDraft(JsonNode? body) => Draft(body?["id"]?.GetValue<string>() ?? "", (draft, item) =>
    {
        if (Recipients(item.Read).Count == 0)
            return GoogleAnswer.Invalid("Recipient address required");
        Dropped(draft, item);
        return Sent(box.Deliver(item.Raw, Own(item.Read), thread: item.Thread));
    });

    GoogleAnswer Send(JsonNode? body)
    {
        if (Take(body, null) is not { } item)
            return GoogleAnswer.Invalid("Invalid message");
        return Sent(item);
    }

    GoogleAnswer Sent(GmailItem item)
    {
        box.Sent.Add(item.Read.MessageId ?? item.Id);
        deliver(item);
        return GoogleAnswer.Ok(Message(item, "minimal"));
    }

    string[] Own(IncomingMessage message) => Recipients(message).Any(a => a.Email.Equals(box.Address, StringComparison.OrdinalIgnoreCase)) ? ["SENT", "INBOX", "UNREAD"] : ["SENT"];

    static List<MailAddress> Recipients(IncomingMessage message) => [.. message.To, .. message.Cc, .. message.Bcc];

    /// <param name="labels">Null: as for sent mail.</param>
    GmailItem? Take(JsonNode? message, string[]? labels, string? threadBefore = null)
    {
        byte[] raw;
        try
        {
            raw = System.Buffers.Text.Base64Url.DecodeFromChars(message?["raw"]?.GetValue<string>().TrimEnd('=') ?? "!");
        }
        catch (FormatException)
        {
            return null;
        }
        var read = MimeReader.Read(raw, clock.GetUtcNow()).Value.Message;
        if (labels is null && Recipients(read).Count == 0)
            return null;
        var thread = message?["threadId"]?.GetValue<string>() is { } asked && box.Fits(asked, read) ? asked : threadBefore;
        return box.Deliver(raw, labels ?? Own(read), thread: thread);
    }

    GoogleAnswer History(Func<string, string?> query)
    {
        if (!long.TryParse(query("startHistoryId"), CultureInfo.InvariantCulture, out var since))
            return GoogleAnswer.Invalid("Missing startHistoryId");
        if (since < box.ForgottenBefore || since > box.HistoryId)
            return GoogleAnswer.NotFound("history");
        var page = Paged(box.History.Where(r => r.Id > since).ToList(), query, Record, "history", 100);
        if (page is null)
            return GoogleAnswer.Invalid("Invalid pageToken");
        page.Remove("resultSizeEstimate");
        page["historyId"] = Text(box.HistoryId);
        return GoogleAnswer.Ok(page);
    }

    static JsonObject Record(GmailRecord record)
    {
        var message = new JsonObject { ["id"] = record.Message.Id, ["threadId"] = record.Message.Thread };
        var entry = new JsonObject { ["message"] = message };
        if (record.Labels.Count > 0)
            entry["labelIds"] = new JsonArray([.. record.Labels.Select(label => (JsonNode)label)]);
        return new JsonObject { ["id"] = Text(record.Id), ["messages"] = new JsonArray(message.DeepClone()), [record.Type] = new JsonArray(entry) };
    }

    JsonObject DraftOf(string draft, GmailItem item, string? format) => new() { ["id"] = draft, ["message"] = Message(item, format ?? "full") };

    GoogleAnswer Draft(string id, Func<string, GmailItem, GoogleAnswer> use) =>
        box.Drafts.TryGetValue(id, out var message) && box.Find(message) is { } item ? use(id, item) : GoogleAnswer.NotFound(id);

    GoogleAnswer With(string id, Func<GmailItem, GoogleAnswer> use) => box.Find(id) is { } item ? use(item) : GoogleAnswer.NotFound(id);

    static List<string> Strings(JsonNode? list) => list is JsonArray array ? [.. array.Select(node => node!.GetValue<string>())] : [];

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
