using System.Text.Json;

namespace Steward.Providers.Recording;

/// <summary>Where two JSON documents first differ, for whoever has to find out why. The order of members does not count.</summary>
static class FirstDifference
{
    const int Around = 24;

    /// <summary>"messages[1].content, character 17: recorded “… at nine”, now “… at ten”". Null when they are equal.</summary>
    public static string? Between(JsonElement recorded, JsonElement now, string path = "")
    {
        if (recorded.ValueKind != now.ValueKind)
            return $"{Name(path)}: recorded {Short(recorded)}, now {Short(now)}";
        switch (recorded.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in recorded.EnumerateObject())
                {
                    if (!now.TryGetProperty(member.Name, out var other))
                        return $"{Name(path)}: “{member.Name}” is recorded and not there now";
                    if (Between(member.Value, other, path.Length == 0 ? member.Name : $"{path}.{member.Name}") is { } inside)
                        return inside;
                }
                var added = now.EnumerateObject().Select(m => m.Name).FirstOrDefault(name => !recorded.TryGetProperty(name, out _));
                return added is null ? null : $"{Name(path)}: “{added}” is there now and not recorded";
            case JsonValueKind.Array:
                for (var i = 0; i < Math.Min(recorded.GetArrayLength(), now.GetArrayLength()); i++)
                {
                    if (Between(recorded[i], now[i], $"{path}[{i}]") is { } inside)
                        return inside;
                }
                return recorded.GetArrayLength() == now.GetArrayLength() ? null : $"{Name(path)}: recorded {recorded.GetArrayLength()} elements, now {now.GetArrayLength()}";
            case JsonValueKind.String when recorded.GetString() is { } a && now.GetString() is { } b:
                if (a == b)
                    return null;
                var at = a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
                return $"{Name(path)}, character {at + 1}: recorded “{Part(a, at)}”, now “{Part(b, at)}”";
            default:
                return recorded.GetRawText() == now.GetRawText() ? null : $"{Name(path)}: recorded {Short(recorded)}, now {Short(now)}";
        }
    }

    static string Name(string path) => path.Length == 0 ? "the whole" : path;

    static string Part(string text, int at) => $"{(at > Around ? "…" : "")}{text[Math.Max(0, at - Around)..Math.Min(text.Length, at + Around)]}{(at + Around < text.Length ? "…" : "")}";

    static string Short(JsonElement element) => element.GetRawText() is { Length: > 40 } text ? text[..40] + "…" : element.GetRawText();
}
