using System.Text.Json;

namespace Steward.LanguageModels.Calling;

/// <summary>Finds the one JSON document in an answer: small models like to put a code fence round it.</summary>
static class AnswerJson
{
    /// <summary>Null when the text is not one JSON object or array, and nothing else but a fence.</summary>
    public static JsonElement? Read(string text)
    {
        var body = text.AsSpan().Trim();
        if (body.StartsWith("```", StringComparison.Ordinal) && body.EndsWith("```", StringComparison.Ordinal) && body.IndexOf('\n') is > 0 and var line)
            body = body[(line + 1)..^3].Trim();
        try
        {
            var element = JsonSerializer.Deserialize<JsonElement>(body);
            return element.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
