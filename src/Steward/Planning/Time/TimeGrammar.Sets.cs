using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    static readonly IsoDayOfWeek[] Workdays = [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];
    static readonly IsoDayOfWeek[] WeekendDays = [IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday];

    /// <summary>A repetition while it is read: the rule, and what a rule of RFC 5545 cannot say.</summary>
    /// <param name="Vague">The time of day came from a part of the day: a clock time beside it is more exact.</param>
    sealed record Repetition(Recurrence Rule, string? Note = null, LocalDate? Starting = null, bool Vague = false, LocalTime? Ends = null);

    /// <summary>What comes again: "every other Friday at 9", "weekdays", "the last day of each month", "monthly on the 15th", "Tuesdays and Thursdays until June".</summary>
    Found<TimeValue>? Set(int i)
    {
        Repetition set;
        int end;
        if (BeatAt(i) is { } core)
            (set, end) = (new Repetition(core.Value.Rule, core.Value.Note, Vague: core.Value.Rule.At is not null && !core.Value.Exact), core.End);
        // "at 8 every morning", "9 to 5 on weekdays"
        else if ((ClockSpanAt(i)?.End ?? ClockAt(i)?.End) is { } clocked && BeatAt(Skip(Skip(clocked, ","), "on")) is { Value.Rule.Frequency: >= Frequency.Daily } later
            && Narrower(new Repetition(later.Value.Rule, later.Value.Note, Vague: true), i) is { } timed && timed.End == clocked)
            (set, end) = (timed.Value, later.End);
        else
            return null;
        while (Narrower(set, Skip(end, ",")) is { } more && more.End > end)
            (set, end) = (more.Value, more.End);
        var start = set.Starting is { } s && s + LocalTime.Midnight > context.Now ? s + LocalTime.Midnight : context.Now.With(TimeAdjusters.TruncateToMinute);
        return new(new Repeat(set.Rule, set.Rule.First(start), set.Rule.At is not null || set.Rule.Frequency <= Frequency.Minutely) { Note = set.Note, Ends = set.Ends }, end);
    }

    Found<Beat>? BeatAt(int i) => Every(i) ?? NthOfEvery(i) ?? TimesPer(i) ?? Adverb(i) ?? WorkingHours(i) ?? PluralDays(i);

    /// <summary>What may follow a repetition: its time of day, its days, its exceptions, its beginning and its end.</summary>
    Found<Repetition>? Narrower(Repetition set, int next)
    {
        var rule = set.Rule;
        var open = (rule.At is null || set.Vague) && rule.Frequency >= Frequency.Daily;
        if (open && (ClockSpanAt(next) ?? ClockSpanAt(Skip(next, "from"))) is { } hours && (!hours.Value.Bare || hours.Value.From < hours.Value.To))
            return new(set with { Rule = rule with { At = hours.Value.From }, Vague = false, Ends = hours.Value.To, Note = Join(set.Note, $"each time {hours.Value.From:HH':'mm} to {hours.Value.To:HH':'mm}") }, hours.End);
        if (open && (ClockAt(next) ?? ClockAt(Skip(Skip(next, "at", "from"), "exactly"))) is { Value.Bare: false } clock)
            return new(set with { Rule = rule with { At = TimeWithin(clock.Value, rule.At, rule.ByDay.Count == 5) }, Vague = false, Note = Join(set.Note, clock.Value.Note, ZoneNote(clock.Value.Zone, clock.Value.Time)) }, clock.End);
        // "at 8am and 8pm"
        if (rule.At is { } first && !set.Vague && rule.AlsoAt.Count < 24 && Is(next, "and", "&") && ClockAt(Skip(next + 1, "at")) is { Value: { Bare: false, Zone: null } } again && again.Value.Time.Minute == first.Minute)
            return new(set with { Rule = rule with { AlsoAt = [.. rule.AlsoAt, again.Value.Time] } }, again.End);
        // "hourly from 9 to 5": each hour of them
        if (rule is { Frequency: Frequency.Hourly, Interval: 1, AlsoAt.Count: 0, At: null } && ClockSpanAt(next) is { Value: { } between } hourly && between.From < between.To)
            return new(set with { Rule = new Recurrence(rule.ByDay.Count > 0 ? Frequency.Weekly : Frequency.Daily) { ByDay = rule.ByDay, At = between.From, AlsoAt = [.. Enumerable.Range(1, between.To.Hour - between.From.Hour).Select(h => between.From.PlusHours(h))] } }, hourly.End);
        // "every evening this week"
        if (rule is { Until: null, Count: null } && set.Starting is null && Is(next, "this", "next") && PeriodAt(next) is { Value: { Grain: Grain.Week or Grain.Month or Grain.Quarter or Grain.Year } within } during)
            return new(set with { Starting = within.From > context.Today ? within.From : null, Rule = rule with { Until = within.To } }, during.End);
        if (rule.Frequency < Frequency.Daily && rule.ByDay.Count == 0 && MatchAny(next, "on weekdays", "on workdays", "during the week", "on weekends") is { } when)
            return new(set with { Rule = rule with { ByDay = [.. (Is(when - 1, "weekends") ? WeekendDays : Workdays).Select(d => (0, d))] } }, when);
        if (rule.At is null && rule.Frequency >= Frequency.Daily && PartAt(next) is { } part)
            return new(set with { Rule = rule with { At = Hour(part.Value) }, Vague = true }, part.End);
        if (rule is { Frequency: Frequency.Weekly, ByDay.Count: 0 } && WeekdayList(Skip(next, "on")) is { } days)
            return new(set with { Rule = rule with { ByDay = [.. days.Value.Select(d => (0, d))] }, Note = null }, days.End);
        if (rule is { Frequency: Frequency.Weekly, ByDay.Count: 0 } && MatchAny(next, "on weekdays", "on workdays", "on weekends") is { } kind)
            return new(set with { Rule = rule with { ByDay = [.. (Is(kind - 1, "weekends") ? WeekendDays : Workdays).Select(d => (0, d))] }, Note = null }, kind);
        if (rule is { Frequency: Frequency.Daily, Interval: 1 } && MatchAny(next, "on weekdays", "on workdays", "monday to friday", "monday through friday", "mon - fri", "during the week", "on weekends") is { } only)
            return new(set with { Rule = rule with { Frequency = Frequency.Weekly, ByDay = [.. (Is(only - 1, "weekends") ? WeekendDays : Workdays).Select(d => (0, d))] } }, only);
        if (rule is { Frequency: Frequency.Monthly, ByDay.Count: 0, ByMonthDay.Count: 0 } && MonthlyDay(Skip(next, "on")) is { } monthly)
            return new(set with { Rule = rule with { ByDay = monthly.Value.ByDay, ByMonthDay = monthly.Value.ByMonthDay, BySetPosition = monthly.Value.BySetPosition }, Note = null }, MatchAny(monthly.End, "of the month", "day of the month") ?? monthly.End);
        if (rule is { Frequency: Frequency.Weekly, Interval: 1, ByDay: [(0, var weekday)] } && Ordinal(Skip(next, "the")) is { Value: > 5 and <= 31 } date && tokens[Skip(next, "the")].Kind == Language.TokenKind.Number)
            return new(set with { Rule = new Recurrence(Frequency.Monthly) { ByMonthDay = [date.Value], ByDay = [(0, weekday)], At = rule.At } }, date.End);
        // "annually on the first Saturday of June"
        if (rule is { Frequency: Frequency.Yearly, ByMonth.Count: 0 } && MonthlyDay(Skip(next, "on")) is { } inMonth && Is(inMonth.End, "of", "in") && MonthAt(inMonth.End + 1) is { } ofMonth)
            return new(set with { Rule = rule with { ByMonth = [ofMonth.Value], ByDay = inMonth.Value.ByDay, ByMonthDay = inMonth.Value.ByMonthDay, BySetPosition = inMonth.Value.BySetPosition } }, ofMonth.End);
        if (rule is { Frequency: Frequency.Yearly, ByMonth.Count: 0 } && MonthDay(Skip(next, "on")) is { } yearly)
            return new(set with { Rule = rule with { ByMonth = [yearly.Value.From.Month], ByMonthDay = [yearly.Value.From.Day] } }, yearly.End);
        if (rule is { Frequency: Frequency.Yearly, ByMonth.Count: 0 } && HolidayNamed(Skip(next, "on", "at")) is { } feast && feast.Value.Yearly(rule.Interval) is { } festive)
            return new(set with { Rule = festive }, feast.End);
        if (rule.ByMonth.Count == 0 && rule.ByMonthDay.Count == 0 && Is(next, "in", "during") && MonthAt(next + 1) is { } month && YearAt(month.End) is null)
            return new(set with { Rule = rule with { ByMonth = [month.Value] } }, month.End);
        if (Exception(set, next) is { } without)
            return without;
        if (rule is { Until: null, Count: null } && Is(next, "until", "till", "through", "thru") && LongestDays(Skip(next + 1, "the end of")) is { } until)
            return new(set with { Rule = rule with { Until = until.Value.To }, Note = Join(set.Note, until.Value.Single ? null : "to the end of it") }, until.End);
        if (set.Starting is null && MatchAny(next, "starting on", "starting from", "starting in", "starting", "from", "beginning on", "beginning", "as of", "effective") is { } from && LongestDays(from) is { } begin)
            return Is(begin.End, "until", "through", "to", "till", "-", "–") && LongestDays(begin.End + 1) is { } last && rule.Until is null
                ? new(set with { Starting = begin.Value.From, Rule = rule with { Until = last.Value.To } }, last.End) : new(set with { Starting = begin.Value.From }, begin.End);
        if (rule is { Until: null, Count: null } && Cardinal(Skip(next, "for")) is { Value: > 0 and < 10_000 } count && Is(count.End, "times", "occurrences", "sessions", "repetitions") && !Is(count.End + 1, "a", "per", "each", "every"))
            return new(set with { Rule = rule with { Count = count.Value } }, count.End + 1);
        if (rule is { Until: null, Count: null } && Is(next, "for") && DurationAt(Skip(Skip(next + 1, "the"), "next")) is { } length && !HasTime(length.Value))
            return new(set with { Rule = rule with { Until = (set.Starting ?? context.Today).Plus(length.Value).PlusDays(-1) } }, length.End);
        return null;
    }

    /// <summary>"except weekends", "but not on Sundays", "except 24 December".</summary>
    Found<Repetition>? Exception(Repetition set, int next)
    {
        if (MatchAny(next, "except for", "except", "excluding", "excepting", "but not", "not", "other than", "apart from", "besides", "but") is not { } without)
            return null;
        without = Skip(without, "on", "at");
        var rule = set.Rule;
        var (off, end) = Is(without, "weekends", "weekend") ? (WeekendDays, without + 1) : Is(without, "weekdays", "workdays") ? (Workdays, without + 1)
            : WeekdayList(without) is { } list && DayPhrase(without) is not { Value.Weekday: null } ? ([.. list.Value], list.End) : ((IsoDayOfWeek[])[], without);
        var known = rule.Frequency == Frequency.Weekly && rule.ByDay.Count > 0 ? rule.ByDay.Select(d => d.Day) : rule is { Frequency: Frequency.Daily, Interval: 1 } ? Workdays.Concat(WeekendDays) : [];
        var left = known.Except(off).ToList();
        if (off.Length > 0 && left.Count > 0)
            return new(set with { Rule = rule with { Frequency = Frequency.Weekly, ByDay = [.. left.Select(d => (0, d))] } }, end);
        if (HolidayWords(without) is { } holidays)
            return new(set with { Note = Join(set.Note, "holidays are not left out by the rule") }, holidays);
        return off.Length == 0 && LongestDays(without) is { } days ? new(set with { Note = Join(set.Note, $"without {days.Value.From:uuuu'-'MM'-'dd}{(days.Value.Single ? "" : $" to {days.Value.To:uuuu'-'MM'-'dd}")}: the rule cannot say so") }, days.End) : null;
    }

    int? HolidayWords(int i) => MatchAny(i, "public holidays", "bank holidays", "holidays");

    /// <summary>"every morning at 7": the part of the day says which seven; on working days six and seven are those before work.</summary>
    LocalTime TimeWithin(Clock clock, LocalTime? part, bool workdays)
    {
        var time = clock.HalfDay ? clock.Time : part is { } p ? InHalf(clock.Time, p.Hour >= 12) : workdays && clock.Time.Hour is 18 or 19 ? InHalf(clock.Time, pm: false) : clock.Time;
        return clock.Zone is null ? time : Local(context.Today, time, clock.Zone).TimeOfDay;
    }

    /// <summary>The hour at which something "every morning" happens: when the working day starts; else the part's own beginning.</summary>
    LocalTime Hour(ClockSpan part) => part.From < context.WorkdayStart && context.WorkdayStart < part.To ? context.WorkdayStart : part.From;
}
