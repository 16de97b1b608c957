using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>A day within a month: "the 15th", "the 1st and 15th", "the last day", "the second Tuesday", "the last weekday".</summary>
    Found<Recurrence>? MonthlyDay(int i)
    {
        var start = Skip(i, "the");
        var last = Is(start, "last");
        var ordinal = last ? new Found<int>(-1, start + 1) : Ordinal(start) ?? default;
        if (ordinal.End == 0)
            return null;
        var monthly = new Recurrence(Frequency.Monthly);
        if (WeekdayName(ordinal.End, true) is { } weekday)
            return ordinal.Value <= 5 ? new(monthly with { ByDay = [(ordinal.Value, weekday)] }, ordinal.End + 1) : null;
        // "the 1st and 3rd Monday"
        if (Is(ordinal.End, "and", "&", ",") && Ordinal(Skip(ordinal.End + 1, "the")) is { Value: <= 5 } next && WeekdayName(next.End, true) is { } both && ordinal.Value <= 5)
            return new(monthly with { ByDay = [(ordinal.Value, both), (next.Value, both)] }, next.End + 1);
        if (Is(ordinal.End, "weekday", "workday") || MatchAny(ordinal.End, "working day", "business day") is not null)
            return new(monthly with { ByDay = [.. Workdays.Select(d => (0, d))], BySetPosition = ordinal.Value }, Is(ordinal.End, "weekday", "workday") ? ordinal.End + 1 : ordinal.End + 2);
        if (Is(ordinal.End, "day"))
            return new(monthly with { ByMonthDay = [ordinal.Value] }, ordinal.End + 1);
        // "the first" is a day only where the words around it say so
        if (last || !IsNumber(start) && !Is(ordinal.End, "of") && !(Is(start - 1, "the") && Is(start - 2, "on")))
            return null;
        if (Is(ordinal.End, "and") && Ordinal(Skip(ordinal.End + 1, "the")) is { } second)
            return new(monthly with { ByMonthDay = [ordinal.Value, second.Value] }, second.End);
        if (Is(ordinal.End, "and", "&") && MatchAny(Skip(ordinal.End + 1, "the"), "last day") is { } lastDay)
            return new(monthly with { ByMonthDay = [ordinal.Value, -1] }, lastDay);
        return new(monthly with { ByMonthDay = [ordinal.Value] }, ordinal.End);
    }

    Found<List<IsoDayOfWeek>>? WeekdayList(int i)
    {
        var days = new List<IsoDayOfWeek>();
        var end = i;
        for (var at = i; ; at = Skip(Skip(end, ",", "/", "&"), "and", "or", "on"))
        {
            at = days.Count > 0 ? Skip(at, "every", "on") : at;
            if (days.Count > 0 && at == end)
                break;
            if (TimeWords.Weekdays.TryGetValue(Word(at), out var number) || TimeWords.PluralWeekdays.TryGetValue(Word(at), out number))
                days.Add(TimeWords.Weekday(number));
            else
                break;
            end = at + 1;
        }
        return days.Count == 0 ? null : new([.. days.Distinct().Order()], end);
    }
}
