using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>"3–5pm", "from 3 to 5", "between 9 and 10:30", "9 to 5"; the half of the day that one end leaves open comes from the other.</summary>
    Found<ClockSpan>? ClockSpanAt(int i) => (clockSpans ??= new(this, FindClockSpan)).At(i);

    Memo<ClockSpan>? clockSpans;

    Found<ClockSpan>? FindClockSpan(int i)
    {
        var opener = MatchAny(i, "from", "between", "anywhere between", "any time between", "anytime between", "somewhere between");
        var start = opener ?? Skip(i, "at");
        if (ClockAt(start) is not { } first || first.Value is { Bare: true, HalfDay: true } && opener is null && !Is(first.End, "-", "–"))
            return null;
        var separator = Is(i, "between") || opener > i + 1 ? MatchAny(first.End, "and", "-", "–", "to") : MatchAny(first.End, "-", "–", "—", "to", "until", "through", "up to", "thru", "till", "til");
        if (separator is not { } next || ClockAt(next) is not { } second)
            return null;
        // "3 to 5 days", "1-2 people"
        if (second.Value.Bare && UnitAt(second.End) is not null)
            return null;
        var (from, to) = Settle(first.Value, second.Value);
        var span = new ClockSpan(from, to) { Zone = second.Value.Zone ?? first.Value.Zone, Bare = first.Value.Bare && second.Value.Bare && opener is null };
        // "9-5" as all there is
        if (span.Bare && i == 0 && second.End == tokens.Count && tokens.Count == 3 && Is(first.End, "-", "–", "to") && from < to)
            span = span with { Bare = false };
        if (!first.Value.HalfDay && !second.Value.HalfDay)
            span = span with { Alternatives = [span with { From = OtherHalf(from), To = OtherHalf(to) }] };
        return new(span, second.End);
    }

    static (LocalTime From, LocalTime To) Settle(Clock first, Clock second)
    {
        var (from, to) = (first.Time, second.Time);
        if (!first.HalfDay && second.HalfDay)
        {
            // 3 to 5pm is the afternoon; 11 to 1pm crosses noon
            var late = OtherHalf(from) > from ? OtherHalf(from) : from;
            var early = OtherHalf(late);
            from = late < to ? late : early < to ? early : from;
        }
        else if (!second.HalfDay)
        {
            var early = OtherHalf(to) < to ? OtherHalf(to) : to;
            to = early > from ? early : OtherHalf(early) > from ? OtherHalf(early) : to;
        }
        return (from, to);
    }
}
