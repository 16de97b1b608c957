using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>More than one day: weeks, months, quarters, years, weekends, seasons, and parts of them.</summary>
    Found<Days>? PeriodAt(int i) => (periods ??= new(this, FindPeriod)).At(i);

    Memo<Days>? periods, inner;

    Found<Days>? FindPeriod(int i)
    {
        if (MatchAny(i, "all of", "the whole of", "whole of", "the entirety of", "throughout", "all through", "all", "the whole", "the entire", "any day in", "any day", "any time in", "any time during", "anytime in", "anytime during", "sometime in", "sometime during", "some time in", "some time during", "any time", "anytime", "sometime", "some time") is { } all && (InnerPeriod(all) ?? NamedPeriod(all, true)) is { } whole)
            return whole;
        if (MatchAny(i, "the whole", "the entire", "all") is { } total && UnitOf(total) is { } current)
            return new(Around(current, 0), total + 1);
        if (MatchAny(i, "the past weekend", "past weekend", "the coming weekend", "coming weekend", "this coming weekend", "the coming coming weekend") is { } near)
            return new(Weekend(TimeContext.MondayOf(context.Today), Is(near - 2, "past") ? -1 : context.Today.DayOfWeek > IsoDayOfWeek.Friday ? 1 : 0) with { Alternatives = [] }, near);
        Found<Days>? best = null;
        foreach (var found in (ReadOnlySpan<Found<Days>?>)[NamedPeriod(i, false), WeekOf(i), WeekBeside(i), NthPeriod(i), PartOfPeriod(i), RestOf(i), HolidayStretch(i)])
            if (found is { } f && (best is null || f.End > best.Value.End))
                best = f;
        return best;
    }

    /// <summary>A period where one is expected ("end of …"): also "the month", "the year".</summary>
    Found<Days>? InnerPeriod(int i) => (inner ??= new(this, at => WeekOf(at) ?? NthPeriod(at) ?? HolidayStretch(at) ?? NamedPeriod(at, true))).At(i);

    Found<Days>? NamedPeriod(int i, bool inner)
    {
        var start = Skip(i, "the");
        if (MatchAny(start, "month of") is { } ofMonth && MonthName(ofMonth, true) is { } spelt)
            return spelt;
        if (Is(start, "this", "next", "last", "current", "coming") && Skip(start + 1, "coming", "past", "whole", "calendar") is var noun)
        {
            var shift = Is(start, "next", "coming") || Is(start + 1, "coming") ? 1 : Is(start, "last") || Is(start + 1, "past") ? -1 : 0;
            // "next year in March"
            if (Is(noun, "year") && Is(noun + 1, "in") && MonthAt(noun + 2) is { } inYear && DayNumber(inYear.End) is null)
                return new(Month(context.Today.Year + shift, inYear.Value), inYear.End);
            if (UnitOf(noun) is { } unit)
                return new(Around(unit, shift), noun + 1);
            if (DecadeUnit(noun) is { } years)
            {
                var first = (context.Today.Year - (years == 100 ? 1 : 0)) / years * years + (years == 100 ? 1 : 0) + years * shift;
                return new(Years(first, first + years - 1), noun + 1);
            }
            if (Is(noun, "fortnight"))
                return new(new Days(context.Today, context.Today.PlusDays(13), Grain.Span) { Fixed = true }, noun + 1);
            if (TimeWords.Seasons.TryGetValue(Word(noun), out var month))
                return new(Is(start, "this") && !Is(start + 1, "coming", "past") ? ThisSeason(month) : Season(month, shift), noun + 1);
            if (TimeWords.Months.TryGetValue(Word(noun), out var named) && DayNumber(noun + 1) is null)
                return new(MonthBy(named, shift), noun + 1);
            if (MatchAny(noun, "q 1", "q 2", "q 3", "q 4") is { } q)
                return new(QuarterOf(Digits(q - 1)!.Value.Value, null, shift), q);
            return null;
        }
        if (UnitOf(start) is { } single && single is Unit.Week or Unit.Weekend or Unit.Month or Unit.Quarter or Unit.Year)
        {
            if (MatchAny(start + 1, "after next") is { } afterNext)
                return new(Around(single, 2), afterNext);
            // "from next week to the week after"
            if (Is(start + 1, "after", "following") && Closes(start + 2) && start > i && single == Unit.Week)
                return new(Around(single, Enumerable.Range(1, Math.Max(0, i - 1)).Any(k => Is(k - 1, "next") && Is(k, "week")) ? 2 : 1), start + 2);
            if (MatchAny(start + 1, "before last") is { } beforeLast)
                return new(Around(single, -2), beforeLast);
            if (single == Unit.Weekend || inner && (start > i || Is(i - 1, "of", "-")))
                return new(single == Unit.Weekend ? Around(single, context.Past && context.Today.DayOfWeek < IsoDayOfWeek.Saturday ? -1 : 0) : Around(single, 0) with { Fixed = false, Cycle = single == Unit.Month ? Cycle.Monthly : Cycle.None }, start + 1);
            return null;
        }
        return MonthName(start, inner) ?? MonthNumber(i) ?? QuarterAt(i) ?? FiscalYear(i) ?? DecadeAt(i) ?? SeasonAt(start) ?? YearPeriod(start, inner);
    }

    Unit? UnitOf(int i) => TimeWords.Units.TryGetValue(Word(i), out var unit) && Word(i).Length > 1 && unit >= Unit.Week ? unit : null;

    /// <summary>The period that many steps from the one that holds today.</summary>
    Days Around(Unit unit, int shift)
    {
        var monday = TimeContext.MondayOf(context.Today);
        var first = new LocalDate(context.Today.Year, context.Today.Month, 1);
        return unit switch
        {
            Unit.Week => new Days(monday.PlusWeeks(shift), monday.PlusWeeks(shift).PlusDays(6), Grain.Week) { Fixed = true },
            Unit.Weekend => Weekend(monday, shift),
            Unit.Month => Month(first.PlusMonths(shift).Year, first.PlusMonths(shift).Month),
            Unit.Quarter => Quarter(first.PlusMonths(3 * shift)),
            Unit.Year => Year(context.Today.Year + shift),
            Unit.Second or Unit.Minute or Unit.Hour or Unit.Day or Unit.Workday => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Only weeks and longer are periods."),
        };
    }

    Days Weekend(LocalDate monday, int shift)
    {
        // "last weekend" on a Sunday is not the one that is still on; "next weekend" on a Wednesday is that of next week
        var saturday = monday.PlusDays(5).PlusWeeks(shift);
        var value = new Days(saturday, saturday.PlusDays(1), Grain.Span) { Fixed = true };
        return shift == 1 && context.Today.DayOfWeek < IsoDayOfWeek.Saturday ? value with { Alternatives = [Weekend(monday, 0)] } : value;
    }

    static Days Month(int year, int month)
    {
        var first = new LocalDate(year, month, 1);
        return new Days(first, first.With(DateAdjusters.EndOfMonth), Grain.Month) { Fixed = true };
    }

    static Days Quarter(LocalDate within)
    {
        var first = new LocalDate(within.Year, (within.Month - 1) / 3 * 3 + 1, 1);
        return new Days(first, first.PlusMonths(3).PlusDays(-1), Grain.Quarter) { Fixed = true };
    }

    static Days Year(int year) => new Days(new LocalDate(year, 1, 1), new LocalDate(year, 12, 31), Grain.Year) { Fixed = true };

    Days MonthBy(int month, int shift)
    {
        var year = context.Today.Year;
        if (shift > 0)
            return Month(month > context.Today.Month ? year : year + 1, month) with { Alternatives = month > context.Today.Month ? [Month(year + 1, month)] : [] };
        if (shift < 0)
            return Month(month < context.Today.Month ? year : year - 1, month) with { Alternatives = month < context.Today.Month ? [Month(year - 1, month)] : [] };
        return Month(year, month);
    }

    /// <summary>"March", "March 2027", "early March". A month that is also a word ("may", "march") needs a neighbour that speaks of time.</summary>
    Found<Days>? MonthName(int i, bool inner)
    {
        if (MonthAt(i) is not { } month)
            return null;
        if (BrokenDate(i, month) || IsPerson(i))
            return null;
        if (YearAt(Skip(Skip(month.End, ","), "of", "in", "-", "/")) is { } year)
            return new(Month(year.Value, month.Value), year.End);
        var introduced = inner || Is(i - 1, "in", "of", "by", "until", "since", "before", "after", "from", "to", "through", "early", "mid", "late", "during", "for", "-", "–", "and", "or", "between", "throughout", "every", "each", "this", "next", "last");
        var ranges = Is(month.End, "to", "through", "until", "-", "–") && MonthAt(month.End + 1) is not null;
        // months that are also words or names
        if (Word(i) is "may" or "march" or "mar" or "dec" or "jan" or "sep" && !introduced && !ranges && !(Word(i) is "dec" or "sep" && tokens[i].Capital) && tokens.Count > 1)
            return null;
        // "April Jones", "ask June": a name
        if (Word(i) is "april" or "june" or "august" or "may" or "jan" && !(introduced && !Is(i - 1, "and", "or", "for", "from", "to", "by")) && !Is(i - 1, "the") && !ranges && tokens[i].Capital && month.End < tokens.Count && tokens[month.End].Capital && Glued(month.End) == false
            && !TimeWords.Months.ContainsKey(Word(month.End)) && !TimeWords.Months.ContainsKey(Word(i - 2)) && !Is(month.End, "and", "or"))
            return null;
        var future = Month(month.Value >= context.Today.Month ? context.Today.Year : context.Today.Year + 1, month.Value) with { Fixed = false, Cycle = Cycle.Yearly };
        var past = Month(month.Value <= context.Today.Month ? context.Today.Year : context.Today.Year - 1, month.Value) with { Fixed = false, Cycle = Cycle.Yearly };
        return new(Leaning(future, past), month.End);
    }

    /// <summary>"ask April", "tell June": months that are also names, after what one does with people.</summary>
    bool IsPerson(int i) => tokens[i].Capital && Is(i, "april", "may", "june", "august") && Is(i - 1, "ask", "tell", "thank", "invite", "email", "ping", "text", "congratulate", "cc") && YearAt(i + 1) is null;

    /// <summary>"30 February": a day that the month does not have; then the month is not meant alone either.</summary>
    bool BrokenDate(int i, Found<int> month)
    {
        var number = Is(i - 1, "of") ? i - 2 : i - 1;
        if (Is(number, "st", "nd", "rd", "th") && Glued(number))
            number--;
        if (Digits(number) is { Value: >= 1 and <= 39 } before && tokens[number].Text.Length <= 2 && before.Value > 28 && MonthDay(number) is null)
            return true;
        return Digits(month.End) is { Value: >= 29 and <= 39 } after && tokens[month.End].Text.Length == 2 && !Is(after.End, ":", "-", "–", "to") && MonthDay(i) is null;
    }

    /// <summary>"2026-11", "11/2026".</summary>
    Found<Days>? MonthNumber(int i)
    {
        if (!IsNumber(i) || !IsNumber(i + 2) || !Is(i + 1, "-", "/", ".") || !Glued(i + 1) || !Glued(i + 2) || Is(i + 3, Word(i + 1)) && Glued(i + 3) || Digits(i) is not { } first || Digits(i + 2) is not { } second)
            return null;
        if (tokens[i].Text.Length == 4 && tokens[i + 2].Text.Length == 2 && !Is(i + 1, ".") && first.Value is >= 1900 and <= 2199 && second.Value is >= 1 and <= 12)
            return new(Month(first.Value, second.Value), second.End);
        return tokens[i].Text.Length <= 2 && tokens[i + 2].Text.Length == 4 && second.Value is >= 1900 and <= 2199 && first.Value is >= 1 and <= 12 ? new(Month(second.Value, first.Value), second.End) : null;
    }
}
