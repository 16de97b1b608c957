using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>From one point to another: "from Monday to Wednesday", "between Dec 3 and Dec 5", "Nov 3–5", "tomorrow 9am until Friday noon".</summary>
    Found<TimeValue>? Range(int i) => (ranges ??= new(this, FindRange)).At(i);

    Memo<TimeValue>? ranges;

    Found<TimeValue>? FindRange(int i)
    {
        if (YearAt(Skip(i, "from", "between")) is { } firstYear && IsNumber(firstYear.End - 1) && (Is(i, "from", "between") ? Is(firstYear.End, "to", "and", "until", "-", "–") : Is(firstYear.End, "-", "–") && Glued(firstYear.End))
            && YearAt(firstYear.End + 1) is { } lastYear && lastYear.Value > firstYear.Value)
            return new(Years(firstYear.Value, lastYear.Value), lastYear.End);
        // "2026-12-24/2026-12-27" (ISO 8601)
        if (IsNumber(i) && tokens[i].Text.Length == 4 && Point(i) is { Value: Days { Single: true } or Moment } begun && Is(begun.End, "/") && Glued(begun.End) && Glued(begun.End + 1) && Point(begun.End + 1) is { Value: Days { Single: true } or Moment } ended
            && Span(begun.Value, ended.Value) is { } interval)
            return new(interval, ended.End);
        if (LengthFrom(i) is { } stretch)
            return stretch;
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
            return Extend(from.Value is Clock at ? Resolve(at) : from.Value, length) is { } extended ? new(extended, length.End) : null;
        var separator = between is not null ? Match(from.End, "and") : MatchAny(from.End, "to", "until", "up to", "through", "-", "–", "—", "till", "through to", "and through");
        if (separator is not { } next)
            return null;
        next = Skip(next, "on", "the end of");
        var b = Point(next);
        if (b is not { } to || Span(from.Value, to.Value) is not { } span)
            return null;
        return new(span, to.End);
    }

    /// <summary>"3 days starting Monday", "for two weeks from December 1", "two hours starting at 3pm".</summary>
    Found<TimeValue>? LengthFrom(int i)
    {
        var lasting = Is(i, "for");
        if (DurationAt(lasting ? i + 1 : i) is not { } length || (lasting ? MatchAny(length.End, "starting from", "starting on", "starting at", "starting", "beginning", "from", "as of") : MatchAny(length.End, "starting from", "starting on", "starting at", "starting", "beginning")) is not { } from)
            return null;
        var start = Is(from, "now", "today") ? new Found<TimeValue>(HasTime(length.Value) ? Elapsed(Period.Zero, 1) : Single(context.Today), from + 1) : Point(from) ?? LoneClock(from);
        if (start is not { } first || Extend(first.Value is Clock clock ? Resolve(clock) : first.Value, length) is not { } span)
            return null;
        return new(span, first.End);
    }

    /// <summary>"Nov 3–5", "3 to 5 November 2026", "the 3rd to the 5th", "December 24th-26th".</summary>
    Found<Days>? DayNumbers(int i)
    {
        var month = MonthAt(i);
        if (DayNumber(Skip(month?.End ?? i, "the")) is not { } first)
            return null;
        if (MatchAny(first.End, "-", "–", "—", "to", "through", "and", "until") is not { } separator || DayNumber(Skip(separator, "the")) is not { } second || Is(first.End, "and") && !Is(i - 1, "between") && (second.Value != first.Value + 1 || month is null && MonthAt(Skip(second.End, "of")) is null))
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
                return After(from.At, to) is { } close ? new MomentSpan(from.At, close) : null;
            case (MomentSpan { From: { } from }, Moment to):
                return After(from, to) is { } stop ? new MomentSpan(from, stop) : null;
            case (Moment from, MomentSpan { To: { } to }):
                return to > from.At ? new MomentSpan(from.At, to) : null;
            case (MomentSpan { From: { } from }, Days to):
                return DaySpan(Days.On(from.Date), to) is { } until ? new MomentSpan(from, until.To.PlusDays(1) + LocalTime.Midnight) : null;
            case (Days from, MomentSpan { To: { } to }):
                return to.Date >= from.From ? new MomentSpan(from.From + LocalTime.Midnight, to) : null;
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

    /// <summary>An end that was named by a weekday alone lies in the week after the start.</summary>
    static LocalDateTime? After(LocalDateTime from, Moment to)
    {
        var at = to.At;
        while (to.Weekly && at <= from)
            at = at.PlusWeeks(1);
        return at > from ? at : null;
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
}
