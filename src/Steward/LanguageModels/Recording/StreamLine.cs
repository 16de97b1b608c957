using System.Text.Json;
using System.Text.Json.Nodes;
using Steward.Platform;

namespace Steward.LanguageModels.Recording;

/// <summary>A line of an answer that holds a JSON object: of a stream of events, of one object a line, or a body as a whole.</summary>
/// <param name="Before">"data: ".</param>
/// <param name="After">Its line end.</param>
sealed record StreamLine(string Before, JsonObject Body, string After)
{
    public string Text => Before + Body.ToJsonString(Json.Options) + After;

    /// <summary>Null: there is no whole object in it.</summary>
    public static StreamLine? Of(string line)
    {
        var (first, last) = (line.IndexOf('{', StringComparison.Ordinal), line.LastIndexOf('}'));
        if (first < 0 || last < first || line[..first].Trim() is not ("" or "data:"))
            return null;
        try
        {
            return JsonNode.Parse(line[first..(last + 1)]) is JsonObject body && line[(last + 1)..].Trim().Length == 0 ? new(line[..first], body, line[(last + 1)..]) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
