using System.Text;

namespace Steward.Mail.Html;

/// <summary>Keeps of an inline style what only looks: no address that could be loaded, nothing that leaves its place.</summary>
static class StyleFilter
{
    static readonly HashSet<string> Properties = new(StringComparer.OrdinalIgnoreCase)
    {
        "background-color", "border", "border-bottom", "border-bottom-color", "border-bottom-style", "border-bottom-width", "border-collapse", "border-color", "border-left",
        "border-left-color", "border-left-style", "border-left-width", "border-radius", "border-right", "border-right-color", "border-right-style", "border-right-width",
        "border-spacing", "border-style", "border-top", "border-top-color", "border-top-style", "border-top-width", "border-width", "color", "direction", "display", "font",
        "font-family", "font-size", "font-style", "font-variant", "font-weight", "height", "letter-spacing", "line-height", "list-style-type", "margin", "margin-bottom", "margin-left",
        "margin-right", "margin-top", "max-height", "max-width", "min-height", "min-width", "overflow-wrap", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top",
        "table-layout", "text-align", "text-decoration", "text-indent", "text-transform", "vertical-align", "visibility", "white-space", "width", "word-break", "word-spacing", "word-wrap",
        "background", "opacity", "float", "clear", "box-sizing",
    };

    /// <summary>The declarations that may stay; "" when none.</summary>
    public static string Keep(string style)
    {
        var kept = new StringBuilder();
        foreach (var declaration in style.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = declaration.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && Properties.Contains(declaration[..colon].Trim()) && IsPlain(declaration[(colon + 1)..]))
                kept.Append(declaration[..colon].Trim().ToLowerInvariant()).Append(':').Append(declaration[(colon + 1)..].Trim()).Append(';');
        }
        return kept.ToString();
    }

    /// <summary>Escapes and comments could spell anything, so they are enough to drop the value; so is every function but those that only compute a colour or a length.</summary>
    static bool IsPlain(string value)
    {
        if (value.Length > 500 || value.AsSpan().ContainsAny("\\@<>{}") || value.Contains("/*", StringComparison.Ordinal))
            return false;
        for (var open = value.IndexOf('(', StringComparison.Ordinal); open >= 0; open = value.IndexOf('(', open + 1))
        {
            var start = open;
            while (start > 0 && (char.IsAsciiLetterOrDigit(value[start - 1]) || value[start - 1] is '-' or '_'))
                start--;
            if (value[start..open].ToLowerInvariant() is not ("rgb" or "rgba" or "hsl" or "hsla" or "calc"))
                return false;
        }
        return true;
    }
}
