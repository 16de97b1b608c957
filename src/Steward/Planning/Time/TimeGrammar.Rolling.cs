using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>A stretch that ends or begins now: "the last 7 days", "next three weeks", "past hour", "within 2 days", "in half an hour", "3 hours ago".</summary>
    Found<TimeValue>? Rolling(int i)
    {
        if (MatchAny(i, "right now", "just now", "this moment", "this very moment", "now") is { } now && !Is(now, "that") && MatchAny(now, "and then", "and again") is null)
            return new(new Moment(context.Now.With(TimeAdjusters.TruncateToMinute)), now);
        if (MatchAny(i, "this day", "this very day", "this date", "the same day", "today") is { } sameDay && PeriodAt(sameDay) is { Value: { Fixed: true, Grain: Grain.Week or Grain.Month or Grain.Year } other } moved && Is(sameDay, "next", "last"))
        {
            var way = other.From > context.Today ? 1 : -1;
            return new(Single(context.Today.Plus(other.Grain == Grain.Week ? Period.FromWeeks(way) : other.Grain == Grain.Month ? Period.FromMonths(way) : Period.FromYears(way))), moved.End);
        }
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
            if (WorkdaysAt(lengthAt) is { } working)
                return new(ahead ? new Days(context.Today, PlusWorkdays(context.Today, working.Value).From, Grain.Span) { Fixed = true } : new Days(PlusWorkdays(context.Today, -working.Value).From, context.Today, Grain.Span) { Fixed = true }, working.End);
            if (LengthRange(lengthAt) is { } between)
                return new(Stretch(between.Value.Most, ahead), between.End);
            if (DecadeUnit(lengthAt) is { } years && Is(start, "past"))
                (length, end) = (Period.FromYears(years), lengthAt + 1);
            else if (DurationAt(lengthAt) is { } d && !Is(lengthAt, "a", "an"))
                (length, end) = (d.Value, d.End);
            else if (Is(lengthAt, "fortnight"))
                (length, end) = (Period.FromWeeks(2), lengthAt + 1);
            else if (TimeWords.Units.TryGetValue(Word(lengthAt), out var unit) && Word(lengthAt).Length > 1
                && (within || Is(start, "past") || Word(lengthAt).EndsWith('s') || unit <= Unit.Hour) && unit is not Unit.Weekend)
                (length, end) = (Of(Word(lengthAt).EndsWith('s') ? unit == Unit.Week ? 2 : 3 : 1, unit), lengthAt + 1);
            if (length is null)
                return null;
            return new(Stretch(length, ahead), end);
        }
        // "within the hour", "within the week": the hour that begins now, the rest of the week
        if (within && Is(start - 1, "the") && TimeWords.Units.TryGetValue(Word(start), out var inner) && !Word(start).EndsWith('s') && Word(start).Length > 1 && !Is(start + 1, "of"))
            return inner <= Unit.Hour ? new(Stretch(Of(1, inner), !context.Past), start + 1) : inner >= Unit.Week && inner != Unit.Weekend ? new(new Days(context.Today, Around(inner, 0).To, Grain.Span) { Fixed = true }, start + 1) : null;
        if (within && WorkdaysAt(start) is { } soon)
            return new(new Days(context.Today, PlusWorkdays(context.Today, soon.Value).From, Grain.Span) { Fixed = true }, MatchAny(soon.End, "from now", "from today") ?? soon.End);
        if (within && DurationAt(start) is { } inside)
            return new(Stretch(inside.Value, !context.Past), MatchAny(inside.End, "from now", "from today") ?? inside.End);
        if (Is(i, "in") && LengthRange(Skip(i + 1, "about", "around")) is { } either && HasTime(either.Value.Least))
            return new(new MomentSpan(Elapsed(either.Value.Least, 1).At, Elapsed(either.Value.Most, 1).At), MatchAny(either.End, "' time", "time") ?? either.End);
        if (Is(i, "in") && DurationAt(Skip(i + 1, "about", "around", "exactly")) is { } later && HasTime(later.Value) && !Is(later.End, "ago"))
            return new(FromNow(later.Value, 1), MatchAny(later.End, "' time", "time", "'s time", "from now", "or so") ?? later.End);
        var from = Skip(i, "about", "around", "exactly");
        if (DurationAt(from) is not { } distance || !HasTime(distance.Value))
            return null;
        if (MatchAny(distance.End, "ago", "earlier", "back") is { } ago && !Is(distance.End, "back"))
            return new(FromNow(distance.Value, -1), ago);
        if (MatchAny(distance.End, "from now", "hence", "later") is { } hence)
            return new(FromNow(distance.Value, 1), hence);
        if (Is(distance.End, "after", "before", "past", "until", "till", "following") && (Point(distance.End + 1) ?? LoneClock(distance.End + 1)) is { } anchor)
        {
            var onward = Is(distance.End, "after", "past", "following");
            if (anchor.Value is Clock { Zone: null } time && !(time.NextDay && onward))
                return new(time with { NextDay = false, Time = onward ? time.Time.Plus(distance.Value) : time.Time.Minus(distance.Value), Bare = false }, anchor.End);
            var moment = anchor.Value as Moment ?? (anchor.Value is Clock clock ? Resolve(clock) : null);
            if (moment is not null)
                return new(new Moment(onward ? moment.At.Plus(distance.Value) : moment.At.Minus(distance.Value)), anchor.End);
        }
        return null;
    }

    TimeValue Stretch(Period length, bool ahead)
    {
        var now = context.Now.With(TimeAdjusters.TruncateToMinute);
        if (HasTime(length))
            return ahead ? new MomentSpan(now, Elapsed(length, 1).At) : new MomentSpan(Elapsed(length, -1).At, now);
        return ahead ? new Days(context.Today, context.Today.Plus(length), Grain.Span) { Fixed = true } : new Days(context.Today.Minus(length), context.Today, Grain.Span) { Fixed = true };
    }
}
