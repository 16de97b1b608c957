using System.Globalization;

namespace Steward.Mail.Mime;

/// <summary>
/// What decides whether text inside an element can be seen. A child starts from its parent's style; <see cref="Gone"/> can never be taken back inside.
/// </summary>
/// <param name="Gone">display:none, opacity 0, clipped or moved away: nothing inside shows, whatever it says itself.</param>
/// <param name="Concealed">visibility:hidden, which a child may undo.</param>
/// <param name="FontSize">In px; null where it depends on the reader's settings.</param>
/// <param name="Color">RGB, or null when unknown; −1 is transparent.</param>
/// <param name="Background">RGB behind the text, or null when unknown (an image).</param>
sealed record HtmlStyle(bool Gone, bool Concealed, double? FontSize, int? Color, int? Background)
{
    public static readonly HtmlStyle Page = new(false, false, null, 0x000000, 0xFFFFFF);

    public bool Hides => Gone || Concealed || FontSize < 2 || Color == -1 || Color is { } text && Background is { } paper && Distance(text, paper) < 24;

    /// <summary>Applies "name: value" declarations; a later one of the same name wins unless the earlier one is !important.</summary>
    public HtmlStyle With(ReadOnlySpan<char> declarations)
    {
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var range in declarations.Split(';'))
        {
            var declaration = declarations[range];
            var colon = declaration.IndexOf(':');
            if (colon <= 0 || declaration.Length > 2000)
                continue;
            var value = declaration[(colon + 1)..].Trim().ToString().ToLowerInvariant();
            var name = declaration[..colon].Trim().ToString();
            if (!(known.TryGetValue(name, out var earlier) && earlier.EndsWith("!important", StringComparison.Ordinal) && !value.EndsWith("!important", StringComparison.Ordinal)))
                known[name] = value;
        }
        return known.Count == 0 ? this : Apply(known.ToDictionary(pair => pair.Key, pair => pair.Value.Replace("!important", "", StringComparison.Ordinal).Trim(), StringComparer.OrdinalIgnoreCase));
    }

    HtmlStyle Apply(Dictionary<string, string> css)
    {
        var style = this;
        if (css.TryGetValue("display", out var display) && display == "none" || css.TryGetValue("content-visibility", out var content) && content == "hidden")
            style = style with { Gone = true };
        if (css.TryGetValue("opacity", out var opacity) && Number(opacity.TrimEnd('%')) is { } part && (opacity.EndsWith('%') ? part / 100 : part) < 0.06)
            style = style with { Gone = true };
        if (css.TryGetValue("visibility", out var visibility))
            style = style with { Concealed = visibility is "hidden" or "collapse" };
        if (css.TryGetValue("font-size", out var size))
            style = style with { FontSize = Pixels(size, FontSize) };
        else if (css.TryGetValue("font", out var font) && font.Split([' ', '/'], StringSplitOptions.RemoveEmptyEntries).Select(word => Pixels(word, FontSize)).FirstOrDefault(px => px is not null) is { } fontSize)
            style = style with { FontSize = fontSize };
        if (css.TryGetValue("background", out var background) || css.TryGetValue("background-color", out background))
            style = style with { Background = Paper(background) };
        if (css.TryGetValue("background-image", out var image) && image != "none")
            style = style with { Background = null };
        if (css.TryGetValue("color", out var color) && color != "inherit")
            style = style with { Color = HtmlColor.Read(color) };
        return IsClipped(css) || IsAway(css) ? style with { Gone = true } : style;
    }

    int? Paper(string background)
    {
        if (background.Contains("url(", StringComparison.Ordinal) || background.Contains("gradient", StringComparison.Ordinal))
            return null;
        foreach (var word in HtmlColor.Words(background))
        {
            if (HtmlColor.Read(word) is { } color)
                return color == -1 ? Background : color;
        }
        return Background;
    }

    static bool IsClipped(Dictionary<string, string> css)
    {
        var cut = css.TryGetValue("overflow", out var overflow) && overflow is "hidden" or "clip";
        if (cut && new[] { "height", "max-height", "width", "max-width" }.Any(name => css.TryGetValue(name, out var size) && Pixels(size, null) < 2))
            return true;
        return css.TryGetValue("clip", out var clip) && clip.StartsWith("rect(0", StringComparison.Ordinal)
            || css.TryGetValue("clip-path", out var path) && (path.StartsWith("inset(50%", StringComparison.Ordinal) || path.StartsWith("inset(100%", StringComparison.Ordinal) || path.StartsWith("circle(0", StringComparison.Ordinal))
            || css.TryGetValue("transform", out var transform) && transform.StartsWith("scale(0)", StringComparison.Ordinal);
    }

    static bool IsAway(Dictionary<string, string> css)
    {
        if (css.TryGetValue("text-indent", out var indent) && Pixels(indent, null) is < -500 or > 5000)
            return true;
        return css.TryGetValue("position", out var position) && position is "absolute" or "fixed"
            && new[] { "left", "top", "right", "bottom" }.Any(side => css.TryGetValue(side, out var length) && Pixels(length, null) < -500);
    }

    /// <summary>px for a CSS length; relative ones count from <paramref name="parent"/>, or from 16 px.</summary>
    static double? Pixels(string length, double? parent)
    {
        var unit = length.AsSpan().TrimStart("+-.0123456789e");
        if (unit.Length == length.Length || Number(length[..^unit.Length].TrimEnd('e')) is not { } number)
            return null;
        return unit switch
        {
            "" => number == 0 ? 0 : null,
            "px" => number,
            "pt" => number * 4 / 3,
            "em" or "m" => number * (parent ?? 16),
            "rem" or "vw" or "vh" or "ex" or "ch" => number * 16,
            "%" => number / 100 * (parent ?? 16),
            "in" or "cm" or "mm" or "pc" => number * 10,
            _ => null,
        };
    }

    static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    static int Distance(int a, int b) => Math.Abs((a >> 16 & 255) - (b >> 16 & 255)) + Math.Abs((a >> 8 & 255) - (b >> 8 & 255)) + Math.Abs((a & 255) - (b & 255));
}
