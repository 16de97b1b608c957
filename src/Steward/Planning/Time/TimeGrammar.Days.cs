using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>One day, however it is named. The longest rule wins.</summary>
    Found<Days>? DayAt(int i)
    {
        Found<Days>? best = null;
        foreach (var found in (ReadOnlySpan<Found<Days>?>)[RelativeDay(i), WrittenDate(i), MonthDay(i), DayOfMonth(i), WeekdayAt(i), NthDay(i), HolidayAt(i), AnchoredDay(i)])
            if (found is { } f && (best is null || f.End > best.Value.End))
                best = f;
        return best;
    }

    Found<Days>? RelativeDay(int i)
    {
        if (MatchAny(i, "the day after tomorrow", "day after tomorrow", "overmorrow") is { } after)
            return new(Single(context.Today.PlusDays(2)), after);
        if (MatchAny(i, "the day before yesterday", "day before yesterday") is { } before)
            return new(Single(context.Today.PlusDays(-2)), before);
        if (MatchAny(i, "today", "this day", "the same day", "later today", "earlier today") is { } today)
            return new(Single(context.Today), today);
        if (MatchAny(i, "tomorrow", "the next day", "the following day") is { } tomorrow)
            return new(Single(context.Today.PlusDays(1)), tomorrow);
        if (MatchAny(i, "the next business day", "next business day", "the next working day", "next working day", "next workday") is { } working)
        {
            var day = context.Today.PlusDays(1);
            while (day.DayOfWeek > IsoDayOfWeek.Friday)
                day = day.PlusDays(1);
            return new(Single(day), working);
        }
        return Is(i, "yesterday") ? new(Single(context.Today.PlusDays(-1)), i + 1) : null;
    }

    /// <summary>2026-11-20, 2026/11/20, 20.11.2026, 20.11., 3/4, 3/4/27. Ambiguous ones by the locale, with the other reading as alternative.</summary>
    Found<Days>? WrittenDate(int i)
    {
        if (Digits(i) is not { } first || !Is(i + 1, "-", "/", ".") || !Glued(i + 1) || Digits(i + 2) is not { } second || !Glued(i + 2))
            return null;
        var mark = Word(i + 1);
        Found<int>? third = Is(i + 3, mark) && Glued(i + 3) && Glued(i + 4) ? Digits(i + 4) : null;
        var closed = mark == "." && third is null && Is(i + 3, ".") && Glued(i + 3);
        if (tokens[i].Text.Length == 4)
            return third is { } day && Date(first.Value, second.Value, day.Value) is { } iso ? new(Single(iso), day.End) : null;
        if (tokens[i].Text.Length > 2 || tokens[i + 2].Text.Length > 2 || third is null && (mark == "-" || mark == "." && !closed))
            return null;
        int? year = third is { } y ? y.Value < 100 && tokens[i + 4].Text.Length == 2 ? 2000 + y.Value : tokens[i + 4].Text.Length == 4 ? y.Value : -1 : null;
        var dayFirst = mark == "." || context.DayFirst;
        var end = third?.End ?? (closed ? i + 4 : i + 3);
        var value = Order(first.Value, second.Value, year, dayFirst);
        var other = Order(first.Value, second.Value, year, !dayFirst);
        if (value is null || other is null || mark == ".")
            return (value ?? other) is { } only && (mark != "." || value is not null) ? new(only, end) : null;
        return new(first.Value == second.Value ? value : value with { Alternatives = [other], Note = dayFirst ? "read as day/month" : "read as month/day" }, end);

        Days? Order(int a, int b, int? year, bool dayFirst)
        {
            var (day, month) = dayFirst ? (a, b) : (b, a);
            return year is { } y ? Date(y, month, day) is { } exact ? Single(exact) : null : Yearly(month, day);
        }
    }

    /// <summary>"November 20", "20 November 2027", "the 5th of March", "Dec. 5th, 2026".</summary>
    Found<Days>? MonthDay(int i)
    {
        int month, day, end;
        if (MonthAt(i) is { } named && DayNumber(Skip(named.End, "the")) is { } after && !Is(after.End, ":") && Half(after.End) is null && after.Value <= 31 && UnitAt(after.End) is null)
            (month, day, end) = (named.Value, after.Value, after.End);
        else if (DayNumber(Skip(i, "the")) is { } before && MonthAt(Skip(before.End, "of", ".", "-")) is { } later)
            (month, day, end) = (later.Value, before.Value, later.End);
        else
            return null;
        if (YearAt(Skip(end, ",", "of", "-")) is { } year)
            return Date(year.Value, month, day) is { } exact ? new(Single(exact), year.End) : null;
        return Yearly(month, day) is { } days ? new(days, end) : null;
    }

    Found<int>? MonthAt(int i) => TimeWords.Months.TryGetValue(Word(i), out var month) ? new(month, Word(i).Length <= 4 && Is(i + 1, ".") && Glued(i + 1) ? i + 2 : i + 1) : null;

    Found<int>? DayNumber(int i)
    {
        if (Ordinal(i) is { Value: >= 1 and <= 31 } ordinal)
            return ordinal;
        return Digits(i) is { Value: >= 1 and <= 31 } digits && tokens[i].Text.Length <= 2 ? digits : null;
    }

    Found<int>? YearAt(int i)
    {
        if (Is(i, "next", "last", "this") && Is(i + 1, "year"))
            return new(context.Today.Year + (Is(i, "next") ? 1 : Is(i, "last") ? -1 : 0), i + 2);
        if (Is(i, "'") && Digits(i + 1) is { Value: < 100 } two && tokens[i + 1].Text.Length == 2)
            return new(2000 + two.Value, two.End);
        return Digits(i) is { Value: >= 1900 and <= 2199 } year && tokens[i].Text.Length == 4 && !Is(year.End, ":") ? year : null;
    }

    /// <summary>A day and month without a year: the nearest that fits the lean, with the one on the other side of today as alternative.</summary>
    Days? Yearly(int month, int day)
    {
        LocalDate? future = null, past = null;
        for (var k = 0; k <= 8 && (future is null || past is null); k++)
        {
            if (Date(context.Today.Year + k, month, day) is { } later && later >= context.Today)
                future ??= later;
            if (Date(context.Today.Year - k, month, day) is { } earlier && earlier <= context.Today)
                past ??= earlier;
        }
        if (future is not { } f || past is not { } p)
            return null;
        return Leaning(Days.On(f) with { Cycle = Cycle.Yearly }, Days.On(p) with { Cycle = Cycle.Yearly });
    }

    Days Leaning(Days future, Days past) =>
        future.From == past.From ? future : context.Past ? past with { Alternatives = [future] } : future with { Alternatives = [past] };

    /// <summary>"the 14th", "on the fifteenth", "the 5th of next month".</summary>
    Found<Days>? DayOfMonth(int i)
    {
        var the = Is(i, "the");
        var start = the ? i + 1 : i;
        if (Ordinal(start) is not { Value: >= 1 and <= 31 } day)
            return null;
        var numeral = tokens[start].Kind == Language.TokenKind.Number;
        if (Is(day.End, "of", "in") && InnerPeriod(day.End + 1) is { Value.Grain: Grain.Month } month && Date(month.Value.From.Year, month.Value.From.Month, day.Value) is { } inMonth)
            return new(Single(inMonth), month.End);
        var introduced = Is(i - 1, "on", "by", "until", "till", "before", "after", "since", "from", "to", "for", "and", "through", "-", "of");
        // "the first", "the second one": words count as days only where a date is expected
        if (!numeral && !(the && introduced && day.Value > 3 && (day.End >= tokens.Count || tokens[day.End].Kind == Language.TokenKind.Symbol || UnitAt(day.End) is null && !TimeWords.Weekdays.ContainsKey(Word(day.End)))) || !the && !introduced
            || UnitAt(day.End) is not null || TimeWords.Weekdays.ContainsKey(Word(day.End)) || Is(day.End, "floor", "time", "version", "edition", "grade", "quarter", "street", "avenue", "half"))
            return null;
        LocalDate? future = null, past = null;
        for (var k = 0; k <= 12 && (future is null || past is null); k++)
        {
            var (ahead, back) = (context.Today.PlusMonths(k), context.Today.PlusMonths(-k));
            if (Date(ahead.Year, ahead.Month, day.Value) is { } later && later >= context.Today)
                future ??= later;
            if (Date(back.Year, back.Month, day.Value) is { } earlier && earlier <= context.Today)
                past ??= earlier;
        }
        return new(Leaning(Days.On(future!.Value) with { Cycle = Cycle.Monthly }, Days.On(past!.Value) with { Cycle = Cycle.Monthly }), day.End);
    }

    /// <summary>"Friday", "next Friday", "this coming Monday", "last Tuesday", "the Monday after next", "Friday week".</summary>
    Found<Days>? WeekdayAt(int i)
    {
        var start = Skip(i, "the");
        var modifier = Word(start);
        var name = modifier switch
        {
            "this" => Skip(start + 1, "coming", "past", "very"),
            "next" or "last" or "coming" or "past" => start + 1,
            _ => start,
        };
        if (Is(name - 1, "coming", "past"))
            modifier = Word(name - 1);
        if (WeekdayName(name, name > start) is not { } weekday)
            return null;
        var end = Is(name + 1, ".") && Word(name).Length <= 5 && Glued(name + 1) && !TimeWords.Weekdays.ContainsKey(Word(name) + "day") && Word(name).Length < 5 && name + 2 < tokens.Count ? name + 2 : name + 1;
        var monday = TimeContext.MondayOf(context.Today);
        var thisWeek = monday.PlusDays((int)weekday - 1);
        var after = context.Today.Next(weekday);
        var before = context.Today.Previous(weekday);
        if (name == start)
        {
            if (MatchAny(end, "after next") is { } afterNext)
                return new(Single(after.PlusWeeks(1)), afterNext);
            if (MatchAny(end, "before last") is { } beforeLast)
                return new(Single(before.PlusWeeks(-1)), beforeLast);
            if (Is(end, "week") && !Is(end + 1, "of") && !Is(i, "the"))
                return new(Single(after.PlusWeeks(1)), end + 1);
            if (Is(end, "fortnight"))
                return new(Single(after.PlusWeeks(2)), end + 1);
            var bare = Leaning(Days.On(after) with { Cycle = Cycle.Weekly, Weekday = weekday }, Days.On(before) with { Cycle = Cycle.Weekly, Weekday = weekday });
            return new(context.Today.DayOfWeek == weekday ? bare with { Alternatives = [Days.On(context.Today)] } : bare with { Alternatives = [] }, end);
        }
        var value = modifier switch
        {
            "next" => Either(thisWeek.PlusWeeks(1), after),
            "last" => Either(before, thisWeek.PlusWeeks(-1)),
            "past" => Single(before),
            "coming" => Single(after),
            _ => thisWeek >= context.Today || context.Past ? Single(thisWeek) : Either(after, thisWeek),
        };
        return new(value with { Weekday = null }, end);

        static Days Either(LocalDate likely, LocalDate other) => likely == other ? Single(likely) : Single(likely) with { Alternatives = [Single(other)] };
    }

    /// <summary>A weekday's name. Short ones that are also words ("sat", "sun", "wed") need a neighbour or a capital that speaks of time.</summary>
    IsoDayOfWeek? WeekdayName(int i, bool introduced)
    {
        if (!TimeWords.Weekdays.TryGetValue(Word(i), out var number))
            return null;
        if (!introduced && Word(i) is "sat" or "sun" or "wed" or "mon" && !tokens[i].Capital && !Is(i - 1, "on", "by", "until", "till", "from", "to", "and", "or", "-", "before", "after", "since", "every", ",", "for", "/")
            && Digits(i + 1) is null && !Is(i + 1, "morning", "afternoon", "evening", "night", "at", "-", "and", "to"))
            return null;
        return TimeWords.Weekday(number);
    }

    Found<Days>? HolidayAt(int i)
    {
        var start = Is(i, "this", "next", "last") ? i + 1 : i;
        if (!Holidays.FirstWords.Contains(Word(start)))
            return null;
        foreach (var (words, day) in Holidays.All)
        {
            var end = start;
            foreach (var word in words)
                end = end >= 0 && Is(end, word) ? end + 1 : -1;
            if (end < 0)
                continue;
            if (YearAt(Skip(end, ",", "of", "in")) is { } year)
                return new(Single(day(year.Value)), year.End);
            var now = day(context.Today.Year);
            var future = now >= context.Today ? now : day(context.Today.Year + 1);
            var past = now <= context.Today ? now : day(context.Today.Year - 1);
            if (start > i)
                return new(Single(Is(i, "last") ? past : future), end);
            return new(Leaning(Days.On(future) with { Cycle = Cycle.Yearly }, Days.On(past) with { Cycle = Cycle.Yearly }), end);
        }
        return null;
    }

    /// <summary>"first Monday of next month", "the last day of the month", "third Thursday in November", "second to last Friday of May".</summary>
    Found<Days>? NthDay(int i)
    {
        var start = Skip(i, "the");
        int nth, next;
        if (Is(start, "last"))
            (nth, next) = (-1, start + 1);
        else if (MatchAny(start, "second to last", "second last", "next to last", "penultimate") is { } secondLast)
            (nth, next) = (-2, secondLast);
        else if (Ordinal(start) is { Value: >= 1 and <= 31 } ordinal)
            (nth, next) = (ordinal.Value, ordinal.End);
        else
            return null;
        var weekday = TimeWords.Weekdays.TryGetValue(Word(next), out var number) ? TimeWords.Weekday(number) : (IsoDayOfWeek?)null;
        var working = !weekday.HasValue && MatchAny(next, "weekday", "workday", "working day", "business day") is not null;
        if (weekday is null && !working && !Is(next, "day"))
            return null;
        var unit = working && Is(next, "working", "business") ? next + 2 : next + 1;
        if (!Is(unit, "of", "in") || InnerPeriod(unit + 1) is not { } period || period.Value.Grain == Grain.Day)
            return null;
        var (from, to) = (period.Value.From, period.Value.To);
        var matching = new List<LocalDate>();
        for (var day = from; day <= to && matching.Count < 400; day = day.PlusDays(1))
            if (weekday is { } w ? day.DayOfWeek == w : !working || day.DayOfWeek <= IsoDayOfWeek.Friday)
                matching.Add(day);
        var index = nth > 0 ? nth - 1 : matching.Count + nth;
        if (index < 0 || index >= matching.Count)
            return null;
        var found = Single(matching[index]);
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

    /// <summary>A day by its distance: "in three days", "two weeks ago", "a week from Friday", "three days before Christmas", "the day after Thanksgiving".</summary>
    Found<Days>? AnchoredDay(int i)
    {
        if (MatchAny(i, "the day after", "the day before", "day after", "day before", "the week after", "the week before") is { } neighbour && DayAt(neighbour) is { } beside)
        {
            var sign = Is(neighbour - 1, "after") ? 1 : -1;
            return new(Single(beside.Value.From.Plus(Is(neighbour - 2, "week") ? Period.FromWeeks(sign) : Period.FromDays(sign))), beside.End);
        }
        if (Is(i, "in"))
        {
            var from = Skip(i + 1, "about", "around", "exactly");
            if (DurationAt(from) is { } ahead && !HasTime(ahead.Value) && !Is(ahead.End, "ago"))
                return new(Single(context.Today.Plus(ahead.Value)), MatchAny(ahead.End, "' time", "time", "'s time", "from now") ?? ahead.End);
            return null;
        }
        if (Cardinal(i) is { Value: > 0 and < 100 } count && (TimeWords.PluralWeekdays.TryGetValue(Word(count.End), out var plural) || TimeWords.Weekdays.TryGetValue(Word(count.End), out plural)))
        {
            if (Is(count.End + 1, "ago"))
                return new(Single(context.Today.Previous(TimeWords.Weekday(plural)).PlusWeeks(1 - count.Value)), count.End + 2);
            if (MatchAny(count.End + 1, "from now", "from today") is { } fromNow)
                return new(Single(context.Today.Next(TimeWords.Weekday(plural)).PlusWeeks(count.Value - 1)), fromNow);
        }
        var start = Skip(i, "about", "around", "exactly", "roughly");
        if (DurationAt(start) is not { } length || HasTime(length.Value))
            return null;
        if (MatchAny(length.End, "ago today", "ago", "back", "before now", "earlier") is { } ago)
            return new(Single(context.Today.Minus(length.Value)), ago);
        if (MatchAny(length.End, "from now", "from today", "hence", "later", "out") is { } ahead2 && !Is(length.End, "out"))
            return new(Single(context.Today.Plus(length.Value)), ahead2);
        if (Is(length.End, "from", "after", "before", "on") || MatchAny(length.End, "prior to") is not null)
        {
            var anchor = Is(length.End, "prior") ? length.End + 2 : length.End + 1;
            // "2 weeks before", only with a day; "for a week on Friday" is a length and a day unless it is "a week on"
            if (Is(length.End, "on") && !(Largest(length.Value) == Unit.Week && Is(start, "a", "one", "two")))
                return null;
            if (PartOfPeriod(anchor) is { } part && part.Value.Alternatives is [Days { Single: true } edge])
                return new(Single(Is(length.End, "before", "prior") ? edge.From.Minus(length.Value) : edge.From.Plus(length.Value)), part.End);
            if (DayAt(anchor) is { } day)
                return new(Single(Is(length.End, "before", "prior") ? day.Value.From.Minus(length.Value) : day.Value.From.Plus(length.Value)), day.End);
        }
        return null;
    }
}
