using System.Globalization;
using System.Text.Json;

namespace Steward.Planning;

/// <summary>
/// A path to a value: <c>s1</c>, <c>s1.messages</c>, <c>s3.slots[0]</c>, or in a for-each step <c>item.id</c>. Properties and indexes only; nothing is computed.
/// </summary>
/// <param name="Root">A step's id, or <see cref="Item"/>.</param>
/// <param name="Path">Property names (string) and indexes (int), in order.</param>
public sealed record PlanReference(string Root, IReadOnlyList<object> Path)
{
    public const string Item = "item";

    /// <summary>The property that makes an argument a reference.</summary>
    public const string Property = "$ref";

    /// <summary>The argument that refers to <paramref name="path"/>.</summary>
    public static JsonElement To(string path) => JsonSerializer.SerializeToElement(new Dictionary<string, string>(StringComparer.Ordinal) { [Property] = path });

    /// <summary>Whether an argument is a reference: an object with <c>$ref</c> as its only property. The text may still be malformed.</summary>
    public static bool Is(JsonElement argument, out string text)
    {
        text = "";
        if (argument.ValueKind != JsonValueKind.Object || argument.GetPropertyCount() != 1
            || !argument.TryGetProperty(Property, out var path) || path.ValueKind != JsonValueKind.String)
            return false;
        text = path.GetString()!;
        return true;
    }

    /// <summary>Whether a reference stands somewhere inside a value. Only whole arguments are filled in.</summary>
    public static bool IsWithin(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Any(IsWithin),
        JsonValueKind.Object => value.EnumerateObject().Any(member => member.NameEquals(Property) || IsWithin(member.Value)),
        _ => false,
    };

    /// <summary>Null when the text is not a reference.</summary>
    public static PlanReference? Parse(string text)
    {
        var path = new List<object>();
        string? root = null;
        foreach (var part in text.Split('.'))
        {
            var open = part.IndexOf('[', StringComparison.Ordinal);
            var name = open < 0 ? part : part[..open];
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
                return null;
            if (root is null)
                root = name;
            else
                path.Add(name);
            if (open < 0)
                continue;
            if (!part.EndsWith(']') || !int.TryParse(part[(open + 1)..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                return null;
            path.Add(index);
        }
        return new(root!, path);
    }

    /// <summary>The value at the path in the root's result; null when it is not there (a missing property, an index past the end, JSON null).</summary>
    public JsonElement? Read(JsonElement root)
    {
        var value = root;
        foreach (var step in Path)
        {
            if (step is int index)
            {
                if (value.ValueKind != JsonValueKind.Array || index >= value.GetArrayLength())
                    return null;
                value = value[index];
            }
            else if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty((string)step, out value))
            {
                return null;
            }
        }
        return value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : value;
    }
}
