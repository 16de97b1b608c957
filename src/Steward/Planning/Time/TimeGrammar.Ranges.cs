using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>From one point to another: "from Monday to Wednesday", "between Dec 3 and Dec 5", "Nov 3–5", "tomorrow 9am until Friday noon".</summary>
    Found<TimeValue>? Range(int i)
    {
        if (DayNumbers(Skip(i, "from", "between")) is { } numbers)
            return new(numbers.Value, numbers.End);
        // "next week between Tuesday and Thursday"
        if (PeriodAt(i) is { Value.Grain: Grain.Week } week && Range(Skip(week.End, ",")) is { Value: Days inner } within && Period.DaysBetween(inner.From, inner.To) < 7
            && WeekdayName(Skip(Skip(week.End, ","), "from", "between"), true) is not null)
        {
            var (first, last) = ((int)inner.From.DayOfWeek, (int)inner.To.DayOfWeek);
            if (first <= last)
                return new(new Days(week.Value.From.PlusDays(first - 1), week.Value.From.PlusDays(last - 1), Grain.Span) { Fixed = true }, within.End);
        }
        var between = MatchAny(i, "between", "anytime between", "any time between", "sometime between", "somewhere between");
        var opener = between ?? MatchAny(i, "from", "starting", "starting on", "beginning");
        var start = Skip(opener ?? i, "on");
        var a = Is(start, "now") ? new Found<TimeValue>(new Moment(context.Now.With(TimeAdjusters.TruncateToMinute)), start + 1) : Point(start);
        if (a is not { } from)
            return null;
        if (opener is not null && between is null && Is(from.End, "for") && DurationAt(from.End + 1) is { } length)
            return Extend(from.Value, length) is { } extended ? new(extended, length.End) : null;
        var separator = between is not null ? Match(from.End, "and") : MatchAny(from.End, "to", "until", "up to", "through", "-", "–", "—", "till", "through to", "and through");
        if (separator is not { } next)
            return null;
        next = Skip(next, "on", "the end of");
        var b = Point(next);
        if (b is not { } to || Span(from.Value, to.Value) is not { } span)
            return null;
        return new(span, to.End);
    }

    /// <summary>"Nov 3–5", "3 to 5 November 2026", "the 3rd to the 5th", "December 24th-26th".</summary>
    Found<Days>? DayNumbers(int i)
    {
        var month = MonthAt(i);
        if (DayNumber(Skip(month?.End ?? i, "the")) is not { } first)
            return null;
        if (MatchAny(first.End, "-", "–", "—", "to", "through", "and", "until") is not { } separator || Is(first.End, "and") && !Is(i - 1, "between") || DayNumber(Skip(separator, "the")) is not { } second)
            return null;
        var trailing = month is null ? MonthAt(Skip(second.End, "of")) : null;
        var end = trailing?.End ?? second.End;
        if ((trailing ?? month) is not { } named)
        {
            if (Ordinal(Skip(i, "the")) is null || Ordinal(Skip(separator, "the")) is null || DayOfMonth(Is(i, "the") ? i : i) is not { } from)
                return null;
            var to = from.Value.From.PlusMonths(second.Value < first.Value ? 1 : 0);
            return Date(to.Year, to.Month, second.Value) is { } last ? new(new Days(from.Value.From, last, Grain.Span), end) : null;
        }
        if (UnitAt(end) is not null || Half(end) is not null || Is(end, ":"))
            return null;
        var year = YearAt(Skip(end, ",", "of"));
        if (year is { } y)
            return Date(y.Value, named.Value, first.Value) is { } f && Date(y.Value, named.Value, second.Value) is { } l && l >= f ? new(new Days(f, l, Grain.Span) { Fixed = true }, y.End) : null;
        if (Yearly(named.Value, first.Value) is not { } day || Date(day.From.Year, named.Value, second.Value) is not { } until || until < day.From)
            return null;
        return new(new Days(day.From, until, Grain.Span), end);
    }

    TimeValue? Span(TimeValue a, TimeValue b)
    {
        switch (a, b)
        {
            case (Days from, Days to):
                return DaySpan(from, to);
            case (Moment from, Moment to):
                return to.At > from.At ? new MomentSpan(from.At, to.At) : null;
            case (Moment from, Clock to):
                var end = from.At.Date + to.Time;
                return new MomentSpan(from.At, end > from.At ? end : to.HalfDay || from.At.Date + OtherHalf(to.Time) <= from.At ? end.PlusDays(1) : from.At.Date + OtherHalf(to.Time));
            case (Moment from, Days to):
                return to.To >= from.At.Date ? new MomentSpan(from.At, to.To.PlusDays(1) + LocalTime.Midnight) : null;
            case (Days from, Moment to):
                return to.At.Date >= from.From ? new MomentSpan(from.From + LocalTime.Midnight, to.At) : null;
            case (Clock { Bare: false } from, Moment to):
                return to.At.Date + from.Time is var begin && begin < to.At ? new MomentSpan(begin, to.At) : null;
            case (MomentSpan { From: { } from }, MomentSpan { To: { } to }):
                return to > from ? new MomentSpan(from, to) : null;
            default:
                return null;
        }
    }

    /// <summary>The end is never before the start: a weekday, a day of the month or a date without a year moves on; looking back, the start moves instead.</summary>
    Days? DaySpan(Days start, Days to)
    {
        var step = (Cycle c) => c switch { Cycle.Weekly => Period.FromWeeks(1), Cycle.Monthly => Period.FromMonths(1), Cycle.Yearly => Period.FromYears(1), _ => null };
        if (start.Weekday is { } weekday && to.Fixed)
            start = start with { From = to.From.DayOfWeek == weekday ? to.From : to.From.Previous(weekday), To = to.From.DayOfWeek == weekday ? to.From : to.From.Previous(weekday) };
        else if (to.Weekday is { } last)
            to = to with { From = start.To.DayOfWeek == last ? start.To : start.To.Next(last), To = start.To.DayOfWeek == last ? start.To : start.To.Next(last) };
        else if (to.To < start.From && context.Past && step(start.Cycle) is { } back && !start.Fixed)
            start = start.Shift(-back);
        else if (to.To < start.From && !to.Fixed && step(to.Cycle) is { } on)
            to = to.Shift(on);
        else if (start.Cycle == Cycle.Yearly && to is { Fixed: true } && start.From > to.To)
            start = start.Shift(Period.FromYears(-1));
        if (context.Past && start.Weekday is not null && to.Weekday is not null && to.To > context.Today)
            (start, to) = (start.Shift(Period.FromWeeks(-1)), to.Shift(Period.FromWeeks(-1)));
        return to.To < start.From ? null : new Days(start.From, to.To, start.Grain == to.Grain && start.From == to.From ? start.Grain : Grain.Span) { Fixed = true };
    }

    static TimeValue? Extend(TimeValue from, Found<Period> length) => from switch
    {
        Days { Single: true } day when !HasTime(length.Value) => new Days(day.From, day.From.Plus(length.Value).PlusDays(-1), Grain.Span) { Fixed = true },
        Moment moment => new MomentSpan(moment.At, moment.At.Plus(length.Value)),
        _ => null,
    };

    /// <summary>One end open: "before Friday", "since last Monday", "after 3pm", "older than 30 days", "by the end of the month", "from tomorrow on".</summary>
    Found<TimeValue>? Open(int i)
    {
        if (Aged(i) is { } aged)
            return aged;
        var word = MatchAny(i, "not later than", "no later than", "at the latest by", "due by", "due on", "due") is { } late ? ("by", late)
            : MatchAny(i, "not before", "no earlier than", "not earlier than", "starting from", "starting on", "starting", "as of", "as from", "from", "beginning") is { } notBefore ? ("from", notBefore)
            : MatchAny(i, "prior to", "earlier than", "older than", "before") is { } before ? ("before", before)
            : MatchAny(i, "later than", "newer than", "more recent than", "after", "past") is { } after ? ("after", after)
            : MatchAny(i, "ever since", "since") is { } since ? ("since", since)
            : MatchAny(i, "up until", "up to", "until", "till") is { } until ? ("until", until)
            : MatchAny(i, "by") is { } by ? ("by", by) : ("", i);
        if (word.Item1.Length == 0)
            return null;
        var grammar = word.Item1 is "since" or "before" && !context.Past && word.Item1 == "since" ? new TimeGrammar(context with { Past = true }, tokens) : this;
        var anchor = Is(word.Item2, "now") ? new Found<TimeValue>(new Moment(context.Now.With(TimeAdjusters.TruncateToMinute)), word.Item2 + 1) : grammar.Point(word.Item2) ?? grammar.LoneClock(word.Item2);
        if (anchor is not { } point)
            return null;
        var end = MatchAny(point.End, "onwards", "onward", "on", "forward", "and later", "or later", "and after") is { } on && word.Item1 is "from" or "since" && !Is(point.End, "on") | (Is(point.End, "on") && LongestDays(point.End + 1) is null) ? on : point.End;
        if (Is(i, "from") && end == point.End || Is(i, "beginning"))
            return null;
        if (Is(i, "past") && point.Value is not Clock)
            return null;
        return Half(word.Item1, point.Value) is { } value ? new(value, end) : null;
    }

    Found<TimeValue>? LoneClock(int i) => ClockAt(i) is { Value.Bare: true } clock && clock.Value.Time.Minute == 0 && (clock.End >= tokens.Count || tokens[clock.End].Kind == Language.TokenKind.Symbol || Is(clock.End, "on", "today", "tomorrow", "with", "for"))
        ? new(clock.Value with { Bare = false }, clock.End) : null;

    TimeValue? Half(string word, TimeValue point)
    {
        if (point is ClockSpan span)
            point = Now(word is "after" or "until" or "by" ? new Clock(span.To) : new Clock(span.From), span.Day);
        else if (point is Clock clock)
            point = Now(clock, null);
        else if (point is MomentSpan moments)
            point = new Moment((word is "after" or "until" or "by" ? moments.To : moments.From) ?? context.Now);
        switch (point)
        {
            case Days days:
                return word switch
                {
                    "before" when days.Alternatives is [Days { Single: true } edge] && !days.Single && edge.From > days.From => Whole(null, edge.From.PlusDays(1)),
                    "before" => Whole(null, days.From),
                    "after" => Whole(days.To.PlusDays(1), null),
                    "since" or "from" => Whole(days.From, null),
                    "until" => Whole(null, days.To.PlusDays(1)),
                    _ => (days.Single ? days : days.Alternatives.OfType<Days>().FirstOrDefault(d => d.Single) ?? Single(days.Grain == Grain.Week ? days.From.PlusDays(4) : days.To)) with { Note = "at the latest" },
                };
            case Moment moment:
                return word switch
                {
                    "before" or "until" => new MomentSpan(null, moment.At),
                    "after" or "since" or "from" => new MomentSpan(moment.At, null),
                    _ => moment with { Note = Join(moment.Note, "at the latest") },
                };
            default:
                return null;
        }

        static MomentSpan Whole(LocalDate? from, LocalDate? to) =>
            new(from is { } f ? f + LocalTime.Midnight : null, to is { } t ? t + LocalTime.Midnight : null) { WholeDays = true };

        Moment Now(Clock clock, LocalDate? day) => Resolve(clock, day);
    }

    /// <summary>The happening of a time of day that is nearest to now on the side that the context looks to.</summary>
    internal Moment Resolve(Clock clock, LocalDate? day = null)
    {
        var today = Local(day ?? context.Today, clock.Time, clock.Zone);
        var other = clock.HalfDay ? today : Local(day ?? context.Today, OtherHalf(clock.Time), clock.Zone);
        var value = day is not null ? today : context.Past ? today <= context.Now ? today : today.PlusDays(-1) : today >= context.Now ? today : today.PlusDays(1);
        TimeValue[] alternatives = clock.HalfDay ? [] : [new Moment(other >= context.Now || context.Past ? other : other.PlusDays(1))];
        return new Moment(value) { Alternatives = alternatives, Note = Join(clock.Note, ZoneNote(clock.Zone, clock.Time)) };
    }

    /// <summary>"older than 30 days", "more than a month ago", "over 2 weeks old", "30 days or older", "newer than a week", "less than 3 days old".</summary>
    Found<TimeValue>? Aged(int i)
    {
        // "30+ days"
        if (Digits(i) is not null && Is(i + 1, "+") && UnitAt(i + 2) is { } plus and >= Unit.Day)
            return new(new MomentSpan(null, context.Today.Minus(Of(Digits(i)!.Value.Value, plus)) + LocalTime.Midnight) { WholeDays = true }, MatchAny(i + 3, "old", "ago") ?? i + 3);
        var lasting = MatchAny(i, "for longer than", "for more than", "for over", "for at least", ">", "> =");
        var older = lasting ?? MatchAny(i, "older than", "older then", "older as", "over", "more than", "at least", "longer than", "earlier than", "greater than", "above");
        var newer = MatchAny(i, "newer than", "newer then", "younger than", "less than", "under", "no older than", "not older than", "at most", "fewer than", "more recent than", "no more than");
        var start = newer ?? older ?? i;
        if (DurationAt(Skip(start, "about", "around", "the", "last")) is not { } length)
            return null;
        var after = Skip(length.End, "or");
        var end = MatchAny(after, "ago", "old", "of age", "in age", "back");
        var trailing = MatchAny(length.End, "or older", "and older", "or more old", "old or older", "old or more", "or longer", "plus old", "+ old", "and up");
        // without a word of age, "over 2 hours" and "at least 30 minutes" are lengths
        if (lasting is not null && end is null && trailing is null && HasTime(length.Value))
            return null;
        if (end is null && trailing is null && lasting is null && MatchAny(i, "older than", "older then", "older as", "newer than", "newer then", "younger than", "no older than", "not older than", "earlier than", "more recent than") is null)
            return null;
        if (newer is null && older is null && trailing is null)
            return null;
        var at = FromNow(length.Value, -1);
        var recent = newer is not null;
        TimeValue value = at switch
        {
            Days day => new MomentSpan(recent ? day.From + LocalTime.Midnight : null, recent ? null : day.From + LocalTime.Midnight) { WholeDays = true },
            Moment moment => new MomentSpan(recent ? moment.At : null, recent ? null : moment.At),
            _ => throw new InvalidOperationException("A length from now is a day or a moment."),
        };
        return new(value, trailing ?? end ?? length.End);
    }

    /// <summary>A stretch that ends or begins now: "the last 7 days", "next three weeks", "past hour", "within 2 days", "in half an hour", "3 hours ago".</summary>
    Found<TimeValue>? Rolling(int i)
    {
        if (MatchAny(i, "right now", "just now", "this moment", "this very moment", "now") is { } now && !Is(now, "that"))
            return new(new Moment(context.Now.With(TimeAdjusters.TruncateToMinute)), now);
        if (MatchAny(i, "this time", "the same time", "same time") is { } sameTime && LongestDays(Skip(sameTime, "on")) is { } then && (then.Value.Single || then.Value.Grain is Grain.Week or Grain.Month or Grain.Year && then.Value.Fixed))
        {
            var (next, now2) = (then.Value, context.Now.With(TimeAdjusters.TruncateToMinute));
            var forward = next.From > context.Today ? 1 : -1;
            return new(new Moment(next.Single ? next.From + now2.TimeOfDay : now2.Plus(next.Grain == Grain.Week ? Period.FromWeeks(forward) : next.Grain == Grain.Month ? Period.FromMonths(forward) : Period.FromYears(forward))), then.End);
        }
        var start = MatchAny(i, "in the", "over the", "during the", "within the", "for the", "throughout the", "any time in the", "sometime in the", "the", "within", "in", "over", "during") ?? i;
        var within = Is(start - 1, "within") || Is(start - 2, "within");
        var back = Is(start, "last", "past");
        var ahead = Is(start, "next", "coming");
        if (back || ahead)
        {
            var lengthAt = Skip(start + 1, "rolling", "full", "whole");
            Period? length = null;
            var end = lengthAt;
            if (DurationAt(lengthAt) is { } d && !Is(lengthAt, "a", "an"))
                (length, end) = (d.Value, d.End);
            else if (Is(lengthAt, "fortnight"))
                (length, end) = (Period.FromWeeks(2), lengthAt + 1);
            else if (TimeWords.Units.TryGetValue(Word(lengthAt), out var unit) && Word(lengthAt).Length > 1
                && (Is(start, "past") || Word(lengthAt).EndsWith('s') || unit <= Unit.Hour) && unit is not Unit.Weekend)
                (length, end) = (Of(Word(lengthAt).EndsWith('s') ? unit == Unit.Week ? 2 : 3 : 1, unit), lengthAt + 1);
            if (length is null)
                return null;
            return new(Stretch(length, ahead), end);
        }
        if (within && DurationAt(start) is { } inside)
            return new(Stretch(inside.Value, !context.Past), MatchAny(inside.End, "from now") ?? inside.End);
        if (Is(i, "in") && DurationAt(Skip(i + 1, "about", "around", "exactly")) is { } later && HasTime(later.Value) && !Is(later.End, "ago"))
            return new(FromNow(later.Value, 1), MatchAny(later.End, "' time", "time", "'s time", "from now") ?? later.End);
        var from = Skip(i, "about", "around", "exactly");
        if (DurationAt(from) is not { } distance || !HasTime(distance.Value))
            return null;
        if (MatchAny(distance.End, "ago", "earlier", "back") is { } ago && !Is(distance.End, "back"))
            return new(FromNow(distance.Value, -1), ago);
        if (MatchAny(distance.End, "from now", "hence", "later") is { } hence)
            return new(FromNow(distance.Value, 1), hence);
        if (Is(distance.End, "after", "before") && (Point(distance.End + 1) ?? LoneClock(distance.End + 1)) is { } anchor)
        {
            var moment = anchor.Value as Moment ?? (anchor.Value is Clock clock ? Resolve(clock) : null);
            if (moment is not null)
                return new(new Moment(Is(distance.End, "after") ? moment.At.Plus(distance.Value) : moment.At.Minus(distance.Value)), anchor.End);
        }
        return null;
    }

    TimeValue Stretch(Period length, bool ahead)
    {
        var now = context.Now.With(TimeAdjusters.TruncateToMinute);
        if (HasTime(length))
            return ahead ? new MomentSpan(now, now.Plus(length)) : new MomentSpan(now.Minus(length), now);
        return ahead ? new Days(context.Today, context.Today.Plus(length), Grain.Span) { Fixed = true } : new Days(context.Today.Minus(length), context.Today, Grain.Span) { Fixed = true };
    }
}
