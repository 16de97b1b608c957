using System.Text.Json;
using System.Text.Json.Nodes;
using Steward.Platform;

namespace Steward.LanguageModels.Recording;

/// <summary>
/// A stream gives its text in pieces, each in an event of its own, and a secret may lie across several. The pieces of each member are put together; where they then hold a secret, the first piece
/// takes the whole text without it and the others are empty. The answer reads the same.
/// </summary>
static class SplitSecrets
{
    const string Data = "data:";

    /// <summary>Members that hold a text in pieces, in the protocols of the providers.</summary>
    static readonly HashSet<string> InPieces = new(StringComparer.Ordinal) { "content", "text", "thinking", "reasoning", "reasoning_content", "refusal", "arguments", "partial_json" };

    public static IReadOnlyList<ModelChunk> Mend(IReadOnlyList<ModelChunk> chunks, Secret? key)
    {
        var events = chunks.Select(c => Event.Of(c.Text)).ToList();
        var pieces = events.OfType<Event>().SelectMany(e => Strings(e.Body, "")).GroupBy(p => p.Path, StringComparer.Ordinal).Select(g => g.Select(p => p.Value).ToList());
        var changed = false;
        foreach (var member in pieces.Where(p => p.Count > 1))
        {
            var whole = string.Concat(member.Select(p => p.GetValue<string>()));
            var clean = Redaction.Clean(whole, key);
            if (clean == whole)
                continue;
            changed = true;
            member[0].ReplaceWith(JsonValue.Create(clean));
            foreach (var rest in member.Skip(1))
                rest.ReplaceWith(JsonValue.Create(""));
        }
        return changed ? [.. chunks.Zip(events, static (chunk, e) => e is null ? chunk : chunk with { Text = e.Text })] : chunks;
    }

    static IEnumerable<(string Path, JsonValue Value)> Strings(JsonNode? node, string path) => node switch
    {
        JsonObject item => item.SelectMany(m => Member(m.Key, m.Value, $"{path}.{m.Key}")),
        JsonArray list => list.SelectMany((e, i) => Strings(e, $"{path}[{i}]")),
        _ => [],
    };

    static IEnumerable<(string Path, JsonValue Value)> Member(string name, JsonNode? node, string path) =>
        node is JsonValue value && InPieces.Contains(name) && value.GetValueKind() == JsonValueKind.String ? [(path, value)] : Strings(node, path);

    /// <summary>A line that holds a JSON object: of a stream of events, or of one object a line.</summary>
    sealed record Event(string Before, JsonObject Body, string After)
    {
        public string Text => Before + Body.ToJsonString(Json.Options) + After;

        public static Event? Of(string line)
        {
            var start = line.StartsWith(Data, StringComparison.Ordinal) ? Data.Length : 0;
            var text = line[start..].Trim();
            try
            {
                return text.StartsWith('{') && JsonNode.Parse(text) is JsonObject body ? new(line[..line.IndexOf('{', StringComparison.Ordinal)], body, line[(line.LastIndexOf('}') + 1)..]) : null;
            }
            catch (JsonException)
            {
                return null; // cut, or no JSON: there are no pieces to put together in it
            }
        }
    }
}
