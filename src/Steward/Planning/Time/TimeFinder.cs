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
        for (var i = 0; i < tokens.Count;)
        {
            if (tokens[i].Kind != TokenKind.Address && grammar.Expression(i) is { } expression && expression.End > i && IsOfThisEra(expression.Value))
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

    /// <summary>Tokens with short forms spelt out and slips of the finger in words of time mended.</summary>
    public static List<Token> Mend(IReadOnlyList<Token> tokens) =>
        [.. tokens.Select(t => t.Kind != TokenKind.Word ? t : TimeWords.Short.TryGetValue(t.Norm, out var full) ? t with { Norm = full } : t with { Norm = Words.Mend(t) })];
}
