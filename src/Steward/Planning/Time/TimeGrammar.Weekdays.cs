using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>"Friday", "next Friday", "this coming Monday", "last Tuesday", "the Monday after next", "Friday week".</summary>
    Found<Days>? WeekdayAt(int i)
    {
        var start = Skip(i, "the");
        var modifier = Word(start);
        var name = modifier switch
        {
            "this" => Skip(start + 1, "coming", "past", "very", "next", "last"),
            "next" or "last" or "coming" or "past" => start + 1,
            _ => start,
        };
        if (name > start + 1 && Is(name - 1, "coming", "past", "next", "last"))
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
                return new(Single(after.PlusWeeks(1)) with { Alternatives = [Single(thisWeek.PlusWeeks(2))] }, afterNext);
            // "the Friday before my birthday": without knowing the anchor there is no day
            if ((Is(i, "the") || Is(i - 1, "the")) && Is(end, "before", "after", "following", "preceding") && !Is(end + 1, "last", "next") && Point(end + 1) is null && LoneClock(end + 1) is null)
                return null;
            if (MatchAny(end, "before last") is { } beforeLast)
                return new(Single(before.PlusWeeks(-1)), beforeLast);
            if (Is(end, "week") && !Is(end + 1, "of") && !Is(i, "the"))
                return new(Single(after.PlusWeeks(1)), end + 1);
            if (Is(end, "fortnight"))
                return new(Single(after.PlusWeeks(2)), end + 1);
            if (Is(end, "last", "gone") && Closes(end + 1))
                return new(Single(before), end + 1);
            // "Tuesday or Thursday next week": the week belongs to each of them
            if (WeekOfList(end) is { } week)
                return new(Single(week.PlusDays((int)weekday - 1)) with { Weekday = null }, end);
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

    /// <summary>The Monday of the week that is named at the end of a list of weekdays, which goes on at the token.</summary>
    LocalDate? WeekOfList(int i)
    {
        var listed = false;
        while (Skip(Skip(i, ",", "/"), "or", "and", "&") is var at && at > i && TimeWords.Weekdays.ContainsKey(Word(Skip(at, "on"))))
            (i, listed) = (Skip(at, "on") + 1, true);
        return listed && PeriodAt(Skip(Skip(i, ","), "of", "in", "the")) is { Value: { Grain: Grain.Week } week } ? week.From : null;
    }

    /// <summary>A weekday's name. Short ones that are also words ("sat", "sun", "wed") need a neighbour or a capital that speaks of time.</summary>
    IsoDayOfWeek? WeekdayName(int i, bool introduced)
    {
        if (!TimeWords.Weekdays.TryGetValue(Word(i), out var number))
            return null;
        if (!introduced && Word(i) is "sat" or "sun" or "wed" or "mon" && !tokens[i].Capital && !Is(i - 1, "on", "by", "until", "till", "through", "from", "to", "and", "or", "-", "before", "after", "since", "every", ",", "for", "/")
            && Digits(i + 1) is null && !Is(i + 1, "morning", "afternoon", "evening", "night", "at", "-", "–", "and", "to", "through", "until", "or"))
            return null;
        // "Wed Anderson", "fri the fish"
        if (!introduced && Word(i).Length < 5 && (i + 1 < tokens.Count && tokens[i].Capital && tokens[i + 1].Capital && !TimeWords.Months.ContainsKey(Word(i + 1)) && !TimeWords.Units.ContainsKey(Word(i + 1)) && !TimeWords.Parts.ContainsKey(Word(i + 1)) && !Is(i + 1, "am", "pm", "eod", "cob") && i > 0 && !Is(i - 1, ",", "-")
            || !tokens[i].Capital && Is(i + 1, "the") && Ordinal(i + 2) is null))
            return null;
        return TimeWords.Weekday(number);
    }
}
