using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    Memo<Days>? days, phrases;

    /// <summary>One day, however it is named. The longest rule wins.</summary>
    Found<Days>? DayAt(int i) => (days ??= new(this, FindDay)).At(i);

    Found<Days>? FindDay(int i)
    {
        Found<Days>? best = null;
        foreach (var found in (ReadOnlySpan<Found<Days>?>)[RelativeDay(i), WrittenDate(i), MonthDay(i), DayOfMonth(i), WeekdayAt(i), NthDay(i), HolidayAt(i), NeighbourDay(i), AnchoredDay(i)])
            if (found is { } f && (best is null || f.End > best.Value.End))
                best = f;
        return best;
    }

    /// <summary>A day in all its words: "Monday, 7 December", where <see cref="DayAt"/> alone stops after "Monday".</summary>
    Found<Days>? DayPhrase(int i) => (phrases ??= new(this, FindDayPhrase)).At(i);

    Found<Days>? FindDayPhrase(int i)
    {
        if (DayAt(i) is not { } first)
            return null;
        return DayAt(Joint(first.End)) is { } second && Combine(first.Value, second.Value) is { } both ? new(both, second.End) : first;
    }

    Found<Days>? RelativeDay(int i)
    {
        if (MatchAny(i, "the day after tomorrow", "day after tomorrow", "overmorrow") is { } after)
            return new(Single(context.Today.PlusDays(2)), after);
        if (MatchAny(i, "the day before yesterday", "day before yesterday") is { } before)
            return new(Single(context.Today.PlusDays(-2)), before);
        if (MatchAny(i, "all day long", "all day", "sometime", "some time", "anytime", "any time") is { } somewhere && DayAt(Skip(Skip(somewhere, ","), "on")) is { } whole)
            return whole;
        if (MatchAny(i, "today week", "tomorrow week", "yesterday week") is { } week)
            return new(Single(context.Today.PlusDays(Is(i, "today") ? 7 : Is(i, "tomorrow") ? 8 : -8)), week);
        if (MatchAny(i, "today", "this day", "the same day", "later today", "earlier today", "2 day") is { } today && (!Is(i, "2") || Glued(i + 1)))
            return new(Single(context.Today), today);
        if (MatchAny(i, "tomorrow", "the next day", "the following day", "later tomorrow", "2 morrow", "2 moro") is { } tomorrow)
            return new(Single(context.Today.PlusDays(1)), tomorrow);
        if (MatchAny(i, "the next business day", "next business day", "the next working day", "next working day", "next workday", "the next workday") is { } working)
            return new(PlusWorkdays(context.Today, 1), working);
        if (MatchAny(i, "the last business day", "the last working day", "last business day", "last working day", "last workday") is { } lately && !Is(lately, "of", "in", "before"))
            return new(PlusWorkdays(context.Today, -1), lately);
        return Is(i, "yesterday") ? new(Single(context.Today.PlusDays(-1)), i + 1) : null;
    }

    /// <summary>"the 14th", "on the fifteenth", "the 5th of next month".</summary>
    Found<Days>? DayOfMonth(int i)
    {
        var the = Is(i, "the");
        var start = the ? i + 1 : i;
        if (NumberAfterWeekday(i) is { } bare)
            return bare;
        if (Ordinal(start) is not { Value: >= 1 and <= 31 } day)
            return null;
        var numeral = tokens[start].Kind == Language.TokenKind.Number;
        if (Is(day.End, "of", "in") && InnerPeriod(day.End + 1) is { Value.Grain: Grain.Month } month && Date(month.Value.From.Year, month.Value.From.Month, day.Value) is { } inMonth)
            return new(Single(month.Value is { Fixed: false, Cycle: Cycle.Monthly } && inMonth < context.Today && !context.Past && Date(month.Value.From.PlusMonths(1).Year, month.Value.From.PlusMonths(1).Month, day.Value) is { } next ? next : inMonth), month.End);
        var weekdayBefore = TimeWords.Weekdays.ContainsKey(Word(Is(i - 1, ",") ? i - 2 : i - 1));
        var introduced = weekdayBefore || Is(i - 1, "on", "by", "until", "till", "before", "after", "since", "from", "to", "for", "and", "through", "-", "of");
        // "the first", "the second one": words count as days only where a date is expected
        if (!numeral && !(the && introduced && day.Value > 3 && (day.End >= tokens.Count || tokens[day.End].Kind == Language.TokenKind.Symbol || UnitAt(day.End) is null && !TimeWords.Weekdays.ContainsKey(Word(day.End)))) || !the && !introduced && !(numeral && i == 0 && day.End == tokens.Count)
            || UnitAt(day.End) is not null || TimeWords.Weekdays.ContainsKey(Word(day.End)) || Is(day.End, "floor", "time", "version", "edition", "grade", "quarter", "street", "avenue", "half", "century", "birthday", "anniversary", "place", "one", "attempt", "draft", "round", "person", "year", "percentile"))
            return null;
        return NearestDay(day.Value) is { } nearest ? new(nearest, day.End) : null;
    }

    /// <summary>"Mon 23": a plain number after a weekday is its date when the next 23rd is a Monday.</summary>
    Found<Days>? NumberAfterWeekday(int i)
    {
        if (!TimeWords.Weekdays.TryGetValue(Word(Is(i - 1, ",") ? i - 2 : i - 1), out var weekday) || Digits(i) is not { Value: > 12 and <= 31 } day || Is(day.End, ":", "-", "–", "h", "/", ".", "st", "nd", "rd", "th") && Glued(day.End)
            || UnitAt(day.End) is not null || MonthAt(day.End) is not null || Half(day.End) is not null)
            return null;
        return NearestDay(day.Value) is { } nearest && nearest.From.DayOfWeek == TimeWords.Weekday(weekday) ? new(nearest, day.End) : null;
    }

    /// <summary>That day of the nearest month that has it, on the side of the lean.</summary>
    Days? NearestDay(int number)
    {
        LocalDate? future = null, past = null;
        for (var k = 0; k <= 12 && (future is null || past is null); k++)
        {
            var (ahead, back) = (context.Today.PlusMonths(k), context.Today.PlusMonths(-k));
            if (Date(ahead.Year, ahead.Month, number) is { } later && later >= context.Today)
                future ??= later;
            if (Date(back.Year, back.Month, number) is { } earlier && earlier <= context.Today)
                past ??= earlier;
        }
        return future is { } f && past is { } p ? Leaning(Days.On(f) with { Cycle = Cycle.Monthly }, Days.On(p) with { Cycle = Cycle.Monthly }) : null;
    }
}
