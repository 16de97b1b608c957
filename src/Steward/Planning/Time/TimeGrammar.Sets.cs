using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    static readonly IsoDayOfWeek[] Workdays = [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];

    /// <summary>What comes again: "every other Friday at 9", "weekdays", "the last day of each month", "monthly on the 15th", "Tuesdays and Thursdays until June".</summary>
    Found<TimeValue>? Set(int i)
    {
        var core = Every(i) ?? NthOfEvery(i) ?? Adverb(i) ?? PluralDays(i);
        if (core is not { } found)
            return null;
        var (rule, end) = found;
        LocalDate? starting = null;
        var vague = rule.At is not null;
        while (true)
        {
            var next = Skip(end, ",");
            if ((rule.At is null || vague) && ClockSpanAt(next) is null && (ClockAt(next) ?? ClockAt(Skip(next, "at", "from"))) is { } clock && !clock.Value.Bare)
                (rule, end, vague) = (rule with { At = TimeWithin(clock.Value, rule.At) }, clock.End, false);
            else if ((rule.At is null || vague) && ClockSpanAt(next) is { Value.Bare: false } hours)
                (rule, end, vague) = (rule with { At = hours.Value.From }, hours.End, false);
            else if (rule.At is null && PartAt(next) is { } part && rule.Frequency >= Frequency.Daily)
                (rule, end, vague) = (rule with { At = Hour(part.Value) }, part.End, true);
            else if (rule is { Frequency: Frequency.Weekly, ByDay.Count: 0 } && WeekdayList(Skip(next, "on")) is { } days)
                (rule, end) = (rule with { ByDay = [.. days.Value.Select(d => (0, d))] }, days.End);
            else if (rule is { Frequency: Frequency.Monthly, ByDay.Count: 0, ByMonthDay.Count: 0 } && Is(next, "on") && MonthlyDay(next + 1) is { } monthly)
                (rule, end) = (rule with { ByDay = monthly.Value.ByDay, ByMonthDay = monthly.Value.ByMonthDay }, monthly.End);
            else if (rule is { Frequency: Frequency.Yearly, ByMonth: null } && MonthDay(Skip(next, "on")) is { } date)
                (rule, end) = (rule with { ByMonth = date.Value.From.Month, ByMonthDay = [date.Value.From.Day] }, date.End);
            else if (rule.Until is null && Is(next, "until", "till", "through") && LongestDays(next + 1) is { } until)
                (rule, end) = (rule with { Until = until.Value.To }, until.End);
            else if (starting is null && MatchAny(next, "starting on", "starting from", "starting", "from", "beginning on", "beginning", "as of") is { } from && LongestDays(from) is { } begin && !Is(begin.End, "to", "until"))
                (starting, end) = (begin.Value.From, begin.End);
            else if (rule.Count is null && Is(next, "for") && DurationAt(Skip(next + 1, "the", "next")) is { } length && !HasTime(length.Value))
                (rule, end) = (rule with { Until = (starting ?? context.Today).Plus(length.Value) }, length.End);
            else
                break;
        }
        var start = starting is { } s && s + LocalTime.Midnight > context.Now ? s + LocalTime.Midnight : context.Now.With(TimeAdjusters.TruncateToMinute);
        return new(new Repeat(rule, rule.First(start), rule.At is not null || rule.Frequency <= Frequency.Minutely), end);
    }

    /// <summary>"every morning at 7": the part of the day says which seven.</summary>
    LocalTime TimeWithin(Clock clock, LocalTime? part)
    {
        var time = !clock.HalfDay && part is { } p ? InHalf(clock.Time, p.Hour >= 12) : clock.Time;
        return clock.Zone is null ? time : Local(context.Today, time, clock.Zone).TimeOfDay;
    }

    /// <summary>"every day", "every other Friday", "each Monday and Wednesday", "every 2 weeks", "every third Thursday", "every weekday", "every morning".</summary>
    Found<Recurrence>? Every(int i)
    {
        if (!Is(i, "every", "each", "per", "alternate") && !(Is(i, "any") && TimeWords.Weekdays.ContainsKey(Word(i + 1)) && false))
            return null;
        if (Is(i, "per"))
            return null;
        var next = Skip(i + 1, "single");
        var interval = Is(i, "alternate") ? 2 : 1;
        if (Is(next, "other", "second") && !(Is(next, "second") && Is(next + 1, "of", ".", ",")))
            (interval, next) = (2, next + 1);
        else if (Cardinal(next) is { Value: > 0 } number && number.Value < 1000 && Half(number.End) is null)
            (interval, next) = (number.Value, number.End);
        else if (Ordinal(next) is { } ordinal && (UnitAt(ordinal.End) is not null || WeekdayName(ordinal.End, true) is not null))
        {
            // "every third Thursday of the month" counts within the month; alone it counts weeks
            if (WeekdayName(ordinal.End, true) is { } nth && MatchAny(ordinal.End + 1, "of the month", "of each month", "of every month", "of a month", "in the month") is { } ofMonth)
                return new(new Recurrence(Frequency.Monthly) { ByDay = [(ordinal.Value, nth)] }, ofMonth);
            if (ordinal.Value == 1 && WeekdayName(ordinal.End, true) is { } firstDay)
                return new(new Recurrence(Frequency.Monthly) { ByDay = [(1, firstDay)] }, ordinal.End + 1);
            (interval, next) = (ordinal.Value, ordinal.End);
        }
        else if (Is(next, "last") && WeekdayName(next + 1, true) is { } last)
            return new(new Recurrence(Frequency.Monthly) { ByDay = [(-1, last)] }, MatchAny(next + 2, "of the month", "of each month", "of every month", "in the month") ?? next + 2);
        else if (Is(next, "half") && Is(Skip(next + 1, "-", "an"), "hour"))
            return new(new Recurrence(Frequency.Minutely, 30), Skip(next + 1, "-", "an") + 1);
        else if (MonthlyDay(next) is { Value.ByMonthDay.Count: > 1 } several)
            return new(several.Value, MatchAny(several.End, "of the month", "of each month", "of every month") ?? several.End);
        else if (DayNumber(Skip(next, "the")) is { } monthDay && Ordinal(Skip(next, "the")) is not null && MatchAny(monthDay.End, "of the month", "of each month", "of every month") is { } dayOfMonth)
            return new(new Recurrence(Frequency.Monthly) { ByMonthDay = [monthDay.Value] }, dayOfMonth);
        if (WeekdayList(next) is { } days)
            return new(new Recurrence(Frequency.Weekly, interval) { ByDay = [.. days.Value.Select(d => (0, d))] }, days.End);
        if (Is(next, "weekday", "weekdays", "workday") || MatchAny(next, "working day", "business day", "work day") is not null)
            return new(new Recurrence(Frequency.Weekly, interval) { ByDay = [.. Workdays.Select(d => (0, d))] }, Is(next, "working", "business", "work") ? next + 2 : next + 1);
        if (Is(next, "weekend", "weekends"))
            return new(new Recurrence(Frequency.Weekly, interval) { ByDay = [(0, IsoDayOfWeek.Saturday), (0, IsoDayOfWeek.Sunday)] }, next + 1);
        if (TimeWords.Parts.TryGetValue(Word(next), out _) && PartAt(next) is { } part)
            return new(new Recurrence(Frequency.Daily, interval) { At = Hour(part.Value) }, part.End);
        if (HolidayAt(next) is { } holiday)
            return new(new Recurrence(Frequency.Yearly, interval) { ByMonth = holiday.Value.From.Month, ByMonthDay = [holiday.Value.From.Day] }, holiday.End);
        if (MonthDay(next) is { } date)
            return new(new Recurrence(Frequency.Yearly, interval) { ByMonth = date.Value.From.Month, ByMonthDay = [date.Value.From.Day] }, date.End);
        if (MonthAt(next) is { } month)
            return new(new Recurrence(Frequency.Yearly, interval) { ByMonth = month.Value, ByMonthDay = [1] }, month.End);
        if (Is(next, "fortnight"))
            return new(new Recurrence(Frequency.Weekly, 2 * interval), next + 1);
        return UnitAt(next) is { } unit && Frequent(unit, interval) is { } rule ? new(rule, next + 1) : null;
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

    /// <summary>"the last day of each month", "first Monday of every month", "on the 15th of every month", "the last Friday of every quarter".</summary>
    Found<Recurrence>? NthOfEvery(int i)
    {
        if (MonthlyDay(i) is not { } day || !Is(day.End, "of", "in") || !Is(day.End + 1, "every", "each"))
            return null;
        var (interval, next) = Is(day.End + 2, "other", "second") ? (2, day.End + 3) : Cardinal(day.End + 2) is { } n ? (n.Value, n.End) : (1, day.End + 2);
        return UnitAt(next) switch
        {
            Unit.Month => new(day.Value with { Interval = interval }, next + 1),
            Unit.Quarter => new(day.Value with { Interval = 3 * interval }, next + 1),
            Unit.Year => new(day.Value with { Frequency = Frequency.Yearly, Interval = interval }, next + 1),
            _ => null,
        };
    }

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
        if (Is(ordinal.End, "weekday", "workday") || MatchAny(ordinal.End, "working day", "business day") is not null)
            return new(monthly with { ByDay = [.. Workdays.Select(d => (0, d))], BySetPosition = ordinal.Value }, Is(ordinal.End, "weekday", "workday") ? ordinal.End + 1 : ordinal.End + 2);
        if (Is(ordinal.End, "day"))
            return new(monthly with { ByMonthDay = [ordinal.Value] }, ordinal.End + 1);
        if (last || tokens[start].Kind != Language.TokenKind.Number)
            return null;
        if (Is(ordinal.End, "and") && Ordinal(Skip(ordinal.End + 1, "the")) is { } second)
            return new(monthly with { ByMonthDay = [ordinal.Value, second.Value] }, second.End);
        return new(monthly with { ByMonthDay = [ordinal.Value] }, ordinal.End);
    }

    Found<Recurrence>? Adverb(int i)
    {
        Recurrence? rule = Word(i) switch
        {
            "daily" => new(Frequency.Daily),
            "weekly" => new(Frequency.Weekly),
            "fortnightly" => new(Frequency.Weekly, 2),
            "monthly" => new(Frequency.Monthly),
            "bimonthly" => new(Frequency.Monthly, 2),
            "quarterly" => new(Frequency.Monthly, 3),
            "yearly" or "annually" or "annual" => new(Frequency.Yearly),
            "hourly" => new(Frequency.Hourly),
            _ => null,
        };
        if (rule is not null)
            return new(rule, i + 1);
        if (MatchAny(i, "bi - weekly", "bi weekly") is { } biweekly)
            return new(new(Frequency.Weekly, 2), biweekly);
        return MatchAny(i, "once a", "once every", "once per", "once each") is { } once && UnitAt(once) is { } unit && Frequent(unit, 1) is { } frequent ? new(frequent, once + 1) : null;
    }

    /// <summary>"Mondays", "on Tuesdays and Thursdays", "weekdays", "weekends".</summary>
    Found<Recurrence>? PluralDays(int i)
    {
        if (Is(i, "weekdays", "workdays"))
            return new(new Recurrence(Frequency.Weekly) { ByDay = [.. Workdays.Select(d => (0, d))] }, i + 1);
        if (Is(i, "weekends"))
            return new(new Recurrence(Frequency.Weekly) { ByDay = [(0, IsoDayOfWeek.Saturday), (0, IsoDayOfWeek.Sunday)] }, i + 1);
        return TimeWords.PluralWeekdays.ContainsKey(Word(i)) && WeekdayList(i) is { } days ? new(new Recurrence(Frequency.Weekly) { ByDay = [.. days.Value.Select(d => (0, d))] }, days.End) : null;
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

    /// <summary>The hour at which something "every morning" happens: when the working day starts; else the part's own beginning.</summary>
    LocalTime Hour(ClockSpan part) => part.From < context.WorkdayStart && context.WorkdayStart < part.To ? context.WorkdayStart : part.From;
}
