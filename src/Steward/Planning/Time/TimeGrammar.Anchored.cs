using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>"the Monday after Easter", "the second Friday before Christmas", "the day after Thanksgiving", "the weekday before the 1st".</summary>
    Found<Days>? NeighbourDay(int i)
    {
        var start = Skip(i, "the");
        var count = 1;
        var name = start;
        if (Ordinal(start) is { Value: >= 1 and <= 5 } nth && WeekdayName(nth.End, true) is not null)
            (count, name) = (nth.Value, nth.End);
        else if (Is(start, "last", "next") && WeekdayName(start + 1, true) is not null && Is(start + 2, "before", "after"))
            name = start + 1;
        int side;
        if (WeekdayName(name, true) is not null && Is(name + 1, "before", "after", "following", "preceding"))
            side = name + 1;
        else if (start == name && Is(start, "day", "weekday", "workday") && Is(start + 1, "before", "after", "following", "preceding"))
            side = start + 1;
        else
            return null;
        if (DayPhrase(side + 1) is not { } anchor || Is(start, "day") && Is(side + 1, "tomorrow", "yesterday"))
            return null;
        var sign = Is(side, "after", "following") ? 1 : -1;
        if (Is(name, "weekday", "workday"))
            return new(PlusWorkdays(anchor.Value.From, sign), anchor.End);
        if (Is(name, "day"))
            return new(Single(anchor.Value.From.PlusDays(sign)), anchor.End);
        var weekday = WeekdayName(name, true)!.Value;
        var first = sign > 0 ? anchor.Value.From.Next(weekday) : anchor.Value.From.Previous(weekday);
        return new(Single(first.PlusWeeks(sign * (count - 1))), anchor.End);
    }

    /// <summary>A way to go: a length of days or longer, or working days.</summary>
    readonly record struct Distance(Period? Length, int Workdays)
    {
        public bool Weeks => Length is { Weeks: > 0, Days: 0, Months: 0, Years: 0 };
    }

    Days Reach(LocalDate date, Distance distance, int sign) =>
        distance.Length is not { } length ? PlusWorkdays(date, sign * distance.Workdays) : Single(sign > 0 ? date.Plus(length) : date.Minus(length));

    Found<Distance>? DistanceAt(int i)
    {
        if (WorkdaysAt(i) is { } working)
            return new(new(null, working.Value), working.End);
        return DurationAt(i) is { } length && !HasTime(length.Value) ? new(new(length.Value, 0), length.End) : null;
    }

    /// <summary>A day by its distance: "in three days", "two weeks ago", "a week from Friday", "three days before Christmas", "a week tomorrow".</summary>
    Found<Days>? AnchoredDay(int i)
    {
        if (Is(i, "in"))
        {
            var from = Skip(i + 1, "about", "around", "exactly", "just", "another");
            if (LengthRange(from) is { } range && !HasTime(range.Value.Least))
                return new(new Days(context.Today.Plus(range.Value.Least), context.Today.Plus(range.Value.Most), Grain.Span) { Fixed = true }, MatchAny(range.End, "' time", "time") ?? range.End);
            if (DistanceAt(from) is { } counted && Is(counted.End, "from", "after", "before", "prior", "ahead") && Beside(from, counted) is { } beside)
                return beside;
            if (DistanceAt(from) is { } ahead && !Is(ahead.End, "ago"))
                return new(Away(context.Today, ahead.Value, 1), MatchAny(ahead.End, "' time", "time", "'s time", "from now", "from today", "or so") ?? ahead.End);
            return null;
        }
        if (Cardinal(i) is { Value: > 0 and < 100 } count && (TimeWords.PluralWeekdays.TryGetValue(Word(count.End), out var plural) || TimeWords.Weekdays.TryGetValue(Word(count.End), out plural)))
        {
            if (Is(count.End + 1, "ago", "back"))
                return new(Single(context.Today.Previous(TimeWords.Weekday(plural)).PlusWeeks(1 - count.Value)), count.End + 2);
            if (MatchAny(count.End + 1, "from now", "from today", "hence") is { } fromNow)
                return new(Single(context.Today.Next(TimeWords.Weekday(plural)).PlusWeeks(count.Value - 1)), fromNow);
        }
        var start = Skip(i, "about", "around", "exactly", "almost", "nearly", "over");
        if (LengthRange(start) is { } between && !HasTime(between.Value.Least))
        {
            if (MatchAny(between.End, "ago", "back") is { } since)
                return new(new Days(context.Today.Minus(between.Value.Most), context.Today.Minus(between.Value.Least), Grain.Span) { Fixed = true }, since);
            if (MatchAny(between.End, "from now", "from today") is { } hence)
                return new(new Days(context.Today.Plus(between.Value.Least), context.Today.Plus(between.Value.Most), Grain.Span) { Fixed = true }, hence);
        }
        if (DistanceAt(start) is not { } length)
            return null;
        if (MatchAny(length.End, "ago", "back", "before now", "earlier", "or so ago") is { } ago)
        {
            // "a week ago yesterday", "two weeks ago on Friday"
            if (Is(ago, "today"))
                return new(Reach(context.Today, length.Value, -1), ago + 1);
            if (Is(ago, "yesterday"))
                return new(Reach(context.Today.PlusDays(-1), length.Value, -1), ago + 1);
            return Is(length.End, "back") && DayAt(ago) is not null ? null : new(Away(context.Today, length.Value, -1), ago);
        }
        if (MatchAny(length.End, "from now", "from today", "hence", "later", "out from now") is { } ahead2)
            return new(Away(context.Today, length.Value, 1), ahead2);
        return Beside(start, length);
    }

    Days Away(LocalDate from, Distance distance, int sign) => Reach(from, distance, sign) with { Loose = distance.Weeks };

    /// <summary>"… from Friday", "… before Christmas", "… tomorrow": a length beside the day from which it counts.</summary>
    Found<Days>? Beside(int start, Found<Distance> length)
    {
        var next = length.End;
        var prior = MatchAny(next, "prior to", "ahead of", "in advance of");
        if (prior is null && !Is(next, "from", "after", "before", "on", "following", "until", "since"))
        {
            // "a week tomorrow", "two weeks today", "a week last Monday", but not "for two weeks tomorrow"
            if (!length.Value.Weeks || Is(start - 1, "for", "every", "per", "last", "next", "past") || !Is(next, "today", "tomorrow") && !(Is(next, "last") && WeekdayName(next + 1, true) is not null))
                return null;
            return DayAt(next) is { } day ? new(Reach(day.Value.From, length.Value, Is(next, "last") ? -1 : 1), day.End) : null;
        }
        if (Is(next, "until", "since"))
            return null;
        var anchor = prior ?? next + 1;
        // "for a week on Friday" is a length and a day unless it is "a week on"
        if (Is(next, "on") && !(length.Value.Weeks && Is(start, "a", "one", "two")))
            return null;
        var sign = prior is not null || Is(next, "before") ? -1 : 1;
        if (PartOfPeriod(anchor) is { Value.Alternatives: [Days { Single: true } edge] } part)
            return new(Reach(edge.From, length.Value, sign), part.End);
        if (DayPhrase(anchor) is { } to)
            return new(Reach(to.Value.From, length.Value, sign), to.End);
        return null;
    }

    Found<Days>? HolidayAt(int i)
    {
        var start = Is(i, "this", "next", "last", "the") ? i + 1 : i;
        return HolidayNamed(start) is { Value.Lasts: false } known ? Celebrated(i, known) : null;
    }

    /// <summary>The holiday of the year that is meant, with all its days; without a year the nearest on the side of the lean.</summary>
    Found<Days>? Celebrated(int i, Found<Holiday> known)
    {
        var (holiday, end) = (known.Value, known.End);
        if (YearAt(Skip(end, ",", "of", "in")) is { } year)
            return holiday.In(year.Value) is { } exact ? new(Spell(exact) with { Fixed = true }, year.End) : null;
        var around = Enumerable.Range(context.Today.Year - 4, 9).SelectMany(holiday.All).Order().ToList();
        // a stretch that is on is neither behind nor ahead
        var future = around.Find(d => d.PlusDays(holiday.Length(d) - 1) >= context.Today);
        var past = around.FindLast(d => d <= context.Today);
        if (future == default || past == default)
            return null;
        if (Is(i, "last"))
            return new(Spell(past == context.Today || past == future ? around.FindLast(d => d < past) : past) with { Fixed = true }, end);
        if (Is(i, "this", "next"))
            return new(Spell(context.Past && Is(i, "this") ? past : future) with { Fixed = true }, end);
        return new(Leaning(Spell(future) with { Cycle = Cycle.Yearly }, Spell(past) with { Cycle = Cycle.Yearly }), end);

        Days Spell(LocalDate first) => (holiday.Lasts ? new Days(first, first.PlusDays(holiday.Length(first) - 1), Grain.Span) : Days.On(first)) with { Note = holiday.Note };
    }

    Found<Holiday>? HolidayNamed(int i) => Holidays.At(context.Region, Word(i), HolidayWord, i);

    /// <summary>"Easter weekend", "Christmas week": the days off beside a holiday, or its week.</summary>
    Found<Days>? HolidayStretch(int i)
    {
        if ((HolidayNamed(i) ?? (Is(i, "this", "next", "last", "the") ? HolidayNamed(i + 1) : null)) is { Value.Lasts: true } days)
            return Celebrated(i, days);
        if (HolidayAt(i) is not { Value.Single: true } holiday || !Is(holiday.End, "weekend", "week") || Is(holiday.End, "week") && WeekdayName(holiday.End - 1, true) is not null)
            return null;
        var day = holiday.Value.From;
        var monday = TimeContext.MondayOf(day);
        if (Is(holiday.End, "week"))
            return new(new Days(monday, monday.PlusDays(6), Grain.Week) { Fixed = true }, holiday.End + 1);
        var (from, to) = day == Holidays.Easter(day.Year) ? (day.PlusDays(-2), day.PlusDays(1)) : (int)day.DayOfWeek switch
        {
            1 or 2 => (monday.PlusDays(-2), day),
            4 or 5 => (day, monday.PlusDays(6)),
            _ => (monday.PlusDays(5), monday.PlusDays(6)),
        };
        return new(new Days(from, to, Grain.Span) { Fixed = true }, holiday.End + 1);
    }

    /// <summary>The token after the word when it stands there; "mothers" is also written "mother's" and "mothers'".</summary>
    int? HolidayWord(int i, string word)
    {
        if (Is(i, word))
            return Is(i + 1, "'", "’") && word.EndsWith('s') && Glued(i + 1) ? i + 2 : i + 1;
        return word.EndsWith('s') && word.AsSpan(0, word.Length - 1).SequenceEqual(Word(i)) && Is(i + 1, "'s") ? i + 2 : null;
    }
}
