using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Steward.Mail.Mime;

/// <summary>
/// HTML to the text that a reader sees. It works on AngleSharp's tokens with a small stack of its own, not on a tree: building the tree takes cubic time
/// on hostile mark-up (4 seconds for 36 kB), tokens take linear time. Where browsers repair mark-up by opening a formatting element again, so does this,
/// because text that a browser would not show must not be read. Deeper than <see cref="Deepest"/> nothing counts as visible.
/// </summary>
sealed class HtmlText
{
    const int Deepest = 400;
    static readonly HashSet<string> Void = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param", "bgsound", "keygen", "frame"];
    static readonly HashSet<string> Never = ["script", "style", "title", "head", "template", "noembed", "noframes", "iframe", "object", "applet", "audio", "video", "canvas", "datalist", "map"];
    static readonly HashSet<string> Formatting = ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
    static readonly HashSet<string> Blocks =
    [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "caption",
    ];

    readonly HtmlSheet sheet = new();
    readonly List<HtmlElement> open = [];
    readonly TextFlow flow = new();
    int tooDeep;

    /// <summary>Visible text, and the number of non-blank characters that were left out because nobody would see them: comments, titles, alternative texts and all that styles hide.</summary>
    public static (string Text, int Hidden) Read(string html)
    {
        var reader = new HtmlText();
        // Style elements count wherever they stand; a first look makes the rules known before the text that they hide.
        foreach (var css in StyleElements(html))
            reader.sheet.Add(css);
        using var source = new TextSource(new StringTextSource(html));
        var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver) { IsStrictMode = false };
        while (tokenizer.Get() is { Type: not HtmlTokenType.EndOfFile } token)
            reader.Take(token, tokenizer);
        return (reader.flow.ToString(), reader.flow.Hidden);
    }

    void Take(HtmlToken token, HtmlTokenizer tokenizer)
    {
        switch (token.Type)
        {
            case HtmlTokenType.Character:
                Text(token.Data);
                break;
            case HtmlTokenType.Comment when !token.Data.StartsWith("[if", StringComparison.OrdinalIgnoreCase) && !token.Data.Contains("[endif", StringComparison.OrdinalIgnoreCase):
                flow.Hide(token.Data);
                break;
            case HtmlTokenType.StartTag:
                Start((HtmlTagToken)token, tokenizer);
                break;
            case HtmlTokenType.EndTag:
                End(token.Name);
                break;
        }
    }

    void Text(string text)
    {
        if (open.Count > 0 && open[^1].Tag is "style" or "script")
            return;
        if (tooDeep > 0 || sheet.Exhausted || (open.Count > 0 ? open[^1].Style : HtmlStyle.Page).Hides)
            flow.Hide(text);
        else
            flow.Add(text, open.Any(element => element.Tag is "pre" or "textarea"));
    }

    void Start(HtmlTagToken tag, HtmlTokenizer tokenizer)
    {
        var name = tag.Name;
        ImpliedEnds(name);
        if (Blocks.Contains(name))
            flow.Break(name is "p" or "blockquote" or "ul" or "ol" or "table" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" ? 2 : 1);
        else if (name == "br")
            flow.Break(1, always: true);
        else if (name is "td" or "th")
            flow.Space();
        else if (name == "img" && Attribute(tag, "alt") is { } alternative)
            flow.Hide(alternative);
        if (name == "li")
            flow.Bullet((open.Count > 0 ? open[^1].Style : HtmlStyle.Page).Hides);
        if (Void.Contains(name))
            return;
        if (open.Count >= Deepest)
        {
            tooDeep++;
            return;
        }
        var above = open.Count > 0 ? open[^1] : null;
        var element = new HtmlElement(name, Attribute(tag, "id"), Attribute(tag, "class"), above);
        element.Apply([.. OwnStyle(tag, element)]);
        open.Add(element);
        tokenizer.State = name switch
        {
            "title" or "textarea" => HtmlParseMode.RCData,
            "style" or "xmp" or "iframe" or "noembed" or "noframes" => HtmlParseMode.Rawtext,
            "script" => HtmlParseMode.Script,
            "plaintext" => HtmlParseMode.Plaintext,
            _ => HtmlParseMode.PCData,
        };
    }

    /// <summary>Everything that styles this element itself, in the order in which it counts: old attributes, the sheet, its style attribute.</summary>
    IEnumerable<string> OwnStyle(HtmlTagToken tag, HtmlElement element)
    {
        if (Never.Contains(element.Tag) || Attribute(tag, "hidden") is not null)
            yield return "display:none";
        if (element.Tag == "a")
            yield return "color:#0000ee";
        if (Attribute(tag, "bgcolor") is { } paper)
            yield return "background-color:" + paper;
        if (Attribute(tag, "background") is { Length: > 0 })
            yield return "background-image:url(x)";
        if ((Attribute(tag, "color") ?? Attribute(tag, "text")) is { } ink)
            yield return "color:" + ink;
        foreach (var declarations in sheet.For(element))
            yield return declarations;
        if (Attribute(tag, "style") is { } own)
            yield return own;
    }

    /// <summary>Closes the nearest open element of this name, if it is not beyond a table cell; formatting elements on the way are opened again.</summary>
    void End(string name)
    {
        if (tooDeep > 0 && !Void.Contains(name))
        {
            tooDeep--;
            return;
        }
        if (Blocks.Contains(name))
            flow.Break(name is "p" or "blockquote" or "table" or "ul" or "ol" ? 2 : 1);
        var at = open.FindLastIndex(element => element.Tag == name || element.Tag is "td" or "th" or "table" && !IsTable(name));
        if (at >= 0 && open[at].Tag == name)
            CloseFrom(at);
    }

    static bool IsTable(string name) => name is "table" or "tbody" or "thead" or "tfoot" or "tr" or "td" or "th" or "body" or "html";

    void CloseFrom(int at)
    {
        var again = IsTable(open[at].Tag) ? [] : open.Skip(at + 1).Where(element => Formatting.Contains(element.Tag)).Take(20).ToList();
        open.RemoveRange(at, open.Count - at);
        foreach (var element in again)
        {
            var copy = new HtmlElement(element.Tag, null, null, open.Count > 0 ? open[^1] : null);
            copy.Apply(element.Own);
            open.Add(copy);
        }
    }

    void ImpliedEnds(string name)
    {
        string[] closes = name switch
        {
            "li" => ["li"],
            "td" or "th" => ["td", "th"],
            "tr" => ["tr", "td", "th"],
            "tbody" or "tfoot" or "thead" => ["tbody", "thead", "tfoot", "tr", "td", "th"],
            "dd" or "dt" => ["dd", "dt"],
            "option" => ["option"],
            "body" => ["head"],
            _ => Blocks.Contains(name) ? ["p"] : [],
        };
        if (closes.Length == 0)
            return;
        var first = -1;
        for (var i = open.Count - 1; i >= 0; i--)
        {
            var tag = open[i].Tag;
            if (closes.Contains(tag))
                first = i;
            else if (tag is "table" or "ul" or "ol" or "dl" or "select" or "td" or "th" or "button" || tag is "div" && name is not ("td" or "th" or "tr" or "body"))
                break;
            if (first >= 0 && name is not ("tr" or "tbody" or "thead" or "tfoot"))
                break;
        }
        if (first >= 0)
            CloseFrom(first);
    }

    static string? Attribute(HtmlTagToken tag, string name)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return attribute.Value;
        }
        return null;
    }

    static IEnumerable<string> StyleElements(string html)
    {
        for (var at = html.IndexOf("<style", StringComparison.OrdinalIgnoreCase); at >= 0; at = html.IndexOf("<style", at, StringComparison.OrdinalIgnoreCase))
        {
            var start = html.IndexOf('>', at);
            if (start < 0)
                yield break;
            var end = html.IndexOf("</style", start, StringComparison.OrdinalIgnoreCase);
            yield return html[(start + 1)..(end < 0 ? html.Length : end)];
            if (end < 0)
                yield break;
            at = end + 7;
        }
    }
}
