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
    /// <summary>Members that hold a text in pieces, in the protocols of the providers.</summary>
    static readonly HashSet<string> InPieces = new(StringComparer.Ordinal) { "content", "text", "thinking", "reasoning", "reasoning_content", "refusal", "arguments", "partial_json" };

    public static IReadOnlyList<ModelChunk> Mend(IReadOnlyList<ModelChunk> chunks, Secret? key)
    {
        var lines = chunks.Select(c => StreamLine.Of(c.Text)).ToList();
        var members = lines.OfType<StreamLine>().SelectMany(line => Strings(line.Body, "")).GroupBy(p => p.Path, StringComparer.Ordinal).Select(g => g.Select(p => p.Value).ToList()).ToList();
        var changed = false;
        foreach (var pieces in members.Where(p => p.Count > 1))
        {
            var whole = string.Concat(pieces.Select(p => p.GetValue<string>()));
            var clean = Redaction.Clean(whole, key);
            if (clean == whole)
                continue;
            changed = true;
            pieces[0].ReplaceWith(clean);
            foreach (var rest in pieces.Skip(1))
                rest.ReplaceWith("");
        }
        return changed ? [.. chunks.Zip(lines, static (chunk, line) => line is null ? chunk : chunk with { Text = line.Text })] : chunks;
    }

    static IEnumerable<(string Path, JsonValue Value)> Strings(JsonNode? node, string path) => node switch
    {
        JsonObject item => item.SelectMany(m => Member(m.Key, m.Value, $"{path}.{m.Key}")),
        JsonArray list => list.SelectMany((e, i) => Strings(e, $"{path}[{i}]")),
        _ => [],
    };

    static IEnumerable<(string Path, JsonValue Value)> Member(string name, JsonNode? node, string path) =>
        node is JsonValue value && InPieces.Contains(name) && value.GetValueKind() == JsonValueKind.String ? [(path, value)] : Strings(node, path);
}
