using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>"first Monday of next month", "the last day of the month", "third Thursday in November", "second to last Friday of May".</summary>
    Found<Days>? NthDay(int i)
    {
        var start = Skip(i, "the");
        int nth, next;
        if (Is(start, "last"))
            (nth, next) = (-1, start + 1);
        else if (MatchAny(start, "second to last", "second last", "second - to - last", "second - last", "next - to - last", "next to last", "penultimate") is { } secondLast)
            (nth, next) = (-2, secondLast);
        else if (Ordinal(start) is { Value: >= 1 and <= 31 } ordinal)
            (nth, next) = (ordinal.Value, ordinal.End);
        else
            return null;
        var weekday = TimeWords.Weekdays.TryGetValue(Word(next), out var number) ? TimeWords.Weekday(number) : (IsoDayOfWeek?)null;
        var working = !weekday.HasValue && MatchAny(next, "weekday", "workday", "working day", "business day", "work day") is not null;
        if (weekday is null && !working && !Is(next, "day"))
            return null;
        var unit = working && Is(next, "working", "business", "work") ? next + 2 : next + 1;
        if (!Is(unit, "of", "in") || InnerPeriod(unit + 1) is not { } period || period.Value.Grain == Grain.Day)
            return null;
        if (InPeriod(period.Value, nth, weekday, working) is not { } day)
            return null;
        var found = Single(day);
        // a floating month ("of the month", "of March") whose day lies behind means the next one
        if (!period.Value.Fixed && period.Value.Cycle == Cycle.Monthly && !context.Past && found.From < context.Today && InPeriod(period.Value.Shift(Period.FromMonths(1)), nth, weekday, working) is { } later)
            found = Single(later) with { Alternatives = [found] };
        return new(found, period.End);
    }

    static LocalDate? InPeriod(Days period, int nth, IsoDayOfWeek? weekday, bool working)
    {
        var matching = Enumerable.Range(0, Period.DaysBetween(period.From, period.To) + 1).Select(period.From.PlusDays)
            .Where(day => weekday is { } w ? day.DayOfWeek == w : !working || day.DayOfWeek <= IsoDayOfWeek.Friday).ToList();
        var index = nth > 0 ? nth - 1 : matching.Count + nth;
        return index >= 0 && index < matching.Count ? matching[index] : null;
    }
}
