using System.Text;
using System.Text.Encodings.Web;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Steward.Mail.Html;

/// <summary>
/// Mail's HTML for the sandboxed viewer, written anew from an allow-list: what is not known here is not written. Nothing in the result runs, loads from
/// anywhere, submits, or names a place in the page. Links stay as links that open elsewhere, with their destination to be read; pictures stay only when they
/// came with the message. Writing costs as much as the input is long, whatever its nesting; parsing can cost more, hence <see cref="CanShow"/>.
/// </summary>
/// <param name="picture">The data: address of the picture with a Content-ID, or null.</param>
/// <param name="remotePictures">True when the reader asked for pictures from elsewhere: https only, and whoever serves them learns that the mail is being read.</param>
sealed class SafeHtml(Func<string, string?> picture, bool remotePictures = false)
{
    const int Deepest = 200, LongestLink = 2000, MostTags = 20_000, MostOpenTags = 4000;

    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt",
        "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "s",
        "samp", "section", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
    };

    /// <summary>Gone with everything in them. Other unknown elements are only unwrapped.</summary>
    static readonly HashSet<string> Dropped = new(StringComparer.Ordinal)
    {
        "script", "style", "title", "head", "iframe", "frame", "frameset", "noframes", "object", "embed", "applet", "param", "input", "button", "select", "option", "textarea", "datalist",
        "output", "svg", "math", "template", "noscript", "link", "meta", "base", "audio", "video", "source", "track", "canvas", "map", "area", "dialog", "portal", "slot", "plaintext", "xmp",
    };

    static readonly HashSet<string> Void = new(StringComparer.Ordinal) { "br", "col", "hr", "img", "wbr" };

    static readonly HashSet<string> Attributes = new(StringComparer.Ordinal)
    {
        "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "color", "colspan", "dir", "face", "height", "lang", "nowrap", "rowspan", "size", "span", "start", "summary", "title",
        "type", "valign", "width",
    };

    readonly StringBuilder output = new();

    /// <summary>
    /// False for markup made to cost: very many tags, or far more opened than closed. The parser's work grows with the square of what stays open. Such a
    /// message is shown as its text.
    /// </summary>
    public static bool CanShow(string html)
    {
        var (all, closing) = (0, 0);
        for (var i = 0; i + 1 < html.Length; i++)
        {
            if (html[i] != '<')
                continue;
            all++;
            closing += html[i + 1] == '/' ? 1 : 0;
        }
        return all <= MostTags && all - 2 * closing <= MostOpenTags;
    }

    public string Write(string html)
    {
        var document = new HtmlParser().ParseDocument(html);
        output.Append(Opening);
        if (document.Body is { } body)
            WriteChildren(body);
        return output.Append("</body></html>").ToString();
    }

    /// <summary>Mail is made 600 pixels wide and more: on a narrow screen its tables and pictures are no wider than the frame.</summary>
    internal const string Opening = "<!doctype html><html><head><meta charset=\"utf-8\"><style>img{max-width:100%;height:auto}"
        + "@media (max-width:40em){body{overflow-wrap:anywhere}table,td,th,div{max-width:100%!important}table[width]{width:100%!important}td[width],th[width]{width:auto!important}}</style></head><body>";

    /// <summary>Plain text as a page.</summary>
    public static string OfText(string text) =>
        $"{Opening}<div style=\"white-space:pre-wrap;font-family:sans-serif\">{Encoder.Encode(text)}</div></body></html>";

    /// <summary>By a loop with its own stack: a mail may nest deeper than a thread's stack is.</summary>
    void WriteChildren(INode root)
    {
        var open = new Stack<(INode? Next, string? Close)>();
        open.Push((root.FirstChild, null));
        while (open.Count > 0)
        {
            var (node, close) = open.Pop();
            if (node is null)
            {
                output.Append(close);
                continue;
            }
            open.Push((node.NextSibling, close));
            if (node is IText text)
                output.Append(Encoder.Encode(text.Data));
            else if (node is IElement element && !IsDropped(element))
                open.Push((element.FirstChild, Start(element, open.Count)));
        }
    }

    static bool IsDropped(IElement element) => Dropped.Contains(element.LocalName) || element.NamespaceUri != "http://www.w3.org/1999/xhtml";

    /// <returns>What closes it.</returns>
    string Start(IElement element, int depth)
    {
        var name = element.LocalName;
        if (!Kept.Contains(name) || depth > Deepest)
            return "";
        output.Append('<').Append(name);
        foreach (var attribute in element.Attributes)
        {
            if (attribute.LocalName == "style")
                Attribute("style", StyleFilter.Keep(attribute.Value));
            else if (Attributes.Contains(attribute.LocalName) && !(name == "a" && attribute.LocalName == "title"))
                Attribute(attribute.LocalName, attribute.Value);
        }
        if (name == "a")
            Link(element.GetAttribute("href"));
        else if (name == "img")
            Attribute("src", Picture(element.GetAttribute("src")) ?? "");
        output.Append('>');
        return Void.Contains(name) ? "" : $"</{name}>";
    }

    void Link(string? href)
    {
        if (href is null || href.Length > LongestLink || !Uri.TryCreate(href.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https" or "mailto"))
            return;
        Attribute("href", uri.AbsoluteUri);
        Attribute("title", uri.AbsoluteUri);
        output.Append(" target=\"_blank\" rel=\"noopener noreferrer nofollow\"");
    }

    string? Picture(string? source)
    {
        if (source is null)
            return null;
        if (source.StartsWith("cid:", StringComparison.OrdinalIgnoreCase))
            return picture(Uri.UnescapeDataString(source[4..].Trim()));
        if (PictureTypes.IsDataAddress(source))
            return source;
        return remotePictures && source.Length <= LongestLink && Uri.TryCreate(source.Trim(), UriKind.Absolute, out var uri) && uri.Scheme == "https" ? uri.AbsoluteUri : null;
    }

    void Attribute(string name, string value)
    {
        if (value.Length > 0)
            output.Append(' ').Append(name).Append("=\"").Append(Encoder.Encode(value)).Append('"');
    }
}
