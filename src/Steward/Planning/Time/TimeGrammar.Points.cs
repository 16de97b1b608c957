using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>Days and times of day that stand next to each other, in any order, put together: "3pm on Friday next week", "tomorrow morning at 8".</summary>
    Found<TimeValue>? Point(int i)
    {
        Days? day = null;
        Clock? clock = null;
        ClockSpan? part = null, span = null;
        Moment? moment = null;
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
        if (moment is not null)
            return new(moment, end);
        return Compose(day, clock, part, span, ref end) is { } value ? new(value, end) : null;

        (int End, bool Taken) Take(int at, bool first)
        {
            var joined = first ? at : Joint(at);
            if (first && Stamp(at) is { } stamp)
            {
                moment = stamp.Value;
                return (stamp.End, true);
            }
            var d = LongestDays(joined);
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
            if (PartAt(joined) is { } p && part is null && span is null && (p.Value.Day is null || day is null))
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
            if (clock is null && span is null && (ClockAt(at) ?? ClockAt(joined)) is { } c && (!c.Value.Bare || first || part is not null || LoneHour(at, joined, c)))
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

    Found<Days>? LongestDays(int i)
    {
        var (day, period) = (DayAt(i), PeriodAt(i));
        return day is null || period is { } p && p.End > day.Value.End ? period : day;
    }

    /// <summary>Skips what may stand between parts of one expression.</summary>
    int Joint(int i)
    {
        var next = Skip(i, ",", "(");
        next = Skip(next, "on", "in", "of", "at", "for", "during", "around");
        return Is(next - 1, "for") && next == i + 1 && !Is(next, "the") ? i : Is(next, "the") && !Is(next + 1, "first", "last", "end", "beginning") && PeriodAt(next) is null && DayAt(next) is null ? next + 1 : next;
    }

    /// <summary>Two day phrases that are one: a weekday within a week, a weekday with its date. Null when they are two expressions.</summary>
    static Days? Combine(Days a, Days b)
    {
        if (a.Weekday is null && b.Weekday is not null)
            (a, b) = (b, a);
        if (a.Weekday is not { } weekday || b.Weekday is not null)
            return null;
        if (b.Grain == Grain.Week)
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
                return new MomentSpan(from.At, from.At.Plus(length.Value)) { Note = value.Note, Alternatives = [.. from.Alternatives.OfType<Moment>().Select(m => new MomentSpan(m.At, m.At.Plus(length.Value)))] };
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

    Moment At(Days day, Clock clock)
    {
        var alternatives = new List<TimeValue>();
        if (!clock.HalfDay)
            alternatives.Add(new Moment(Local(day.From, OtherHalf(clock.Time), clock.Zone)));
        alternatives.AddRange(day.Alternatives.OfType<Days>().Where(d => d.Single).Select(d => new Moment(Local(d.From, clock.Time, clock.Zone))));
        var date = clock.NextDay && clock.Time == LocalTime.Midnight && day.From != context.Today.PlusDays(1) ? day.From.PlusDays(1) : day.From;
        if (clock.NextDay)
            alternatives.Add(new Moment((date == day.From ? day.From.PlusDays(1) : day.From) + LocalTime.Midnight));
        return new Moment(Local(date, clock.Time, clock.Zone)) { Alternatives = alternatives, Note = Join(day.Note, clock.Note, ZoneNote(clock.Zone, clock.Time)) };
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

    static string? ZoneNote(DateTimeZone? zone, LocalTime time) => zone is null ? null : $"{time:HH':'mm} in {zone.Id}";

    static string? Join(params ReadOnlySpan<string?> notes)
    {
        string? all = null;
        foreach (var note in notes)
            all = note is null ? all : all is null ? note : all + "; " + note;
        return all;
    }

    /// <summary>"2026-11-20T15:00", "2026-11-20 15:00:00Z", "2026-11-20T15:00+01:00".</summary>
    Found<Moment>? Stamp(int i)
    {
        if (WrittenDate(i) is not { } date || tokens[i].Text.Length != 4 || !Is(date.End, "t") || Digits2(date.End + 1) is not { } hour || !Is(date.End + 2, ":") || Digits2(date.End + 3) is not { } minute || hour > 23 || minute > 59)
            return null;
        var end = date.End + 4;
        var second = 0;
        if (Is(end, ":") && Glued(end) && Digits2(end + 1) is { } s && s < 60)
            (second, end) = (s, end + 2);
        if (Is(end, ".") && Glued(end) && Glued(end + 1) && end + 1 < tokens.Count && tokens[end + 1].Kind == Language.TokenKind.Number)
            end += 2;
        var local = date.Value.From + new LocalTime(hour, minute, second);
        Offset? offset = null;
        if (Is(end, "z") && Glued(end))
            (offset, end) = (Offset.Zero, end + 1);
        else if (Is(end, "+", "-") && Glued(end) && Digits2(end + 1) is { } hours && hours <= 14)
        {
            var minutes = Is(end + 2, ":") && Digits2(end + 3) is { } m ? m : 0;
            offset = Offset.FromSeconds((Is(end, "+") ? 1 : -1) * (hours * 3600 + minutes * 60));
            end += Is(end + 2, ":") ? 4 : 2;
        }
        return new(new Moment(offset is { } o ? local.WithOffset(o).InZone(context.Zone).LocalDateTime : local), end);

        int? Digits2(int at) => at < tokens.Count && tokens[at].Kind == Language.TokenKind.Number && tokens[at].Text.Length == 2 ? int.Parse(tokens[at].Text, System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    /// <summary>"morning", "late afternoon", "this evening", "tonight", "last night", "lunchtime", "working hours".</summary>
    Found<ClockSpan>? PartAt(int i)
    {
        if (Is(i - 1, "good"))
            return null;
        if (Match(i, "tonight") is { } tonight)
            return new(new ClockSpan(new(18, 0), LocalTime.Midnight) { Part = true, Day = context.Today }, tonight);
        if (Match(i, "last night") is { } lastNight)
            return new(new ClockSpan(new(18, 0), LocalTime.Midnight) { Part = true, Day = context.Today.PlusDays(-1) }, lastNight);
        if (MatchAny(i, "during working hours", "in working hours", "during business hours", "during office hours", "working hours", "business hours", "office hours", "work hours", "during work hours") is { } hours)
            return new(new ClockSpan(context.WorkdayStart, context.WorkdayEnd) { Part = true, Note = "working hours" }, hours);
        LocalDate? day = null;
        var at = i;
        if (Is(i, "this") || MatchAny(i, "later this", "earlier this") is not null)
            (at, day) = (Is(i, "this") ? i + 1 : i + 2, context.Today);
        else
            at = Skip(MatchAny(i, "in the", "during the", "over", "during", "at") ?? i, "the");
        var shade = Is(at, "early", "late", "mid") ? Word(at) : "";
        var name = shade.Length > 0 ? Skip(at + 1, "-", "in") : at;
        name = shade.Length > 0 ? Skip(name, "the") : name;
        if (Is(name, "after") && Is(name + 1, "-"))
            return null;
        if (!TimeWords.Parts.TryGetValue(Word(name), out var span))
            return null;
        var meal = Word(name) is "lunch" or "breakfast" or "dinner" or "eve";
        if (meal && at == i && !Is(i - 1, "before", "after", "until", "till", "around", "by", "over", "at"))
            return null;
        if (Word(name) is "night" && at == i && Is(i - 1, "a", "per", "one"))
            return null;
        var (from, to) = (shade, Word(name)) switch
        {
            ("early", "morning") => (6, 9),
            ("mid", "morning") => (9, 11),
            ("late", "morning") => (10, 12),
            ("early", "afternoon") => (12, 15),
            ("mid", "afternoon") => (14, 16),
            ("late", "afternoon") => (15, 18),
            ("early", "evening") => (17, 20),
            ("late", "evening" or "night") => (21, 0),
            _ => span,
        };
        return new(new ClockSpan(new(from, 0), new(to % 24, 0)) { Part = true, Day = day }, name + 1);
    }
}
