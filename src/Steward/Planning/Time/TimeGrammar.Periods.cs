using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>More than one day: weeks, months, quarters, years, weekends, seasons, and parts of them.</summary>
    Found<Days>? PeriodAt(int i)
    {
        Found<Days>? best = null;
        foreach (var found in (ReadOnlySpan<Found<Days>?>)[NamedPeriod(i, false), WeekOf(i), NthPeriod(i), PartOfPeriod(i), RestOf(i)])
            if (found is { } f && (best is null || f.End > best.Value.End))
                best = f;
        return best;
    }

    /// <summary>A period where one is expected ("end of …"): also "the month", "the year".</summary>
    Found<Days>? InnerPeriod(int i) => WeekOf(i) ?? NthPeriod(i) ?? NamedPeriod(i, true);

    Found<Days>? NamedPeriod(int i, bool inner)
    {
        var start = Skip(i, "the");
        if (Is(start, "this", "next", "last", "current", "coming") && Skip(start + 1, "coming", "past", "whole", "calendar") is var noun)
        {
            var shift = Is(start, "next", "coming") || Is(start + 1, "coming") ? 1 : Is(start, "last") || Is(start + 1, "past") ? -1 : 0;
            // "next year in March"
            if (Is(noun, "year") && Is(noun + 1, "in") && MonthAt(noun + 2) is { } inYear && DayNumber(inYear.End) is null)
                return new(Month(context.Today.Year + shift, inYear.Value), inYear.End);
            if (UnitOf(noun) is { } unit)
                return new(Around(unit, shift), noun + 1);
            if (Is(noun, "fortnight"))
                return new(new Days(context.Today, context.Today.PlusDays(13), Grain.Span) { Fixed = true }, noun + 1);
            if (TimeWords.Seasons.TryGetValue(Word(noun), out var month))
                return new(Season(month, shift), noun + 1);
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
            if (MatchAny(start + 1, "before last") is { } beforeLast)
                return new(Around(single, -2), beforeLast);
            if (single == Unit.Weekend || inner && (start > i || Is(i - 1, "of", "-")))
                return new(single == Unit.Weekend ? Around(single, context.Past && context.Today.DayOfWeek < IsoDayOfWeek.Saturday ? -1 : 0) : Around(single, 0) with { Fixed = false, Cycle = single == Unit.Month ? Cycle.Monthly : Cycle.None }, start + 1);
            return null;
        }
        return MonthName(start, inner) ?? QuarterAt(i) ?? SeasonAt(start) ?? YearPeriod(start, inner);
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
        if (YearAt(Skip(month.End, ",", "of", "-")) is { } year)
            return new(Month(year.Value, month.Value), year.End);
        if (Word(i) is "may" or "march" or "mar" or "dec" or "jan" or "sep" && !inner
            && !Is(i - 1, "in", "of", "by", "until", "since", "before", "after", "from", "to", "through", "early", "mid", "late", "during", "for", "-", "and", "between", "throughout")
            && !(Word(i) is "dec" or "jan" or "sep" && tokens[i].Capital)
            && !(Is(month.End, "to", "through", "until", "-", "–") && MonthAt(month.End + 1) is not null))
            return null;
        var future = Month(month.Value >= context.Today.Month ? context.Today.Year : context.Today.Year + 1, month.Value) with { Fixed = false, Cycle = Cycle.Yearly };
        var past = Month(month.Value <= context.Today.Month ? context.Today.Year : context.Today.Year - 1, month.Value) with { Fixed = false, Cycle = Cycle.Yearly };
        return new(Leaning(future, past), month.End);
    }

    /// <summary>"Q3", "Q3 2027", "the third quarter of next year", "H1".</summary>
    Found<Days>? QuarterAt(int i)
    {
        var start = Skip(i, "the");
        int number, end;
        var halves = false;
        if (Is(start, "q", "h") && Glued(start + 1) && Digits(start + 1) is { Value: >= 1 and <= 4 } digit && (Is(start, "q") || digit.Value <= 2))
            (number, end, halves) = (digit.Value, digit.End, Is(start, "h"));
        else if (Ordinal(start) is { Value: <= 4 } ordinal && Is(ordinal.End, "quarter") && !Is(ordinal.End + 1, "past", "to"))
            (number, end) = (ordinal.Value, ordinal.End + 1);
        else
            return null;
        int? year = null;
        if (YearAt(Skip(end, "of", "in", "'", "-", "/")) is { } written)
            (year, end) = (written.Value, written.End);
        else if (Is(end, "of", "in") && InnerPeriod(end + 1) is { Value.Grain: Grain.Year } period)
            (year, end) = (period.Value.From.Year, period.End);
        if (!halves)
            return new(QuarterOf(number, year, 0), end);
        var first = new LocalDate(year ?? (number == 1 && context.Today.Month > 6 && !context.Past ? context.Today.Year + 1 : context.Today.Year), number == 1 ? 1 : 7, 1);
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
        var introduced = Is(i - 1, "in", "until", "before", "by", "since", "during", "over", "after", "early", "late") || Is(i - 1, "the") && Is(i - 2, "in", "during", "over", "until", "before", "by", "of");
        return introduced ? new(Season(month, 0), i + 1) : null;
    }

    Days Season(int month, int shift)
    {
        var now = SeasonFrom(new LocalDate(context.Today.Year - (month == 12 && context.Today.Month < 3 ? 1 : 0), month, 1));
        if (shift < 0 || shift == 0 && context.Past)
            return now.To < context.Today || shift == 0 && now.From <= context.Today ? now : SeasonFrom(now.From.PlusYears(-1));
        return now.From > context.Today || shift == 0 && now.To >= context.Today ? now : SeasonFrom(now.From.PlusYears(1));
    }

    static Days SeasonFrom(LocalDate first) => new Days(first, first.PlusMonths(3).PlusDays(-1), Grain.Span) { Fixed = true, Note = "seasons by whole months" };

    Found<Days>? YearPeriod(int i, bool inner) => YearAt(i) is { } year && !Is(i, "next", "last", "this")
        && (inner || Is(i - 1, "in", "of", "since", "until", "before", "after", "during", "year", "throughout", "by", "from", "to", "early", "late", "mid", "-"))
        ? new(Year(year.Value), year.End) : null;

    /// <summary>"the week of the 14th", "week commencing 7 December", "week 48", "the weekend of the 5th".</summary>
    Found<Days>? WeekOf(int i)
    {
        var start = Skip(i, "the", "calendar");
        start = Skip(start, "calendar");
        if (!Is(start, "week", "wk", "cw", "kw", "weekend", "w"))
            return null;
        var next = Skip(start + 1, "of", "commencing", "beginning", "starting", "containing", "ending", "from", "with", "no", "number");
        next = Skip(next, "on");
        if (next > start + 1 && DayAt(next) is { } day)
        {
            var monday = TimeContext.MondayOf(day.Value.From);
            return Is(start, "weekend")
                ? new(new Days(monday.PlusDays(5), monday.PlusDays(6), Grain.Span) { Fixed = true }, day.End)
                : new(new Days(monday, monday.PlusDays(6), Grain.Week) { Fixed = true }, day.End);
        }
        if (!Is(start, "weekend") && Digits(next) is { Value: >= 1 and <= 53 } number && (!Is(start, "w") || Glued(next)) && UnitAt(number.End) is null)
        {
            var year = YearAt(Skip(number.End, "of", ",", "/", "in"));
            var (value, end) = (year?.Value ?? context.Today.Year, year?.End ?? number.End);
            var monday = MondayOfWeek(value, number.Value);
            if (year is null && !context.Past && monday.PlusDays(6) < context.Today)
                monday = MondayOfWeek(value + 1, number.Value);
            return new(new Days(monday, monday.PlusDays(6), Grain.Week) { Fixed = true }, end);
        }
        return null;
    }

    static LocalDate MondayOfWeek(int year, int week) => TimeContext.MondayOf(new LocalDate(year, 1, 4)).PlusWeeks(week - 1);

    /// <summary>"the first week of March", "last weekend in June", "the second half of the year", "the first two weeks of December".</summary>
    Found<Days>? NthPeriod(int i)
    {
        var start = Skip(i, "the");
        var last = Is(start, "last");
        var ordinal = last ? new Found<int>(-1, start + 1) : Ordinal(start) ?? default;
        if (ordinal.End == 0)
            return null;
        var count = Cardinal(ordinal.End);
        var unit = count?.End ?? ordinal.End;
        if (Is(unit, "half") && count is null && Is(unit + 1, "of") && InnerPeriod(unit + 2) is { } halved && (ordinal.Value is 1 or 2 || last))
        {
            var days = Period.DaysBetween(halved.Value.From, halved.Value.To) + 1;
            var middle = halved.Value.Grain == Grain.Year ? halved.Value.From.PlusMonths(6) : halved.Value.From.PlusDays((days + 1) / 2);
            return new(ordinal.Value == 1 ? new Days(halved.Value.From, middle.PlusDays(-1), Grain.Span) { Fixed = true } : new Days(middle, halved.Value.To, Grain.Span) { Fixed = true }, halved.End);
        }
        if (!Is(unit, "week", "weekend", "weeks", "days", "month", "months") || !Is(unit + 1, "of", "in") || InnerPeriod(unit + 2) is not { } outer || outer.Value.Grain == Grain.Day)
            return null;
        var (from, to) = (outer.Value.From, outer.Value.To);
        var n = count?.Value ?? 1;
        if (Is(unit, "days"))
            return new(last ? new Days(to.PlusDays(1 - n), to, Grain.Span) { Fixed = true } : new Days(from, from.PlusDays(n - 1), Grain.Span) { Fixed = true }, outer.End);
        if (Is(unit, "month", "months"))
            return new(last ? new Days(to.PlusDays(1).PlusMonths(-n), to, Grain.Span) { Fixed = true } : new Days(from.PlusMonths(ordinal.Value - 1), from.PlusMonths(ordinal.Value - 1 + n).PlusDays(-1), n == 1 ? Grain.Month : Grain.Span) { Fixed = true }, outer.End);
        if (Is(unit, "weekend"))
        {
            var saturday = last ? to.PlusDays(-(((int)to.DayOfWeek - 6 + 7) % 7)) : from.PlusDays((6 - (int)from.DayOfWeek + 7) % 7).PlusWeeks(ordinal.Value - 1);
            return new(new Days(saturday, saturday.PlusDays(1), Grain.Span) { Fixed = true }, outer.End);
        }
        // weeks of a month: days 1–7, 8–14 …; the last is its last seven days, by the week that holds its end
        if (last)
            return new(new Days(to.PlusDays(1 - 7 * n), to, Grain.Span) { Fixed = true }, outer.End);
        var first = from.PlusDays(7 * (ordinal.Value - 1));
        return first > to ? null : new(new Days(first, first.PlusDays(7 * n - 1), Grain.Span) { Fixed = true, Alternatives = [new Days(TimeContext.MondayOf(first), TimeContext.MondayOf(first).PlusDays(7 * n - 1), Grain.Week)] }, outer.End);
    }

    /// <summary>"end of the month", "early next week", "mid-March", "beginning of Q3", "late this week".</summary>
    Found<Days>? PartOfPeriod(int i)
    {
        var start = Skip(i, "the", "very");
        string part;
        if (Is(start, "beginning", "start", "early", "middle", "mid", "end", "late", "close"))
            part = Word(start);
        else if (Is(start, "eom", "eow", "eoy", "eoq"))
            return new(LastDay(Around(Word(start)[2] switch { 'm' => Unit.Month, 'w' => Unit.Week, 'y' => Unit.Year, _ => Unit.Quarter }, 0)), start + 1);
        else if (Is(start, "midweek"))
            return new(Part(Around(Unit.Week, 0), "mid"), start + 1);
        else if (MatchAny(start, "month - end", "month end", "week - end", "year - end", "year end", "quarter end", "quarter - end") is { } compound && !Is(start, "weekend"))
            return Is(start, "week") ? null : new(LastDay(Around(Word(start) switch { "month" => Unit.Month, "year" => Unit.Year, _ => Unit.Quarter }, 0)), compound);
        else
            return null;
        var next = Skip(start + 1, "-", "of", "in");
        next = Skip(next, "of", "in");
        if (InnerPeriod(next) is not { } period || part is "end" or "beginning" or "start" or "middle" or "close" && !Is(start + 1, "of", "in"))
            return null;
        return new(Part(period.Value, part), period.End);
    }

    static Days LastDay(Days period) => period.Grain == Grain.Week ? Single(period.From.PlusDays(4)) : Single(period.To);

    static Days Part(Days whole, string part)
    {
        var (from, to) = (whole.From, whole.To);
        var (a, b) = (whole.Grain, part) switch
        {
            (Grain.Week, "beginning" or "start" or "early") => (from, from.PlusDays(1)),
            (Grain.Week, "middle" or "mid") => (from.PlusDays(1), from.PlusDays(3)),
            (Grain.Week, _) => (from.PlusDays(3), from.PlusDays(4)),
            (Grain.Month, "beginning" or "start" or "early") => (from, from.PlusDays(9)),
            (Grain.Month, "middle" or "mid") => (from.PlusDays(10), from.PlusDays(19)),
            (Grain.Month, _) => (from.PlusDays(20), to),
            (Grain.Year, "beginning" or "start" or "early") => (from, from.PlusMonths(3).PlusDays(-1)),
            (Grain.Year, "middle" or "mid") => (from.PlusMonths(5), from.PlusMonths(7).PlusDays(-1)),
            (Grain.Year, _) => (from.PlusMonths(9), to),
            (_, "beginning" or "start" or "early") => (from, from.PlusDays(Period.DaysBetween(from, to) / 3)),
            (_, "middle" or "mid") => (from.PlusDays(Period.DaysBetween(from, to) / 3 + 1), to.PlusDays(-Period.DaysBetween(from, to) / 3 - 1)),
            _ => (to.PlusDays(-Period.DaysBetween(from, to) / 3), to),
        };
        Days span = new(a, b, Grain.Span) { Fixed = true };
        return part is "end" or "close" ? span with { Alternatives = [LastDay(whole)] } : part is "beginning" or "start" ? span with { Alternatives = [Single(from)] } : span;
    }

    Found<Days>? RestOf(int i)
    {
        var start = Skip(i, "the");
        if (Is(i, "later", "earlier") && Is(i + 1, "this") && UnitOf(i + 2) is { } current && current != Unit.Weekend)
        {
            var whole = Around(current, 0);
            return new(Is(i, "later") ? new Days(context.Today, whole.To, Grain.Span) { Fixed = true } : new Days(whole.From, context.Today, Grain.Span) { Fixed = true }, i + 3);
        }
        if (!Is(start, "rest", "remainder") || !Is(start + 1, "of"))
            return null;
        if (MatchAny(start + 2, "the day", "today") is { } day)
            return new(Single(context.Today), day);
        return InnerPeriod(start + 2) is { } period ? new(new Days(context.Today > period.Value.From ? context.Today : period.Value.From, period.Value.To, Grain.Span) { Fixed = true }, period.End) : null;
    }
}
