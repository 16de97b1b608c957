using System.Text.Json.Nodes;

namespace Steward.Testing.Google;

/// <summary>Google's partial responses: <c>fields=a,b(c,d),e/f</c> keeps only what is named. An unknown name keeps nothing, as at Google.</summary>
sealed class FieldMask
{
    readonly Dictionary<string, FieldMask> children = new(StringComparer.Ordinal);

    public static JsonNode? Apply(JsonNode? document, string? fields)
    {
        if (document is null || string.IsNullOrEmpty(fields))
            return document;
        var at = 0;
        return Read(fields, ref at).Keep(document);
    }

    static FieldMask Read(string text, ref int at)
    {
        var mask = new FieldMask();
        while (at < text.Length && text[at] != ')')
        {
            var end = text.AsSpan(at).IndexOfAny(",()/");
            var name = end < 0 ? text[at..] : text.Substring(at, end);
            at += name.Length;
            var child = new FieldMask();
            if (at < text.Length && text[at] == '/')
            {
                at++;
                var rest = text.AsSpan(at).IndexOfAny(",)");
                var path = rest < 0 ? text[at..] : text.Substring(at, rest);
                at += path.Length;
                var inner = 0;
                child = Read(path, ref inner);
            }
            else if (at < text.Length && text[at] == '(')
            {
                at++;
                child = Read(text, ref at);
                at++;
            }
            mask.children[name] = child;
            if (at < text.Length && text[at] == ',')
                at++;
        }
        return mask;
    }

    JsonNode? Keep(JsonNode? node) => children.Count == 0 || children.ContainsKey("*") ? node?.DeepClone() : node switch
    {
        JsonArray array => new JsonArray([.. array.Select(Keep)]),
        JsonObject document => new JsonObject(document.Where(member => children.ContainsKey(member.Key)).Select(member => KeyValuePair.Create(member.Key, children[member.Key].Keep(member.Value)))),
        _ => node?.DeepClone(),
    };
}
