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
            if (tokens[i].Kind != TokenKind.Address && grammar.Expression(i) is { } expression && expression.End > i)
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

    /// <summary>Tokens with short forms spelt out and slips of the finger in words of time mended.</summary>
    public static List<Token> Mend(IReadOnlyList<Token> tokens) =>
        [.. tokens.Select(t => t.Kind != TokenKind.Word ? t : TimeWords.Short.TryGetValue(t.Norm, out var full) ? t with { Norm = full } : t with { Norm = Words.Mend(t) })];
}
