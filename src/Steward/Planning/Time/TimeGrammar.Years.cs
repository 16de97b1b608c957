using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>"Q3", "Q3 2027", "the third quarter of next year", "H1".</summary>
    Found<Days>? QuarterAt(int i)
    {
        var start = Skip(i, "the");
        int number, end;
        var halves = false;
        if (Is(start, "q", "h") && Glued(start + 1) && Digits(start + 1) is { Value: >= 1 and <= 4 } digit && (Is(start, "q") || digit.Value <= 2))
            (number, end, halves) = (digit.Value, digit.End, Is(start, "h"));
        else if (IsNumber(start) && tokens[start].Text.Length == 1 && Digits(start) is { Value: >= 1 and <= 4 } prefix && Is(prefix.End, "q") && Glued(prefix.End))
            (number, end) = (prefix.Value, prefix.End + 1);
        else if (IsNumber(start) && tokens[start].Text is "1" or "2" && Is(start + 1, "h") && Glued(start + 1) && YearAt(start + 2) is not null)
            (number, end, halves) = (tokens[start].Text[0] - '0', start + 2, true);
        else if (Digits(start) is { Value: >= 1900 and <= 2199 } yearFirst && tokens[start].Text.Length == 4 && Skip(yearFirst.End, "-", "/") is var mark && Is(mark, "q") && Glued(mark + 1) && Digits(mark + 1) is { Value: >= 1 and <= 4 } quarter)
            return new(QuarterOf(quarter.Value, yearFirst.Value, 0), quarter.End);
        else if (Is(start, "quarter") && Digits(start + 1) is { Value: >= 1 and <= 4 } spelt && tokens[start + 1].Text.Length == 1)
            (number, end) = (spelt.Value, spelt.End);
        else if ((Is(start, "final") ? new Found<int>(4, start + 1) : Ordinal(start)) is { Value: <= 4 } ordinal && Is(ordinal.End, "quarter") && !Is(ordinal.End + 1, "past", "to"))
            (number, end) = (ordinal.Value, ordinal.End + 1);
        else
            return null;
        int? year = null;
        if (YearAt(Skip(end, "of", "in", "-", "/", ",")) is { } written)
            (year, end) = (written.Value, written.End);
        // "Q327", "Q3 08"
        else if (Digits(end) is { } two && tokens[end].Text.Length == 2 && (Glued(end) ? two.Value >= 20 : Closes(two.End) || !Is(two.End, ":", ".", "-", "–", "to") && UnitAt(two.End) is null && two.Value < 40 && tokens[end].Text[0] is '0' or '2'))
            (year, end) = (2000 + two.Value, two.End);
        else if (Is(end, "of", "in") && InnerPeriod(end + 1) is { Value.Grain: Grain.Year } period)
            (year, end) = (period.Value.From.Year, period.End);
        if (!halves)
            return new(QuarterOf(number, year, 0), end);
        var first = new LocalDate(year ?? (number == 1 && context.Today.Month > 6 && !context.Past ? context.Today.Year + 1 : number == 2 && context.Today.Month <= 6 && context.Past ? context.Today.Year - 1 : context.Today.Year), number == 1 ? 1 : 7, 1);
        return new(new Days(first, first.PlusMonths(6).PlusDays(-1), Grain.Span) { Fixed = true }, end);
    }

    Days QuarterOf(int number, int? year, int shift)
    {
        var now = (context.Today.Month - 1) / 3 + 1;
        if (year is { } y)
            return Quarter(new LocalDate(y, number * 3, 1));
        var future = Quarter(new LocalDate(context.Today.Year + (number < now ? 1 : 0), number * 3, 1)) with { Fixed = false, Cycle = Cycle.Yearly };
        var past = Quarter(new LocalDate(context.Today.Year - (number > now ? 1 : 0), number * 3, 1)) with { Fixed = false, Cycle = Cycle.Yearly };
        return shift > 0 ? number == now ? future.Shift(Period.FromYears(1)) : future : shift < 0 ? number == now ? past.Shift(Period.FromYears(-1)) : past : Leaning(future, past);
    }

    /// <summary>"summer 2027", "in the winter".</summary>
    Found<Days>? SeasonAt(int i)
    {
        if (!TimeWords.Seasons.TryGetValue(Word(i), out var month))
            return null;
        if (YearAt(Skip(i + 1, "of", "in")) is { } year)
            return new(SeasonFrom(new LocalDate(year.Value, month, 1)), year.End);
        var introduced = Is(i - 1, "from", "through") || Is(i - 1, "the") && (i == 1 && Closes(i + 1) || Is(i - 2, "from", "since", "through", "throughout", "after", "all", "over", "for"))
            || Is(i - 1, "in", "of", "until", "before", "by", "since", "during", "over", "after", "early", "late") || Is(i - 1, "the") && Is(i - 2, "in", "during", "over", "until", "before", "by", "of");
        return introduced ? new(Season(month, 0), i + 1) : null;
    }

    Days Season(int month, int shift)
    {
        var now = SeasonFrom(new LocalDate(context.Today.Year - (month == 12 && context.Today.Month < 3 ? 1 : 0), month, 1));
        if (shift < 0 || shift == 0 && context.Past)
            return now.To < context.Today || shift == 0 && now.From <= context.Today ? now : SeasonFrom(now.From.PlusYears(-1));
        return now.From > context.Today || shift == 0 && now.To >= context.Today ? now : SeasonFrom(now.From.PlusYears(1));
    }

    /// <summary>"this summer" is that of this year, also when it is over; then the next one is the other reading.</summary>
    Days ThisSeason(int month)
    {
        var now = SeasonFrom(new LocalDate(context.Today.Year - (month == 12 && context.Today.Month < 3 ? 1 : 0), month, 1));
        return now.To < context.Today ? now with { Alternatives = [SeasonFrom(now.From.PlusYears(1))] } : now;
    }

    static Days SeasonFrom(LocalDate first) => new Days(first, first.PlusMonths(3).PlusDays(-1), Grain.Span) { Fixed = true, Note = "seasons by whole months" };

    Found<Days>? YearPeriod(int i, bool inner) => YearAt(i) is { } year && !Is(i, "next", "last", "this")
        && (inner || i == 0 && year.End == tokens.Count || Is(i - 1, "in", "of", "since", "until", "before", "after", "during", "year", "throughout", "by", "from", "to", "early", "late", "mid", "-", "between") || Is(i - 1, "and") && Is(i - 3, "between"))
        ? new(Year(year.Value), year.End) : null;

    static Days Years(int first, int last) => new Days(new LocalDate(first, 1, 1), new LocalDate(last, 12, 31), Grain.Span) { Fixed = true };

    int? DecadeUnit(int i) => Is(i, "decade") ? 10 : Is(i, "century") ? 100 : null;

    /// <summary>"the 90s", "the 1980s", "the nineties", "the 19th century".</summary>
    Found<Days>? DecadeAt(int i)
    {
        var start = Skip(Skip(i, "the"), "early", "late", "mid", "'");
        if (Ordinal(Skip(i, "the")) is { Value: >= 1 and <= 22 } nth && Is(Skip(nth.End, "-"), "century"))
            return new(Years(nth.Value * 100 - 99, nth.Value * 100), Skip(nth.End, "-") + 1);
        int first, end;
        if (TimeWords.Decades.TryGetValue(Word(start), out var spoken) && Is(start - 1, "the", "early", "late", "mid"))
            (first, end) = (spoken, start + 1);
        else if (IsNumber(start) && tokens[start].Text.Length is 2 or 4 && Digits(start) is { } number && number.Value % 10 == 0 && Skip(number.End, "'") is var s && Is(s, "s", "'s") && Glued(s)
            && (number.Value is >= 1000 and <= 2190 || tokens[start].Text.Length == 2 && Is(start - 1, "the", "early", "late", "mid", "'")))
            (first, end) = (number.Value >= 1000 ? number.Value : number.Value <= 20 ? 2000 + number.Value : 1900 + number.Value, s + 1);
        else
            return null;
        var shade = start > i ? Word(start - 1) : "";
        return new(shade switch { "early" => Years(first, first + 3), "mid" => Years(first + 4, first + 6), "late" => Years(first + 7, first + 9), _ => Years(first, first + 9) }, end);
    }

    /// <summary>"FY27", "fiscal year 2027": which month a company's year begins is not known here.</summary>
    Found<Days>? FiscalYear(int i)
    {
        const string Taken = "the fiscal year is taken to be the calendar year";
        var start = Skip(i, "the");
        if (Is(start, "fy") && YearAt(start) is { } year)
            return new(Year(year.Value) with { Note = Taken }, year.End);
        var shift = Is(start, "next") ? 1 : Is(start, "last") ? -1 : 0;
        if (MatchAny(Skip(start, "this", "next", "last", "current"), "fiscal year", "financial year", "tax year", "fy") is { } spelt)
            return YearAt(spelt) is { } named ? new(Year(named.Value) with { Note = Taken }, named.End) : Is(start, "this", "next", "last", "current") || start > i ? new(Year(context.Today.Year + shift) with { Note = Taken }, spelt) : null;
        return null;
    }
}
