using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>The heart of a repetition.</summary>
    /// <param name="Exact">Its time of day, if it has one, is a clock time.</param>
    readonly record struct Beat(Recurrence Rule, string? Note = null, bool Exact = false);

    static Beat On(Recurrence rule, IEnumerable<IsoDayOfWeek> days) => new(rule with { ByDay = [.. days.Select(d => (0, d))] });

    /// <summary>"every day", "every other Friday", "each Monday and Wednesday", "every 2 weeks", "every third Thursday", "every weekday", "every morning".</summary>
    Found<Beat>? Every(int i)
    {
        if (!Is(i, "every", "each", "alternate", "alternating"))
            return null;
        var next = Skip(i + 1, "single", "and");
        next = Is(next - 1, "and") ? Skip(next, "every") : next;
        var interval = Is(i, "alternate", "alternating") ? 2 : 1;
        if (DayOfEvery(next) is { } inMonth)
            return inMonth;
        if (Is(next, "other", "second") && !(Is(next, "second") && (Is(next + 1, "of") || Closes(next + 1))))
            (interval, next) = (2, next + 1);
        else if (Ordinal(next) is { Value: > 0 } nth && (UnitAt(nth.End) is not null || WeekdayName(nth.End, true) is not null))
            (interval, next) = (nth.Value, nth.End);
        else if (Ordinal(next) is null && Cardinal(next) is { Value: > 0 and < 1000 } number && Half(number.End) is null)
            (interval, next) = (number.Value, number.End);
        else if (MatchAny(next, "few", "couple of", "couple") is { } few)
            (interval, next) = (Is(next, "few") ? 3 : 2, few);
        else if (Is(next, "half") && Is(Skip(next + 1, "-", "an"), "hour"))
            return new(new(new Recurrence(Frequency.Minutely, 30)), Skip(next + 1, "-", "an") + 1);
        else if (MatchAny(next, "quarter hour", "quarter of an hour") is { } quarterHour)
            return new(new(new Recurrence(Frequency.Minutely, 15)), quarterHour);
        if (MatchAny(next, "week day", "working day", "business day", "work day", "weekday", "weekdays", "workday") is { } working)
            return new(On(new Recurrence(Frequency.Weekly, interval), Workdays), working);
        if (MatchAny(next, "monday to friday", "monday through friday", "mon - fri", "mon to fri", "monday - friday") is { } week)
            return new(On(new Recurrence(Frequency.Weekly, interval), Workdays), week);
        if (WeekdayList(next) is { } days)
            return new(On(new Recurrence(Frequency.Weekly, interval), days.Value), days.End);
        if (Is(next, "weekend", "weekends"))
            return new(On(new Recurrence(Frequency.Weekly, interval), WeekendDays), next + 1);
        if (TimeWords.Parts.ContainsKey(Word(next)) && PartAt(next) is { } part)
            return new(new(new Recurrence(Frequency.Daily, interval) { At = Hour(part.Value) }), part.End);
        if (HolidayNamed(next) is { } holiday)
            return new(holiday.Value.Yearly(interval) is { } rule ? new(rule) : new(new Recurrence(Frequency.Yearly, interval), "its date moves from year to year: the rule keeps the day of the first"), holiday.End);
        if (MonthDay(next) is { } date)
            return new(new(new Recurrence(Frequency.Yearly, interval) { ByMonth = [date.Value.From.Month], ByMonthDay = [date.Value.From.Day] }), date.End);
        if (MonthAt(next) is { } month)
            return new(new(new Recurrence(Frequency.Yearly, interval) { ByMonth = [month.Value], ByMonthDay = [1] }, "on its first day"), month.End);
        if (Is(next, "fortnight", "fortnights"))
            return new(new(new Recurrence(Frequency.Weekly, 2 * interval)), next + 1);
        if (Is(next, "decade"))
            return new(new(new Recurrence(Frequency.Yearly, 10 * interval)), next + 1);
        // "every three weeks on a Wednesday"
        if (Is(next, "week", "weeks") && Is(next + 1, "on") && Is(next + 2, "a") && WeekdayName(next + 3, true) is { } fixedDay)
            return new(On(new Recurrence(Frequency.Weekly, interval), [fixedDay]), next + 4);
        return UnitAt(next) is { } unit && (Word(next).Length > 1 || Glued(next)) && Frequent(unit, interval) is { } plain ? new(new(plain), next + 1) : null;
    }

    /// <summary>"every 1st and 15th of the month", "every last Friday of the month", "every third Thursday of the month", "every 15th", "every last Friday".</summary>
    Found<Beat>? DayOfEvery(int next)
    {
        if (MonthlyDay(next) is not { } day)
            return null;
        if (MatchAny(day.End, "of the month", "of each month", "of every month", "of a month", "in the month", "in every month", "day of the month") is { } ofMonth)
            return new(new(day.Value), ofMonth);
        var relative = day.Value.ByDay.Count == 1 && day.Value.ByDay[0].Ordinal is 1 or -1;
        var dated = day.Value.ByMonthDay.Count > 0 && IsNumber(Skip(next, "the")) && UnitAt(day.End) is null && MonthAt(day.End) is null && !Is(day.End, "of");
        return relative || dated ? new(new(day.Value), day.End) : null;
    }

    static Recurrence? Frequent(Unit unit, int interval) => unit switch
    {
        Unit.Minute => new(Frequency.Minutely, interval),
        Unit.Hour => new(Frequency.Hourly, interval),
        Unit.Day => new(Frequency.Daily, interval),
        Unit.Workday => new(Frequency.Weekly, interval) { ByDay = [.. Workdays.Select(d => (0, d))] },
        Unit.Week => new(Frequency.Weekly, interval),
        Unit.Month => new(Frequency.Monthly, interval),
        Unit.Quarter => new(Frequency.Monthly, 3 * interval),
        Unit.Year => new(Frequency.Yearly, interval),
        Unit.Second or Unit.Weekend => null,
    };

    /// <summary>"the last day of each month", "first Monday of every month", "on the 15th of every month", "the end of every quarter", "the last Friday of every quarter".</summary>
    Found<Beat>? NthOfEvery(int i)
    {
        if (MatchAny(Skip(Skip(i, "at", "on", "by"), "the"), "end of", "beginning of", "start of") is { } edge)
        {
            var edgeRule = new Recurrence(Frequency.Monthly) { ByMonthDay = [Is(edge - 2, "end") ? -1 : 1] };
            if (!Is(edge, "every", "each") || Is(edge + 1, "week", "day"))
                return !Is(edge, "every", "each") ? null : Is(edge + 1, "week") ? new(On(new Recurrence(Frequency.Weekly), [Is(edge - 2, "end") ? IsoDayOfWeek.Friday : IsoDayOfWeek.Monday]), edge + 2)
                    : new(new(new Recurrence(Frequency.Daily) { At = Is(edge - 2, "end") ? context.WorkdayEnd : context.WorkdayStart }, Exact: true), edge + 2);
            return InEvery(edgeRule, edge + 1);
        }
        if (MonthlyDay(Skip(i, "on")) is { } twice && Match(twice.End, "of the month") is { } month && MatchAny(Skip(month, ","), "every month", "each month", "monthly") is { } monthly)
            return new(new(twice.Value), monthly);
        // "the second and fourth Tuesday of the month"
        if (MonthlyDay(Skip(i, "on")) is { Value.ByDay: [{ Ordinal: not 0 }, { Ordinal: not 0 }] } several && Match(several.End, "of the month") is { } inMonth)
            return new(new(several.Value), inMonth);
        if (MonthlyDay(Skip(i, "on")) is not { } day || !Is(day.End, "of", "in") || !Is(day.End + 1, "every", "each", "alternate"))
            return null;
        return InEvery(day.Value, day.End + 2);
    }

    /// <summary>A day of the month, in every month, every other month, every quarter or every year.</summary>
    Found<Beat>? InEvery(Recurrence day, int at)
    {
        var (interval, next) = Is(at, "other", "second") || Is(at - 1, "alternate") ? (2, Is(at - 1, "alternate") ? at : at + 1) : Cardinal(at) is { } n ? (n.Value, n.End) : (1, at);
        var last = day.ByMonthDay.Contains(-1) || day.BySetPosition == -1 || day.ByDay.Any(d => d.Ordinal == -1);
        return UnitAt(next) switch
        {
            Unit.Month => new(new(day with { Interval = interval }), next + 1),
            Unit.Quarter => new(new(day with { Frequency = Frequency.Yearly, ByMonth = last ? [3, 6, 9, 12] : [1, 4, 7, 10] }), next + 1),
            Unit.Year => new(new(day with { Frequency = Frequency.Yearly, Interval = interval, ByMonth = [last ? 12 : 1] }), next + 1),
            _ => null,
        };
    }
}
