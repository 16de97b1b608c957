using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>Days and times of day that stand next to each other, in any order, put together: "3pm on Friday next week", "tomorrow morning at 8".</summary>
    Found<TimeValue>? Point(int i) => (points ??= new(this, FindPoint)).At(i);

    Memo<TimeValue>? points;

    Found<TimeValue>? FindPoint(int i)
    {
        if (ShadedDay(i) is { } shaded)
            return shaded;
        Days? day = null;
        Clock? clock = null;
        ClockSpan? part = null, span = null;
        Moment? moment = null;
        Period? lasting = null;
        var end = i;
        for (var at = i; ;)
        {
            var (next, taken) = Take(at, at == i);
            if (!taken)
                break;
            end = next;
            at = next;
            if (moment is not null)
                break;
        }
        if (end == i)
            return null;
        if (day is { Single: true } && clock is null && part is null && span is null && MatchAny(Skip(end, ","), "at the same time", "same time", "at this time", "this time", "at the same hour") is { } same && !Is(same, "zone"))
            return new(new Moment(day.From + context.Now.TimeOfDay) { Alternatives = [] }, same);
        if (moment is not null)
            return new(moment, end);
        if (Compose(day, clock, part, span, ref end) is not { } value)
            return null;
        return new(lasting is not null && value is Moment start ? Lasting(start, lasting) : value, end);

        (int End, bool Taken) Take(int at, bool first)
        {
            var joined = first ? at : Joint(at);
            if (first && Stamp(at) is { } stamp)
            {
                moment = stamp.Value;
                return (stamp.End, true);
            }
            var d = (first ? null : LongestDays(at)) ?? LongestDays(joined);
            if (d is { } days && day is not null && Combine(day, days.Value) is { } combined)
            {
                day = combined;
                return (days.End, true);
            }
            if (d is { } only && day is null && (part?.Day is null))
            {
                if ((clock is not null || span is not null || part is not null) && !only.Value.Single)
                    return (at, false);
                day = only.Value;
                return (only.End, true);
            }
            if (day is { Single: false })
                return (at, false);
            if (PartAt(joined) is { } p && part is null && (span is null || !span.Part) && (p.Value.Day is null || day is null))
            {
                part = p.Value;
                day ??= p.Value.Day is { } on ? Single(on) : null;
                return (p.End, true);
            }
            if (clock is null && span is null && SpanNear(at, joined) is { } s && (!s.Value.Bare || day is not null || first))
            {
                span = s.Value;
                return (s.End, true);
            }
            // "Saturday for two hours at 9am"
            if (day is { Single: true } && clock is null && span is null && Is(at, "for") && DurationAt(at + 1) is { } length && HasTime(length.Value) && ClockAt(length.End) is { Value.Bare: false } begins)
            {
                (clock, lasting) = (begins.Value, length.Value);
                return (begins.End, true);
            }
            if (clock is null && span is null && (ClockAt(at) ?? ClockAt(joined)) is { } c && (!c.Value.Bare || first && !Is(c.End - 1, "h") || part is not null || LoneHour(at, joined, c)))
            {
                clock = c.Value;
                return (c.End, true);
            }
            return (at, false);
        }

        // a lone number after a day is its hour only at the end of the phrase: "tomorrow 3", not "tomorrow 3 people"
        bool LoneHour(int at, int joined, Found<Clock> c) => day is { Single: true } && at == joined && (c.End >= tokens.Count || Is(c.End, ".", ",", "?", "!", "for", "with", ";"));
    }

    Found<ClockSpan>? SpanNear(int at, int joined) => ClockSpanAt(at) ?? (at == joined ? null : ClockSpanAt(joined));

    /// <summary>"early tomorrow morning", "late Friday afternoon", "early on Monday", "late tonight".</summary>
    Found<TimeValue>? ShadedDay(int i)
    {
        if (!Is(i, "early", "late", "mid") || HolidayNamed(i) is not null)
            return null;
        if (Is(i, "late") && Is(i + 1, "tonight"))
            return new(new MomentSpan(context.Today + new LocalTime(21, 0), context.Today.PlusDays(1) + LocalTime.Midnight) { Part = true }, i + 2);
        if (Is(i + 1, "this") && TimeWords.Parts.ContainsKey(Word(i + 2)) && Shade(Word(i), Word(i + 2)) is var (begin, stop))
            return new(Over(Days.On(context.Today), new ClockSpan(new(begin, 0), new(stop % 24, 0)) { Part = true }), i + 3);
        if (DayPhrase(Skip(i + 1, "on")) is not { } day || Is(i + 1, "in") || DistanceAt(i + 1) is not null)
            return null;
        var name = Skip(day.End, "'s");
        var named = TimeWords.Parts.ContainsKey(Word(name));
        var (part, end) = named ? (Word(name), name + 1) : (Is(i, "early") ? "morning" : Is(i, "late") ? "afternoon" : "day", day.End);
        if (!named && (part == "day" || ClockAt(end) is { Value.Bare: false } || PartAt(end) is not null))
            return null;
        var (from, to) = Shade(Word(i), part);
        return new(Over(day.Value, new ClockSpan(new(from, 0), new(to % 24, 0)) { Part = true }), end);
    }

    Found<Days>? LongestDays(int i)
    {
        var (day, period) = (DayAt(i), PeriodAt(i));
        return day is null || period is { } p && p.End > day.Value.End ? period : day;
    }

    /// <summary>Skips what may stand between parts of one expression.</summary>
    int Joint(int i)
    {
        if (Is(i, "'s") && (WeekdayName(i + 1, true) is not null || ClockAt(i + 1) is { Value.Bare: false } || ClockSpanAt(i + 1) is { Value.Bare: false }))
            return i + 1;
        var next = Skip(i, ",", "(");
        next = Skip(next, "on", "in", "of", "at", "for", "during", "around");
        return Is(next - 1, "for") && next == i + 1 && !Is(next, "the") ? i : Is(next, "the") && !Is(next + 1, "first", "last", "end", "beginning") && PeriodAt(next) is null && DayAt(next) is null ? next + 1 : next;
    }

    /// <summary>Two day phrases that are one: a weekday within a week, a weekday with its date. Null when they are two expressions.</summary>
    static Days? Combine(Days a, Days b)
    {
        if (a.Weekday is null && b.Weekday is not null)
            (a, b) = (b, a);
        // "next Friday the 27th", "tomorrow, 19 November": the same day twice, or one of its readings
        if (a is { Grain: Grain.Month, Fixed: true } && b is { Single: true, Cycle: Cycle.Monthly })
            return Date(a.From.Year, a.From.Month, b.From.Day) is { } inMonth ? Single(inMonth) : null;
        if (a is { Single: true, Weekday: null } && b is { Single: true, Weekday: null } && !a.Loose && !b.Loose)
            return a.From == b.From ? Single(a.From) : a.Alternatives.OfType<Days>().Any(d => d.Single && d.From == b.From) ? Single(b.From) : null;
        if (a.Weekday is not { } weekday || b.Weekday is not null)
            return null;
        if (b.Grain == Grain.Week || b.Loose)
            return Single(TimeContext.MondayOf(b.From).PlusDays((int)weekday - 1));
        if (!b.Single)
            return b.From.DayOfWeek <= weekday && b.To.DayOfWeek >= weekday && Period.DaysBetween(b.From, b.To) < 7 ? Single(b.From.PlusDays((int)weekday - (int)b.From.DayOfWeek)) : null;
        if (b.From.DayOfWeek == weekday)
            return b with { Alternatives = [] };
        for (var k = 1; k <= 12 && b.Cycle == Cycle.Monthly; k++)
            if (b.From.PlusMonths(k) is var later && later.Day == b.From.Day && later.DayOfWeek == weekday)
                return Single(later);
        return b with { Note = $"that day is a {b.From.DayOfWeek}, not a {weekday}" };
    }

    TimeValue? Compose(Days? day, Clock? clock, ClockSpan? part, ClockSpan? span, ref int end)
    {
        if (clock is not null && part is not null && !clock.HalfDay)
            clock = clock with { Time = InHalf(clock.Time, part.From.Hour >= 12 && !(part.From.Hour >= 20 && clock.Time.Hour % 12 == 0)), HalfDay = true, Bare = false };
        if (clock is not null)
        {
            if (clock.Bare && day is null)
                return null;
            TimeValue value = day is null ? clock : At(day, clock);
            // "tomorrow at 3 for two hours"
            if (Is(end, "for") && DurationAt(end + 1) is { } length && HasTime(length.Value) && value is Moment from)
            {
                end = length.End;
                return Lasting(from, length.Value);
            }
            return value;
        }
        if (part is not null && span is not null && span.From.Hour < 12 != part.From.Hour < 12 && span.Alternatives is [ClockSpan other])
            span = other;
        if ((span ?? part) is { } window)
        {
            if (window.Bare && day is null)
                return null;
            return day is null ? window : Over(day, window);
        }
        return day;
    }

    static MomentSpan Lasting(Moment from, Period length) =>
        new(from.At, from.At.Plus(length)) { Note = from.Note, Alternatives = [.. from.Alternatives.OfType<Moment>().Select(m => new MomentSpan(m.At, m.At.Plus(length)))] };

    Moment At(Days day, Clock clock)
    {
        var alternatives = new List<TimeValue>();
        if (!clock.HalfDay)
            alternatives.Add(On(day.From, OtherHalf(clock.Time), clock.Zone));
        alternatives.AddRange(day.Alternatives.OfType<Days>().Where(d => d.Single).Select(d => On(d.From, clock.Time, clock.Zone)));
        var date = clock.NextDay && clock.Time == LocalTime.Midnight && day.From != context.Today.PlusDays(1) ? day.From.PlusDays(1) : day.From;
        if (clock.NextDay)
            alternatives.Add(new Moment((date == day.From ? day.From.PlusDays(1) : day.From) + LocalTime.Midnight));
        return On(date, clock.Time, clock.Zone) with { Weekly = day.Weekday is not null, Alternatives = alternatives, Note = Join(day.Note, clock.Note, ZoneNote(clock.Zone, clock.Time)) };
    }

    MomentSpan Over(Days day, ClockSpan span)
    {
        var to = span.To <= span.From ? day.From.PlusDays(1) : day.From;
        var alternatives = day.Alternatives.OfType<Days>().Where(d => d.Single).Select(d => (TimeValue)Over(d with { Alternatives = [] }, span with { Alternatives = [] })).ToList();
        alternatives.AddRange(span.Alternatives.OfType<ClockSpan>().Select(s => Over(day with { Alternatives = [] }, s)));
        return new MomentSpan(Local(day.From, span.From, span.Zone), Local(to, span.To, span.Zone)) { Part = span.Part, Alternatives = alternatives, Note = Join(day.Note, span.Note, ZoneNote(span.Zone, span.From)) };
    }

    /// <summary>A time of day in another zone, as it stands on the person's own clock.</summary>
    LocalDateTime Local(LocalDate date, LocalTime time, DateTimeZone? zone) =>
        zone is null ? date + time : (date + time).InZoneLeniently(zone).WithZone(context.Zone).LocalDateTime;

    /// <summary>The same as a moment; with a zone of its own it is an instant.</summary>
    Moment On(LocalDate date, LocalTime time, DateTimeZone? zone) =>
        zone is null ? new(date + time) : new(Local(date, time, zone)) { Exact = (date + time).InZoneLeniently(zone).ToInstant() };

    static string? ZoneNote(DateTimeZone? zone, LocalTime time) => zone is null ? null : $"{time:HH':'mm} in {zone.Id}";
}
