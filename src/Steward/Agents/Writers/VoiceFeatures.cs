using System.Text.RegularExpressions;

namespace Steward.Agents.Writers;

/// <summary>Learns a voice from the texts of mails that the person sent, without quoted history. Pure; the same mails in any order give the same voice.</summary>
static partial class VoiceFeatures
{
    const int Fewest = 3;

    /// <summary>Null when there are too few mails to tell a habit.</summary>
    public static Voice? Of(IReadOnlyList<string> sent)
    {
        var letters = sent.Select(Letter.Of).Where(l => l.Words > 0).ToList();
        if (letters.Count < Fewest)
            return null;
        var greeting = Commonest(letters.Select(l => l.Greeting)) ?? Voice.Plain.Greeting;
        var signOff = Commonest(letters.Select(l => l.SignOff)) ?? Voice.Plain.SignOff;
        var words = letters.Select(l => l.Words).Order().ElementAt(letters.Count / 2);
        var contractions = Share(letters, l => l.Contractions) > 0.3;
        return new Voice(greeting, signOff, Math.Clamp(words, 5, 400), FormalityOf(greeting, signOff, contractions), contractions, Share(letters, l => l.Exclaims) > 0.4);
    }

    static double Share(List<Letter> letters, Func<Letter, bool> has) => (double)letters.Count(has) / letters.Count;

    static string? Commonest(IEnumerable<string?> values) => values.OfType<string>().GroupBy(v => v, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;

    static Formality FormalityOf(string greeting, string signOff, bool contractions)
    {
        var formal = (FormalGreeting().IsMatch(greeting) ? 1 : 0) + (FormalClose().IsMatch(signOff) ? 1 : 0);
        var casual = (CasualGreeting().IsMatch(greeting) ? 1 : 0) + (CasualClose().IsMatch(signOff) ? 1 : 0) + (contractions ? 1 : 0);
        return formal > casual ? Formality.Formal : casual > formal + 1 ? Formality.Casual : Formality.Neutral;
    }

    sealed record Letter(string? Greeting, string? SignOff, int Words, bool Contractions, bool Exclaims)
    {
        public static Letter Of(string text)
        {
            var lines = text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).TakeWhile(l => !Quoted().IsMatch(l)).Where(l => l.Length > 0).ToList();
            string? greeting = null, signOff = null;
            if (lines.Count > 0 && GreetingLine().Match(lines[0]) is { Success: true } greets)
            {
                var word = greets.Groups["word"].Value;
                greeting = $"{char.ToUpperInvariant(word[0])}{word[1..].ToLowerInvariant()}{(greets.Groups["name"].Success ? " {first}" : "")}{(greets.Groups["mark"].Value is { Length: > 0 } mark ? mark : ",")}";
                lines.RemoveAt(0);
            }
            // A close is looked for among the last lines only, where the name and a signature follow it.
            var close = lines.FindLastIndex(l => CloseLine().IsMatch(l));
            if (close >= 0 && lines.Count - close <= 8)
            {
                var line = CloseLine().Match(lines[close]).Groups["word"].Value;
                signOff = $"{char.ToUpperInvariant(line[0])}{line[1..].ToLowerInvariant()},";
                lines.RemoveRange(close, lines.Count - close);
            }
            var body = string.Join(' ', lines);
            return new(greeting, signOff, body.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, Contraction().IsMatch(body), body.Contains('!', StringComparison.Ordinal));
        }
    }

    const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"^(>|on .{4,160} wrote:|am .{4,160} schrieb|-{2,}\s*(original|forwarded|ursprüngliche))", Options)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?<word>hi|hello|hey|dear|good morning|good afternoon|good evening|greetings|hallo|liebe|lieber|guten tag|guten morgen|moin|servus|sehr geehrte|sehr geehrter|bonjour|salut)(\s+(?<name>\p{L}[\p{L}.'’ -]{0,40}))?\s*(?<mark>[,!:]?)$", Options)]
    private static partial Regex GreetingLine();

    [GeneratedRegex(@"^(?<word>best regards|kind regards|warm regards|regards|best wishes|all the best|best|many thanks|thanks|thank you|thanks a lot|cheers|sincerely|yours sincerely|yours faithfully|yours|see you|talk soon|take care|love|mit freundlichen grüßen|viele grüße|liebe grüße|beste grüße|herzliche grüße|grüße|lg|vg|cordialement)\s*[,.!]?$", Options)]
    private static partial Regex CloseLine();

    [GeneratedRegex(@"\b(i|you|we|they|he|she|it|that|there|what|do|does|did|is|are|was|were|ca|wo|would|could|should|have|has|had)(n?['’](t|m|re|ve|ll|d|s))\b", Options)]
    private static partial Regex Contraction();

    [GeneratedRegex("^(dear|sehr geehrte|guten tag|good )", Options)]
    private static partial Regex FormalGreeting();

    [GeneratedRegex("^(yours|sincerely|kind regards|best regards|mit freundlichen|cordialement)", Options)]
    private static partial Regex FormalClose();

    [GeneratedRegex("^(hey|moin|servus|salut)", Options)]
    private static partial Regex CasualGreeting();

    [GeneratedRegex("^(cheers|thanks,|see you|talk soon|love|lg|take care)", Options)]
    private static partial Regex CasualClose();
}
