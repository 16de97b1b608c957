using System.Globalization;
using Steward.Planning.Language;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>Digits as written: 1 to 9 of them, not part of a price, a measure, a numbered thing ("room 5") or a word.</summary>
    Found<int>? Digits(int i)
    {
        if (!IsNumber(i) || tokens[i].Text.Length > 9)
            return null;
        if (Is(i - 1, "$", "€", "£", "#", "¥") || TimeWords.Measures.Contains(Word(i + 1)) || TimeWords.Numbered.Contains(Word(i - 1)))
            return null;
        if (Glued(i) && i > 0 && tokens[i - 1].Kind == TokenKind.Word && !Is(i - 1, "q", "t", "h", "w", "cw", "kw", "wk", "fy", "week", "hr", "hrs", "d", "y"))
            return null;
        return new(int.Parse(tokens[i].Text, CultureInfo.InvariantCulture), i + 1);
    }

    /// <summary>The tail of "3.14", "555-1234" or "192.168.0.1", or a word of an address like "Monday.com": nothing begins there.</summary>
    bool InsideNumber(int i)
    {
        if (IsNumber(i) && Glued(i) && IsSymbol(i - 1) && Glued(i - 1) && IsNumber(i - 2) && !Is(i - 1, "–", "—", "(", "½"))
            return true;
        if (tokens[i].Kind != TokenKind.Word)
            return false;
        return Is(i + 1, ".") && Glued(i + 1) && Glued(i + 2) && tokens[i + 2].Kind == TokenKind.Word && !TimeWords.Months.ContainsKey(Word(i + 2)) && !TimeWords.Units.ContainsKey(Word(i + 2))
            || Glued(i) && Is(i - 1, ".", "@", "/", "_") && Glued(i - 1) && i > 1 && tokens[i - 2].Kind == TokenKind.Word && !TimeWords.Weekdays.ContainsKey(Word(i - 2)) && !TimeWords.Months.ContainsKey(Word(i - 2));
    }

    /// <summary>A whole number in digits or words: "3", "twenty-five", "a hundred and twenty".</summary>
    Found<int>? Cardinal(int i)
    {
        if (Digits(i) is { } digits)
            return digits;
        var spoken = BelowHundred(i) ?? (Is(i, "a", "one") && Is(i + 1, "hundred") ? new Found<int>(1, i + 1) : null);
        if (spoken is not { } first || !Is(first.End, "hundred"))
            return spoken;
        return BelowHundred(Skip(first.End + 1, "and")) is { } rest ? new(first.Value * 100 + rest.Value, rest.End) : new(first.Value * 100, first.End + 1);
    }

    Found<int>? BelowHundred(int i)
    {
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
        if (MatchAny(i, "half a dozen") is { } six)
            return new(6, six);
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
}
