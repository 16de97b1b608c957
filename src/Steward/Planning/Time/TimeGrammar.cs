using System.Globalization;
using NodaTime;
using Steward.Planning.Language;

namespace Steward.Planning.Time;

/// <summary>A value and the index of the token after it.</summary>
readonly record struct Found<T>(T Value, int End);

/// <summary>
/// Recursive descent over tokens: each rule looks at one place and returns what it found there, or null. Rules are layered: numbers, clock times and lengths;
/// days and periods; parts put together into points; ranges and repetitions over points. Nothing is evaluated twice against the clock: a context is fixed.
/// </summary>
sealed partial class TimeGrammar(TimeContext context, IReadOnlyList<Token> tokens)
{
    /// <summary>The longest expression that begins at this token; of equally long ones the more specific rule's.</summary>
    public Found<TimeValue>? Expression(int i)
    {
        Found<TimeValue>? best = null;
        Consider(Set(i));
        Consider(Range(i));
        Consider(Open(i));
        Consider(Point(i));
        Consider(Rolling(i));
        if (DurationAt(i) is { } length)
            Consider(new(new Length(length.Value), length.End));
        return best;

        void Consider(Found<TimeValue>? found)
        {
            if (found is { } f && (best is null || f.End > best.Value.End))
                best = f;
        }
    }

    string Word(int i) => i >= 0 && i < tokens.Count ? tokens[i].Norm : "";

    bool Is(int i, string word) => Word(i) == word;

    bool Is(int i, params ReadOnlySpan<string> words) => i >= 0 && i < tokens.Count && words.Contains(tokens[i].Norm);

    bool Glued(int i) => i >= 0 && i < tokens.Count && !tokens[i].SpaceBefore;

    /// <summary>The index after the words, or null. Words are parted by single spaces.</summary>
    int? Match(int i, string phrase)
    {
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

    /// <summary>Digits as written: 1 to 9 of them, not part of a price, a longer number or a word.</summary>
    Found<int>? Digits(int i)
    {
        if (i < 0 || i >= tokens.Count || tokens[i].Kind != TokenKind.Number || tokens[i].Text.Length > 9)
            return null;
        if (Is(i - 1, "$", "€", "£", "#") || Is(i + 1, "%", "$", "€", "£") || Glued(i) && i > 0 && tokens[i - 1].Kind == TokenKind.Word && !Is(i - 1, "q", "t", "h"))
            return null;
        return new(int.Parse(tokens[i].Text, CultureInfo.InvariantCulture), i + 1);
    }

    /// <summary>A whole number in digits or words: "3", "twenty-five".</summary>
    Found<int>? Cardinal(int i)
    {
        if (Digits(i) is { } digits)
            return digits;
        if (!TimeWords.Cardinals.TryGetValue(Word(i), out var value))
            return null;
        if (value >= 20 && TimeWords.Cardinals.TryGetValue(Word(Skip(i + 1, "-")), out var ones) && ones is > 0 and < 10)
            return new(value + ones, Skip(i + 1, "-") + 1);
        return new(value, i + 1);
    }

    /// <summary>A number of units: also "a", "a couple of", "a few", "half a dozen".</summary>
    Found<int>? Quantity(int i)
    {
        if (Cardinal(i) is { } cardinal)
            return cardinal;
        var start = Skip(i, "a", "the");
        if (Is(start, "couple"))
            return new(2, Skip(start + 1, "of"));
        if (Is(start, "few", "several"))
            return new(3, Skip(start + 1, "of"));
        if (Is(start, "dozen"))
            return new(12, Skip(start + 1, "of"));
        return Is(i, "a", "an") ? new(1, i + 1) : null;
    }

    /// <summary>"14th", "1st", "fourteenth", "twenty-first".</summary>
    Found<int>? Ordinal(int i)
    {
        if (Digits(i) is { } digits)
            return Is(digits.End, "st", "nd", "rd", "th") && Glued(digits.End) ? new(digits.Value, digits.End + 1) : null;
        if (TimeWords.Ordinals.TryGetValue(Word(i), out var value))
            return new(value, i + 1);
        if (TimeWords.Cardinals.TryGetValue(Word(i), out var tens) && tens is 20 or 30
            && TimeWords.Ordinals.TryGetValue(Word(Skip(i + 1, "-")), out var ones) && ones < 10)
            return new(tens + ones, Skip(i + 1, "-") + 1);
        return null;
    }

    static Days Single(LocalDate date) => Days.On(date) with { Fixed = true };

    static LocalDate? Date(int year, int month, int day) =>
        year is >= 1 and <= 9000 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month) ? new LocalDate(year, month, day) : null;
}
