using NodaTime;
using Steward.Planning.Language;

namespace Steward.Planning.Time;

/// <summary>A found expression: its meaning and its tokens.</summary>
/// <param name="First">Index of the first token; <paramref name="End"/> is excluded.</param>
sealed record TimeSpot(TimeValue Value, int First, int End);

/// <summary>Walks over a sentence and takes, at each place, the longest expression that begins there. Linear in the length of the sentence.</summary>
static class TimeFinder
{
    /// <summary>Every word that the grammar knows.</summary>
    public static readonly IReadOnlyList<string> Vocabulary =
        [.. TimeWords.Months.Keys, .. TimeWords.Seasons.Keys, .. TimeWords.Weekdays.Keys, .. TimeWords.PluralWeekdays.Keys, .. TimeWords.Units.Keys, .. TimeWords.Parts.Keys, .. TimeWords.Others];

    static readonly Spelling Words = new(Vocabulary);

    public static List<TimeSpot> Find(IReadOnlyList<Token> tokens, TimeContext context)
    {
        var grammar = new TimeGrammar(context, tokens);
        var found = new List<TimeSpot>();
        var next = NextOfTime(tokens);
        for (var i = 0; i < tokens.Count;)
        {
            if (tokens[i].Kind != TokenKind.Address && next[i] - i <= LongestOpening && grammar.Expression(i) is { } expression && expression.End > i && IsOfThisEra(expression.Value))
            {
                found.Add(new TimeSpot(expression.Value, i, expression.End));
                i = expression.End;
            }
            else
            {
                i++;
            }
        }
        return found;
    }

    /// <summary>ISO 8601 and instants are written for the years 1 to 9999; the outermost are left out, since a zone may shift them beyond. "8,000 years ago" is no time to plan by.</summary>
    static bool IsOfThisEra(TimeValue value) => value switch
    {
        Days days => Fits(days.From) && Fits(days.To),
        ClockSpan { Day: { } day } => Fits(day),
        Moment moment => Fits(moment.At.Date),
        MomentSpan span => (span.From is not { } from || Fits(from.Date)) && (span.To is not { } to || Fits(to.Date)),
        Repeat repeat => Fits(repeat.First.Date),
        _ => true,
    };

    static bool Fits(LocalDate date) => date.Year is > 1 and < 9999;

    /// <summary>So many words may stand before the first that speaks of time: "by no later than the end of the …".</summary>
    const int LongestOpening = 8;

    /// <summary>For each place the next token that speaks of time by itself. Where none is near no rule needs to be asked, and plain text costs nothing.</summary>
    static int[] NextOfTime(IReadOnlyList<Token> tokens)
    {
        var next = new int[tokens.Count];
        for (var (i, nearest) = (tokens.Count - 1, int.MaxValue); i >= 0; i--)
            next[i] = nearest = Speaks(tokens[i]) ? i : nearest;
        return next;
    }

    static bool Speaks(Token token) => token.Kind == TokenKind.Number || token.Kind == TokenKind.Word && !Little.Contains(token.Norm)
        && (Known.Contains(token.Norm) || TimeWords.Cardinals.ContainsKey(token.Norm) || Holidays.Knows(token.Norm) || token.Norm.EndsWith("ish", StringComparison.Ordinal) || token.Norm.EndsWith("ly", StringComparison.Ordinal));

    static readonly HashSet<string> Known =
    [
        .. Vocabulary, "eod", "eow", "eom", "eoy", "eoq", "eob", "sob", "cob", "cop", "close", "open", "opening", "business", "now", "then", "moment", "present", "decade", "decades", "century", "centuries", "ytd", "mtd", "qtd", "wtd", "fy", "dawn", "dusk", "daybreak", "sunrise", "sunset", "sundown", "midday", "midweek",
        "overmorrow", "morrow", "ago", "recent", "anytime", "once", "twice", "thrice", "times", "each", "alternate", "alternating", "annual", "weekends", "afternoons", "mornings", "evenings", "nights", "lunch", "lunchtime", "anniversary", "holidays", "summer", "winter", "autumn", "spring", "fall", "utc", "gmt", "other",
        "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties", "noughties", "tens", "zulu", "hundred", "half", "several", "few", "onwards", "past", "middle", "end", "start", "beginning", "rest", "remainder", "first", "second", "third", "fourth", "fifth", "last", "previous", "same",
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "w", "tu", "th", "m", "t", "f", "noon", "midnight", "moro", "hence", "soon", "later", "earlier", "year", "day", "night",
    ];

    /// <summary>Words that stand before times as before everything else.</summary>
    static readonly HashSet<string> Little =
    [
        "a", "an", "the", "of", "to", "from", "in", "on", "at", "by", "for", "and", "or", "with", "between", "about", "around", "before", "after", "since", "until", "till", "this", "that", "my", "our", "all", "any", "some", "one", "than", "as", "is", "be", "up", "out", "off", "over",
    ];

    /// <summary>Long names of days and months, which nobody is called: a slip in one is mended also where it bears its capital.</summary>
    static readonly Spelling Names = new(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "september", "october", "november", "december"]);

    static readonly HashSet<string> BeforeNames = ["on", "in", "by", "next", "last", "this", "until", "till", "since", "every", "each", "before", "after", "coming", "of", "and", "or", ","];

    /// <summary>Tokens with short forms spelt out and slips of the finger in words of time mended.</summary>
    public static List<Token> Mend(IReadOnlyList<Token> tokens) =>
        [.. tokens.Select((t, i) => t is { Kind: TokenKind.Word, Capital: true, Norm.Length: >= 6 } && i > 0 && !Words.Knows(t.Norm) && BeforeNames.Contains(tokens[i - 1].Norm) ? t with { Norm = Names.Mend(t with { Text = t.Norm }) } : t).Select(t => t.Kind != TokenKind.Word ? t : TimeWords.Short.TryGetValue(t.Norm, out var full) ? t with { Norm = full } : t with { Norm = Words.Mend(t) })];
}
