using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>"twice a week", "three times a day", "once a month", "five days a week": how often; on which days is left open.</summary>
    Found<Beat>? TimesPer(int i)
    {
        int times, end;
        if (Is(i, "once", "twice", "thrice"))
            (times, end) = (Is(i, "once") ? 1 : Is(i, "twice") ? 2 : 3, i + 1);
        else if (Quantity(i) is { Value: > 0 and < 100 } count && Is(count.End, "times", "time", "x"))
            (times, end) = (count.Value, count.End + 1);
        else if (Quantity(i) is { Value: > 0 and <= 7 } days && Is(days.End, "day", "days", "nights") && MatchAny(days.End + 1, "a week", "per week", "each week", "every week") is { } weekly)
            return new(days.Value == 7 ? new(new Recurrence(Frequency.Daily)) : new(new Recurrence(Frequency.Weekly), $"{days.Value} days in each week; which ones is left open"), weekly);
        else if (IsNumber(i) && Digits(i) is { Value: > 0 and < 100 } x && Is(x.End, "x") && Glued(x.End))
            (times, end) = (x.Value, x.End + 1);
        else
            return null;
        if (times == 1 && Every(end) is { } each)
            return each;
        Recurrence? rule = null;
        if (Adverb(end) is { Value.Rule: { Interval: 1, Frequency: >= Frequency.Daily } frequent } adverb)
            (rule, end) = (frequent, adverb.End);
        else if (Is(end, "a", "per", "each", "every", "an", "/") && Is(end, "every") && Cardinal(end + 1) is { } n && UnitAt(n.End) is { } many)
            (rule, end) = (Frequent(many, n.Value), n.End + 1);
        else if (Is(end, "a", "per", "each", "every", "an", "/") && Is(end + 1, "fortnight"))
            (rule, end) = (new Recurrence(Frequency.Weekly, 2), end + 2);
        else if (Is(end, "a", "per", "each", "every", "an", "/") && UnitAt(end + 1) is { } unit && Word(end + 1).Length > 1)
            (rule, end) = (Frequent(unit, 1), end + 2);
        return rule is null ? null : new(new(rule, times == 1 ? null : $"{times} times in each {Spoken(rule)}; when exactly is left open"), end);

        static string Spoken(Recurrence rule) => rule.Frequency switch
        {
            Frequency.Minutely => "minute", Frequency.Hourly => "hour", Frequency.Daily => "day", Frequency.Weekly => rule.Interval == 2 ? "fortnight" : "week",
            Frequency.Monthly => rule.Interval == 3 ? "quarter" : "month", _ => "year",
        };
    }

    Found<Beat>? Adverb(int i)
    {
        Recurrence? rule = Word(i) switch
        {
            "daily" => new(Frequency.Daily),
            "nightly" => new(Frequency.Daily) { At = new(20, 0) },
            "weekly" => new(Frequency.Weekly),
            "fortnightly" => new(Frequency.Weekly, 2),
            "monthly" => new(Frequency.Monthly),
            "bimonthly" => new(Frequency.Monthly, 2),
            "quarterly" => new(Frequency.Monthly, 3),
            "yearly" or "annually" or "annual" => new(Frequency.Yearly),
            "biannually" or "semiannually" => new(Frequency.Monthly, 6),
            "hourly" => new(Frequency.Hourly),
            _ => null,
        };
        if (rule is not null)
            return new(new(rule), i + 1);
        if (MatchAny(i, "bi - weekly", "bi weekly") is { } biweekly)
            return new(new(new Recurrence(Frequency.Weekly, 2), "read as every two weeks"), biweekly);
        if (MatchAny(i, "bi - monthly", "bi monthly") is { } bimonthly)
            return new(new(new Recurrence(Frequency.Monthly, 2), "read as every two months"), bimonthly);
        return MatchAny(i, "semi - annually", "semi - annual", "half - yearly", "half yearly") is { } halves ? new(new(new Recurrence(Frequency.Monthly, 6)), halves) : null;
    }

    /// <summary>"Mondays", "on Tuesdays and Thursdays", "weekdays", "weekend mornings", "Friday mornings", "mornings".</summary>
    Found<Beat>? PluralDays(int i)
    {
        if (Is(i, "weekdays", "workdays", "weekday", "workday") && (Word(i).EndsWith('s') || PluralPart(i + 1) is not null))
            return WithPart(On(new Recurrence(Frequency.Weekly), Workdays), i + 1);
        if (Is(i, "weekends", "weekend") && (Word(i).EndsWith('s') || PluralPart(i + 1) is not null))
            return WithPart(On(new Recurrence(Frequency.Weekly), WeekendDays), i + 1);
        if (PluralPart(i) is { } part && !Is(i - 1, "few", "two", "three", "several", "of", "many", "some", "those", "these") && !IsNumber(i - 1))
            return new(new(new Recurrence(Frequency.Daily) { At = Hour(part) }), i + 1);
        if (CountedDays(i) is { } counted)
            return counted;
        if (DayLetters(i) is { } letters)
            return letters;
        if (WeekdayList(i) is not { } days || PluralPart(days.End) is null && !Plural(i, days.End) && !Timetable(days))
            return null;
        return WithPart(On(new Recurrence(Frequency.Weekly), days.Value), days.End);

        // "Mon, Wed & Fri at 6am", "Tue/Thu at 7", but not "Monday, Tuesday or Friday at 3"
        bool Timetable(Found<List<IsoDayOfWeek>> list) => (list.Value.Count > 2 || list.Value.Count > 1 && Is(i + 1, "/")) && Enumerable.Range(i, list.End - i).All(k => !Is(k, "or", "every")) && ClockAt(Skip(list.End, ",")) is { Value.Bare: false };

        bool Plural(int from, int to)
        {
            for (var at = from; at < to; at++)
                if (TimeWords.PluralWeekdays.ContainsKey(Word(at)))
                    return true;
            return false;
        }

        Found<Beat> WithPart(Beat days, int end) => PluralPart(end) is { } named ? new(days with { Rule = days.Rule with { At = Hour(named) } }, end + 1) : new(days, end);
    }

    /// <summary>"the next 3 Mondays": as many, from the coming one.</summary>
    Found<Beat>? CountedDays(int i)
    {
        var start = Skip(i, "the", "for");
        start = Skip(start, "the");
        return Is(start, "next", "coming") && Cardinal(start + 1) is { Value: > 1 and < 100 } count && (TimeWords.PluralWeekdays.TryGetValue(Word(count.End), out var number) || TimeWords.Weekdays.TryGetValue(Word(count.End), out number))
            ? new(On(new Recurrence(Frequency.Weekly) { Count = count.Value }, [TimeWords.Weekday(number)]), count.End + 1) : null;
    }

    /// <summary>"MWF", "M/W/F", "TTh" before a time of day.</summary>
    Found<Beat>? DayLetters(int i)
    {
        var (days, end) = Word(i) switch
        {
            "mwf" => (new[] { 1, 3, 5 }, i + 1),
            "tth" or "tuth" or "tr" => ([2, 4], i + 1),
            "mw" => ([1, 3], i + 1),
            "m" when Match(i, "m / w / f") is { } slashed => ([1, 3, 5], slashed),
            "m" when MatchAny(i, "m - f", "m – f") is { } week => ([1, 2, 3, 4, 5], week),
            "t" or "tu" when MatchAny(i, "t / th", "tu / th", "t / thu") is { } pair => ([2, 4], pair),
            _ => ([], i),
        };
        return days.Length > 0 && (ClockAt(Skip(end, ",")) is { Value.Bare: false } || ClockSpanAt(Skip(end, ",")) is not null) ? new(On(new Recurrence(Frequency.Weekly), days.Select(TimeWords.Weekday)), end) : null;
    }

    ClockSpan? PluralPart(int i) => Is(i, "mornings", "afternoons", "evenings", "nights", "lunchtimes") ? PartAt(i)?.Value : null;

    /// <summary>"Mon-Fri 9-5", "Monday to Friday at 8:30": days in a row with a time of day are a timetable; "Mondays to Thursdays" are one without.</summary>
    Found<Beat>? WorkingHours(int i)
    {
        i = Skip(i, "from");
        if (!Is(i + 1, "-", "–", "—", "to", "through", "thru") || !Named(i, out var first) || !Named(i + 2, out var last) || last <= first)
            return null;
        if (TimeWords.PluralWeekdays.ContainsKey(Word(i)))
            return new(On(new Recurrence(Frequency.Weekly), Enumerable.Range(first, last - first + 1).Select(TimeWords.Weekday)), i + 3);
        var next = Skip(Skip(i + 3, ",", "("), "from", "at", "between");
        var hours = ClockSpanAt(next) ?? ClockSpanAt(Skip(i + 3, ","));
        if (hours is null && !((first, last) is (1, >= 5) && ClockAt(Skip(i + 3, ",")) is { Value.Bare: false }))
            return null;
        return new(On(new Recurrence(Frequency.Weekly), Enumerable.Range(first, last - first + 1).Select(TimeWords.Weekday)), i + 3);

        bool Named(int at, out int day) => TimeWords.Weekdays.TryGetValue(Word(at), out day) || TimeWords.PluralWeekdays.TryGetValue(Word(at), out day);
    }
}
