namespace Steward.Mail.Mime;

/// <summary>
/// The rules of a message's style elements that can hide text. Selectors of tag, class and id are understood, alone and below one another; conditional
/// blocks (@media and the like) are left out. At most 500 rules count.
/// </summary>
sealed class HtmlSheet
{
    const int Most = 500;
    const int MostLookups = 200_000;
    static readonly string[] Telling = ["display", "visibility", "opacity", "font", "color", "background", "overflow", "position", "indent", "clip", "transform"];
    readonly Dictionary<string, List<(string[] Selector, string Declarations)>> rules = new(StringComparer.OrdinalIgnoreCase);
    readonly HashSet<string> seen = new(StringComparer.Ordinal);
    int count;
    int lookups;

    /// <summary>True once rules were looked up so often that the rest of the document is not worth it; what styles hide is then unknown.</summary>
    public bool Exhausted => lookups > MostLookups;

    public void Add(string css)
    {
        var at = 0;
        while (at < css.Length && count < Most)
        {
            var open = css.IndexOf('{', at);
            if (open < 0)
                return;
            var selector = css[at..open].Trim();
            if (selector.Contains("/*", StringComparison.Ordinal))
                selector = selector[(selector.LastIndexOf("*/", StringComparison.Ordinal) is var end and >= 0 ? end + 2 : selector.Length)..].Trim();
            if (selector.StartsWith('@'))
            {
                at = AfterBlock(css, open);
                continue;
            }
            var close = css.IndexOf('}', open);
            var declarations = css[(open + 1)..(close < 0 ? css.Length : close)];
            if (selector.Length + declarations.Length < 4000 && seen.Add(selector + "{" + declarations) && Telling.Any(word => declarations.Contains(word, StringComparison.OrdinalIgnoreCase)))
                AddRule(selector, declarations);
            at = close < 0 ? css.Length : close + 1;
        }
    }

    /// <summary>Declarations that apply to an element, in the order of the sheet.</summary>
    public IEnumerable<string> For(HtmlElement element)
    {
        if (count == 0)
            yield break;
        foreach (var key in element.Keys)
        {
            if (!rules.TryGetValue(key, out var found))
                continue;
            foreach (var (selector, declarations) in found)
            {
                if (++lookups > MostLookups)
                    yield break;
                if (Matches(selector, element))
                    yield return declarations;
            }
        }
    }

    void AddRule(string selectors, string declarations)
    {
        foreach (var selector in selectors.Split(',', 50))
        {
            var steps = selector.Replace(">", " ", StringComparison.Ordinal).Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
            if (steps.Length is 0 or > 6 || steps.Any(step => step.AsSpan().ContainsAny(":[]*+~()")) || count >= Most)
                continue;
            var last = steps[^1];
            var mark = last.LastIndexOfAny(['.', '#']);
            var key = mark < 0 ? last : last[mark..];
            if (!rules.TryGetValue(key, out var list))
                rules[key] = list = [];
            list.Add((steps, declarations));
            count++;
        }
    }

    static bool Matches(string[] selector, HtmlElement element)
    {
        if (!element.Is(selector[^1]))
            return false;
        var step = selector.Length - 2;
        for (var above = element.Parent; above is not null && step >= 0; above = above.Parent)
        {
            if (above.Is(selector[step]))
                step--;
        }
        return step < 0;
    }

    static int AfterBlock(string css, int open)
    {
        var depth = 0;
        for (var i = open; i < css.Length; i++)
        {
            if (css[i] == '{')
                depth++;
            else if (css[i] == '}' && --depth == 0)
                return i + 1;
        }
        return css.Length;
    }
}

/// <summary>An open element, as far as selectors ask.</summary>
sealed class HtmlElement(string tag, string? id, string? classes, HtmlElement? parent)
{
    public string Tag { get; } = tag;
    public HtmlElement? Parent { get; } = parent;
    public HtmlStyle Style { get; private set; } = parent?.Style ?? HtmlStyle.Page;
    /// <summary>Its own declarations, kept because a formatting element may be opened again elsewhere.</summary>
    public IReadOnlyList<string> Own { get; private set; } = [];
    /// <summary>Under which rules are looked up: tag, .class …, #id.</summary>
    public IReadOnlyList<string> Keys { get; } =
    [
        tag, .. (classes ?? "").Split([' ', '\t', '\r', '\n'], 20, StringSplitOptions.RemoveEmptyEntries).Select(name => "." + name), .. id is null ? Array.Empty<string>() : ["#" + id],
    ];

    public void Apply(IReadOnlyList<string> declarations)
    {
        Own = declarations;
        foreach (var text in declarations)
            Style = Style.With(text);
    }

    public bool Is(string compound)
    {
        var at = 0;
        while (at < compound.Length)
        {
            var next = compound.AsSpan(at + 1).IndexOfAny('.', '#');
            var end = next < 0 ? compound.Length : at + 1 + next;
            if (!Keys.Contains(compound[at..end], StringComparer.OrdinalIgnoreCase))
                return false;
            at = end;
        }
        return true;
    }
}
