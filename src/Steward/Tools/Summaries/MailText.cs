using System.Text;
using System.Text.RegularExpressions;

namespace Steward.Tools.Summaries;

/// <summary>What the sender wrote in this message: quoted earlier mail, forwarded headers, signatures, legal footers and closing lines are taken off.</summary>
static partial class MailText
{
    /// <summary>More than this of one message is not read: a summary of a book is not what is asked for.</summary>
    const int MaxCharacters = 40_000;

    public static string Own(string text)
    {
        if (text.Length > MaxCharacters)
            text = text[..MaxCharacters];
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var kept = new StringBuilder(text.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            if (EndsMessage(line, i + 1 < lines.Length ? lines[i + 1] : "") || IsSignature(lines, i))
                break;
            if (!line.StartsWith('>'))
                kept.Append(line).Append('\n');
        }
        return kept.ToString().Trim();
    }

    static bool EndsMessage(string line, string next) =>
        line == "--" || IsRule(line) || OriginalMessage().IsMatch(line) || Attribution().IsMatch(line)
        || line.StartsWith("On ", StringComparison.Ordinal) && Attribution().IsMatch($"{line} {next.Trim()}")
        || ReplyHeader().IsMatch(line) && SecondHeader().IsMatch(next)
        || Footer().IsMatch(line);

    static bool IsRule(string line) => line.Length >= 20 && line.All(c => c is '_' or '-' or '=');

    /// <summary>A closing formula on a line of its own with at most six lines after it.</summary>
    static bool IsSignature(string[] lines, int at) =>
        Closing().IsMatch(lines[at]) && lines.Skip(at + 1).TakeWhile(l => !l.StartsWith('>') && !Attribution().IsMatch(l)).Count(l => l.Trim().Length > 0) <= 6;

    const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"^\s*-{2,}\s*(original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine)\s*-{2,}", Options)]
    private static partial Regex OriginalMessage();

    [GeneratedRegex(@"^\s*(on\s.{4,160}\swrote|am\s.{4,160}\sschrieb.{0,80}|le\s.{4,160}\sa écrit)\s*:?\s*$", Options)]
    private static partial Regex Attribution();

    [GeneratedRegex(@"^\s*\*?(from|von|de)\s*:\*?\s+\S", Options)]
    private static partial Regex ReplyHeader();

    [GeneratedRegex(@"^\s*\*?(sent|date|to|subject|gesendet|datum|an|betreff|envoyé|à|objet)\s*:", Options)]
    private static partial Regex SecondHeader();

    [GeneratedRegex(@"^\s*(sent from my \w+|get outlook for|von meinem \w+ gesendet|this e-?mail (and any|is confidential|may contain|message)|confidentiality notice|to unsubscribe|unsubscribe\b|you (are receiving|received) this)", Options)]
    private static partial Regex Footer();

    [GeneratedRegex(@"^\s*((best|kind|warm|warmest|many|with)\s+(regards|wishes|thanks)|regards|sincerely|yours\s+\w+|cheers|best|thanks|thank you|thx|many thanks|all the best|talk soon|see you|love|mit freundlichen grüßen|viele grüße|liebe grüße|beste grüße|cordialement|mfg|vg|lg)\s*[,.!]?\s*$", Options)]
    private static partial Regex Closing();
}
