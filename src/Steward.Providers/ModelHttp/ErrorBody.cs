using System.Text.Json;

namespace Steward.Providers.ModelHttp;

/// <summary>
/// What of an error's body may be looked at: the codes that providers publish, and their own sentence where they publish none (Anthropic, vLLM and Ollama tell a prompt that is too long in words
/// only). It is read as the document that it is: what a body repeats of the request elsewhere is never taken for a code.
/// </summary>
sealed record ErrorBody(string Code, string Type, string Message)
{
    static readonly ErrorBody Nothing = new("", "", "");

    public bool OutOfCredit => Code == "insufficient_quota" || Type == "insufficient_quota";

    public bool TooLong => Code is "context_length_exceeded" or "string_above_max_length" || Type == "request_too_large"
        || Code.Length == 0 && (Message.StartsWith("prompt is too long", StringComparison.OrdinalIgnoreCase) || Message.Contains("maximum context length is", StringComparison.OrdinalIgnoreCase));

    public bool Filtered => Code is "content_filter" or "content_policy_violation";

    /// <summary>OpenAI's <c>{"error":{"code","type","message"}}</c>, Anthropic's <c>{"type":"error","error":{…}}</c>, Gemini's list of one, vLLM's bare object, Ollama's <c>{"error":"…"}</c>.</summary>
    public static ErrorBody Read(string body)
    {
        try
        {
            var root = JsonSerializer.Deserialize<JsonElement>(body);
            if (root is { ValueKind: JsonValueKind.Array } && root.GetArrayLength() > 0)
                root = root[0];
            if (root.ValueKind != JsonValueKind.Object)
                return Nothing;
            var error = root.TryGetProperty("error", out var inner) ? inner : root;
            return error.ValueKind switch
            {
                JsonValueKind.String => new("", "", error.GetString()!),
                JsonValueKind.Object => new(Text(error, "code"), Text(error, "type"), Text(error, "message")),
                _ => Nothing,
            };
        }
        catch (JsonException)
        {
            return Nothing; // the status tells enough
        }
    }

    static string Text(JsonElement error, string name) => error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
