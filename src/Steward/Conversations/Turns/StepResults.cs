using System.Text.Json;
using System.Text.Json.Nodes;

namespace Steward.Conversations.Turns;

/// <summary>Cuts tool results to what is worth keeping: for the run's state, and for the page.</summary>
static class StepResults
{
    const int MaxStateLength = 32_000;
    const int PreviewItems = 50;
    const int PreviewText = 20_000;

    /// <summary>Members that later steps use. Everything else of a list's elements can be read again by id.</summary>
    static readonly HashSet<string> Needed = new(StringComparer.Ordinal)
    {
        "id", "accountId", "threadId", "eventId", "calendarId", "messageId", "from", "subject", "date", "labels", "name", "email", "messages", "start", "end", "originalStart", "event",
        "summary", "local", "zone", "source", "text", "slot", "draft", "calendar", "toCalendar", "mirrorKey", "startDate", "endDate", "attendees", "location", "description", "visibility",
    };

    /// <summary>
    /// For the state: a small result as it is; in a large one the elements of lists keep what later steps need, so that 1,000 found messages stay far below the state's limit.
    /// </summary>
    public static JsonElement Compact(JsonElement value) =>
        value.GetRawText().Length <= MaxStateLength ? value : JsonSerializer.SerializeToElement(CompactNode(JsonNode.Parse(value.GetRawText()), inList: false));

    /// <summary>For the page: the first elements of each list, long texts cut.</summary>
    public static JsonElement Preview(JsonElement value) => JsonSerializer.SerializeToElement(PreviewNode(JsonNode.Parse(value.GetRawText())));

    static JsonNode? CompactNode(JsonNode? node, bool inList) => node switch
    {
        JsonArray list => new JsonArray([.. list.Select(e => CompactNode(e, inList: true))]),
        JsonObject item => new JsonObject(item.Where(m => !inList || Needed.Contains(m.Key))
            .Select(m => KeyValuePair.Create(m.Key, m.Key == "draft" ? m.Value?.DeepClone() : CompactNode(m.Value, inList)))),
        _ => node?.DeepClone(),
    };

    static JsonNode? PreviewNode(JsonNode? node) => node switch
    {
        JsonArray list => new JsonArray([.. list.Take(PreviewItems).Select(PreviewNode)]),
        JsonObject item => new JsonObject(item.Select(m => KeyValuePair.Create(m.Key, PreviewNode(m.Value)))),
        JsonValue text when text.TryGetValue<string>(out var s) && s.Length > PreviewText => JsonValue.Create(s[..PreviewText] + "…"),
        _ => node?.DeepClone(),
    };
}
