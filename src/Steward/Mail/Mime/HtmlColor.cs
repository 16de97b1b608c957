using System.Globalization;

namespace Steward.Mail.Mime;

/// <summary>CSS and HTML colours, as far as mail uses them.</summary>
static class HtmlColor
{
    static readonly Dictionary<string, int> Names = new(StringComparer.Ordinal)
    {
        ["white"] = 0xFFFFFF, ["black"] = 0, ["red"] = 0xFF0000, ["green"] = 0x008000, ["blue"] = 0x0000FF, ["yellow"] = 0xFFFF00, ["gray"] = 0x808080,
        ["grey"] = 0x808080, ["silver"] = 0xC0C0C0, ["navy"] = 0x000080, ["maroon"] = 0x800000, ["purple"] = 0x800080, ["teal"] = 0x008080, ["orange"] = 0xFFA500,
        ["snow"] = 0xFFFAFA, ["ivory"] = 0xFFFFF0, ["whitesmoke"] = 0xF5F5F5, ["ghostwhite"] = 0xF8F8FF, ["floralwhite"] = 0xFFFAF0, ["lightgray"] = 0xD3D3D3,
        ["lightgrey"] = 0xD3D3D3, ["gainsboro"] = 0xDCDCDC, ["transparent"] = -1, ["azure"] = 0xF0FFFF, ["mintcream"] = 0xF5FFFA, ["seashell"] = 0xFFF5EE,
    };

    /// <returns>RGB, −1 for transparent, null for what is not understood.</returns>
    public static int? Read(string text)
    {
        text = text.Trim();
        if (Names.TryGetValue(text, out var named))
            return named;
        if (text.StartsWith("rgb", StringComparison.Ordinal))
            return Function(text);
        var hex = text.TrimStart('#');
        if (hex.Length is not (3 or 4 or 6 or 8) || !int.TryParse(hex[..(hex.Length is 3 or 4 ? 3 : 6)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return null;
        if (hex.Length == 8 && hex[6] == '0' || hex.Length == 4 && hex[3] == '0')
            return -1;
        return hex.Length is 6 or 8 ? value : ((value >> 8 & 15) * 17 << 16) | ((value >> 4 & 15) * 17 << 8) | ((value & 15) * 17);
    }

    /// <summary>Splits at spaces outside of parentheses.</summary>
    public static IEnumerable<string> Words(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] == ' ' && depth == 0)
            {
                if (i > start)
                    yield return text[start..i];
                start = i + 1;
            }
            else
            {
                depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            }
        }
    }

    static int? Function(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var parts = open < 0 ? [] : text[(open + 1)..].TrimEnd(')', ' ').Split([',', ' ', '/'], 6, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 3)
            return null;
        var value = 0;
        for (var i = 0; i < 3; i++)
        {
            if (!double.TryParse(parts[i].TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var channel))
                return null;
            value = value << 8 | (int)Math.Clamp(parts[i].EndsWith('%') ? channel * 2.55 : channel, 0, 255);
        }
        return parts.Length > 3 && double.TryParse(parts[3].TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var alpha) && alpha < 0.06 ? -1 : value;
    }
}
