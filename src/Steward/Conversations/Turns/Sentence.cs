using System.Text;

namespace Steward.Conversations.Turns;

/// <summary>Small matters of wording.</summary>
static class Sentence
{
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    public static string Count(long count, string one, string? many = null) => $"{count:N0} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>
    /// Outside words as plain text in Markdown: no link, image, heading, code or HTML can come of them, and line breaks are folded.
    /// </summary>
    public static string Escape(string text)
    {
        text = Platform.VisibleText.CleanLine(text);
        var escaped = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var link = text[i] == ':' && text.AsSpan(i).StartsWith("://") || text[i] == '.' && text.AsSpan(0, i).EndsWith("www", StringComparison.OrdinalIgnoreCase);
            if (link || text[i] is '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '<' or '>' or '|' or '~' or '&' || i == 0 && text[i] is '#' or '-' or '+' or '=')
                escaped.Append('\\');
            escaped.Append(text[i]);
        }
        return escaped.ToString();
    }
}
