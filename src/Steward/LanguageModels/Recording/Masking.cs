using System.Text.Json;
using System.Text.Json.Nodes;
using Steward.Platform;

namespace Steward.LanguageModels.Recording;

/// <summary>
/// Hides what people wrote and what models said about it, and keeps everything that a bug report is about: which request, its shape and length, Steward's own instructions, tools and schema, how the
/// answer was formed, counted, cut and timed. Letters become x and digits 0.
/// </summary>
static class Masking
{
    /// <summary>Members of the providers' protocols that say how, not what.</summary>
    static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "role", "type", "name", "model", "object", "stop_reason", "finish_reason", "done_reason", "system", "tools", "tool_choice", "format", "response_format", "output_config", "options", "created_at", "service_tier", "code", "param",
    };

    public static ModelExchange Of(ModelExchange exchange) => exchange with
    {
        BaseUrl = ModelPreset.All.Any(p => p.BaseUrl.Host == exchange.BaseUrl.Host) ? exchange.BaseUrl : new UriBuilder(exchange.BaseUrl) { Host = "hidden.invalid" }.Uri,
        Request = JsonElement.Parse(Protocol(JsonNode.Parse(exchange.Request.GetRawText()))?.ToJsonString(Json.Options) ?? "null"),
        Chunks = exchange.Chunks.Count > 1 && StreamLine.Of(string.Concat(exchange.Chunks.Select(c => c.Text))) is { } body
            ? [new ModelChunk(exchange.Chunks[^1].After, Text(body))]
            : [.. exchange.Chunks.Select(c => c with { Text = StreamLine.Of(c.Text) is { } line ? Text(line) : Plain(c.Text) })],
    };

    /// <summary>Members that hold somebody's words, whatever their own members are called; numbers too, where they are a text's meaning.</summary>
    static readonly HashSet<string> Theirs = new(StringComparer.Ordinal) { "arguments", "input", "embedding", "embeddings" };

    static string Text(StreamLine line) => line.Before + Protocol(line.Body)!.ToJsonString(Json.Options) + line.After;

    /// <summary>A line without an object: an event's name, the end of a stream, or one that was cut.</summary>
    static string Plain(string line) => line.StartsWith("event:", StringComparison.Ordinal) || line.Trim() is "" or "data: [DONE]" ? line : Words(line);

    static JsonNode? Protocol(JsonNode? node) => node switch
    {
        JsonObject item when item["role"] is JsonValue role && role.TryGetValue<string>(out var who) && who is "system" or "developer" => item.DeepClone(),
        JsonObject item => new JsonObject(item.Select(m => KeyValuePair.Create(m.Key, Kept.Contains(m.Key) ? m.Value?.DeepClone() : Theirs.Contains(m.Key) && m.Value is not JsonValue ? Values(m.Value) : Protocol(m.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Protocol)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(Text(value.GetValue<string>())),
        _ => node?.DeepClone(),
    };

    /// <summary>JSON in a string keeps its members, which are Steward's; the values are somebody's.</summary>
    static string Text(string text) => Parse(text) is { } inner and (JsonObject or JsonArray) ? Values(inner)!.ToJsonString(Json.Options) : Words(text);

    static JsonNode? Values(JsonNode? node) => node switch
    {
        JsonObject item => new JsonObject(item.Select(m => KeyValuePair.Create(m.Key, Values(m.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Values)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(Words(value.GetValue<string>())),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => JsonValue.Create(0),
        _ => node?.DeepClone(),
    };

    static string Words(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = char.IsDigit(from[i]) ? '0' : char.IsAscii(from[i]) && !char.IsAsciiLetter(from[i]) ? from[i] : 'x';
    });

    static JsonNode? Parse(string text)
    {
        try
        {
            return text.AsSpan().TrimStart() is ['{' or '[', ..] ? JsonNode.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
