using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>"the first week of March", "last weekend in June", "the second half of the year", "the first two weeks of December".</summary>
    Found<Days>? NthPeriod(int i)
    {
        var start = Skip(i, "the");
        var last = Is(start, "last", "final");
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
        if (InnerPeriod(next) is not { } period || part is "end" or "beginning" or "start" or "middle" or "close" && !Is(start + 1, "of", "in") || part is "start" or "close" && Is(start + 1, "in"))
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
        if (MatchAny(i, "year to date", "ytd", "month to date", "mtd", "quarter to date", "qtd", "week to date", "wtd") is { } toDate)
            return new(new Days(Around(Word(i)[0] switch { 'y' => Unit.Year, 'm' => Unit.Month, 'q' => Unit.Quarter, _ => Unit.Week }, 0).From, context.Today, Grain.Span) { Fixed = true }, toDate);
        if (Is(i, "later", "earlier") && Is(i + 1, "this") && UnitOf(i + 2) is { } current && current != Unit.Weekend)
        {
            var whole = Around(current, 0);
            return new(Is(i, "later") ? new Days(context.Today, whole.To, Grain.Span) { Fixed = true } : new Days(whole.From, context.Today, Grain.Span) { Fixed = true }, i + 3);
        }
        if (!Is(start, "rest", "remainder") || !Is(start + 1, "of"))
            return null;
        if (DecadeUnit(Skip(start + 2, "the", "this")) is { } years && context.Today.Year / years * years is var first)
            return new(new Days(context.Today, new LocalDate(years == 100 ? first + years : first + years - 1, 12, 31), Grain.Span) { Fixed = true }, Skip(start + 2, "the", "this") + 1);
        return InnerPeriod(start + 2) is { } period ? new(new Days(context.Today > period.Value.From ? context.Today : period.Value.From, period.Value.To, Grain.Span) { Fixed = true }, period.End) : null;
    }

    /// <summary>"later today", "the rest of the day", "earlier today": from or until now.</summary>
    Found<TimeValue>? PartOfToday(int i)
    {
        var (midnight, next) = (context.Today + LocalTime.Midnight, context.Today.PlusDays(1) + LocalTime.Midnight);
        var now = context.Now.With(TimeAdjusters.TruncateToMinute);
        if (MatchAny(i, "the night before last", "night before last", "the evening before last") is { } nightBefore)
            return new(new MomentSpan(context.Today.PlusDays(-2) + new LocalTime(18, 0), context.Today.PlusDays(-1) + LocalTime.Midnight) { Part = true }, nightBefore);
        if (MatchAny(i, "at the top of the hour", "top of the hour", "at the top of the next hour", "top of the next hour", "top of next hour", "on the hour", "the next full hour", "next full hour") is { } full && !Is(full, "every"))
            return new(new Moment(now.With(TimeAdjusters.TruncateToHour).PlusHours(1)), full);
        if (MatchAny(i, "at the bottom of the hour", "bottom of the hour", "on the half hour") is { } half)
            return new(new Moment(now.With(TimeAdjusters.TruncateToHour).PlusMinutes(now.Minute < 30 ? 30 : 90)), half);
        if (MatchAny(i, "later today", "later on today", "the rest of the day", "rest of the day", "the rest of today", "rest of today", "the remainder of the day", "remainder of the day") is { } later)
            return new(new MomentSpan(now, next) { Part = true, Alternatives = [Days.On(context.Today)] }, later);
        return MatchAny(i, "earlier today") is { } earlier ? new(new MomentSpan(midnight, now) { Part = true, Alternatives = [Days.On(context.Today)] }, earlier) : null;
    }
}
