using NodaTime;
using Steward.Planning.Language;

namespace Steward.Planning.Time;

/// <summary>A value and the index of the token after it.</summary>
readonly record struct Found<T>(T Value, int End);

/// <summary>
/// Recursive descent over tokens: each rule looks at one place and returns what it found there, or null. Rules are layered: numbers, clock times and lengths;
/// days and periods; parts put together into points; ranges and repetitions over points. Rules that others ask again are remembered per place, so that a
/// sentence costs time in proportion to its length, however its phrases nest. Nothing is evaluated twice against the clock: a context is fixed.
/// </summary>
sealed partial class TimeGrammar(TimeContext context, IReadOnlyList<Token> tokens)
{
    /// <summary>Phrases nest no deeper: "the day before the day before …" is not said ten times over.</summary>
    const int DeepestNesting = 40;

    int depth;
    TimeGrammar? backwards;

    /// <summary>The same text, read with a lean to the past.</summary>
    TimeGrammar Backwards => context.Past ? this : backwards ??= new TimeGrammar(context with { Past = true }, tokens);

    /// <summary>The longest expression that begins at this token; of equally long ones the more specific rule's.</summary>
    public Found<TimeValue>? Expression(int i)
    {
        if (InsideNumber(i))
            return null;
        Found<TimeValue>? best = null;
        Consider(Set(i));
        Consider(Range(i));
        Consider(Open(i));
        Consider(PartOfToday(i));
        Consider(Point(i));
        Consider(Rolling(i));
        Consider(Lengths(i));
        return best;

        void Consider(Found<TimeValue>? found)
        {
            if (found is { } f && (best is null || f.End > best.Value.End))
                best = f;
        }
    }

    /// <summary>What a rule found at each place, so that it looks only once.</summary>
    sealed class Memo<T>(TimeGrammar grammar, Func<int, Found<T>?> rule)
    {
        readonly Found<T>?[] values = new Found<T>?[grammar.Count];
        readonly bool[] known = new bool[grammar.Count];

        public Found<T>? At(int i)
        {
            if ((uint)i >= (uint)values.Length)
                return null;
            if (!known[i] && grammar.depth < DeepestNesting)
            {
                grammar.depth++;
                values[i] = rule(i);
                grammar.depth--;
                known[i] = true;
            }
            return values[i];
        }
    }

    int Count => tokens.Count;

    string Word(int i) => i >= 0 && i < tokens.Count ? tokens[i].Norm : "";

    bool Is(int i, string word) => Word(i) == word;

    bool Is(int i, params ReadOnlySpan<string> words) => i >= 0 && i < tokens.Count && words.Contains(tokens[i].Norm);

    bool IsNumber(int i) => i >= 0 && i < tokens.Count && tokens[i].Kind == TokenKind.Number;

    bool IsSymbol(int i) => i >= 0 && i < tokens.Count && tokens[i].Kind == TokenKind.Symbol;

    bool Glued(int i) => i >= 0 && i < tokens.Count && !tokens[i].SpaceBefore;

    /// <summary>The phrase ends here: nothing follows, or a mark that closes it.</summary>
    bool Closes(int i) => i >= tokens.Count || Is(i, ".", ",", ";", "?", "!", ")", "\n");

    /// <summary>The index after the words, or null. Words are parted by single spaces.</summary>
    int? Match(int i, string phrase)
    {
        if ((uint)i >= (uint)tokens.Count || tokens[i].Norm.Length == 0 || tokens[i].Norm[0] != phrase[0])
            return null;
        foreach (var range in phrase.AsSpan().Split(' '))
        {
            if (i >= tokens.Count || !phrase.AsSpan(range).SequenceEqual(tokens[i].Norm))
                return null;
            i++;
        }
        return i;
    }

    int? MatchAny(int i, params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
            if (Match(i, phrase) is { } end)
                return end;
        return null;
    }

    int Skip(int i, params ReadOnlySpan<string> words) => Is(i, words) ? i + 1 : i;

    static Days Single(LocalDate date) => Days.On(date) with { Fixed = true };

    static LocalDate? Date(int year, int month, int day) =>
        year is >= 1 and <= 9000 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month) ? new LocalDate(year, month, day) : null;

    static string? Join(params ReadOnlySpan<string?> notes)
    {
        string? all = null;
        foreach (var note in notes)
            all = note is null ? all : all is null ? note : all + "; " + note;
        return all;
    }
}
