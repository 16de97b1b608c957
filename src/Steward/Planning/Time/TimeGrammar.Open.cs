using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>One end open: "before Friday", "since last Monday", "after 3pm", "older than 30 days", "by the end of the month", "from tomorrow on".</summary>
    Found<TimeValue>? Open(int i)
    {
        if (Aged(i) is { } aged)
            return aged;
        if (DayBounded(i) is { } bounded)
            return bounded;
        var word = MatchAny(i, "not later than", "no later than", "at the latest by", "due by", "due on", "due") is { } late ? ("by", late)
            : MatchAny(i, "on or after", "not before", "no earlier than", "not earlier than", "starting from", "starting on", "starting", "as of", "as from", "from", "beginning") is { } notBefore ? ("from", notBefore)
            : MatchAny(i, "prior to", "earlier than", "older than", "before") is { } before ? ("before", before)
            : MatchAny(i, "later than", "newer than", "more recent than", "after", "past") is { } after ? ("after", after)
            : MatchAny(i, "ever since", "since") is { } since ? ("since", since)
            : MatchAny(i, "on or before", "up to and including", "until and including", "through until", "up until", "up to", "until", "till") is { } until ? ("until", until)
            : Match(i, "through") is { } last && MatchAny(last, "the end") is null && LongestDays(last) is { Value.Fixed: true } ? ("until", last)
            : Match(i, "through the end") is { } through ? ("until", through - 2)
            : MatchAny(i, "by") is { } by ? ("by", by) : ("", i);
        if (word.Item1.Length == 0)
            return null;
        // "until after the weekend": until what comes behind it begins
        if (word.Item1 == "until" && Is(word.Item2, "after") && Point(word.Item2 + 1) is { Value: Days whole } behind)
            return new(new MomentSpan(null, whole.To.PlusDays(1) + LocalTime.Midnight) { WholeDays = true }, behind.End);
        // "due on the 1st of every month": a repetition has no one deadline
        if (word.Item1 == "by" && BeatAt(word.Item2) is not null)
            return null;
        var grammar = word.Item1 == "since" ? Backwards : this;
        // "after 5 days", "after two hours"
        if (word.Item1 == "after" && !Is(i, "past") && DurationAt(word.Item2) is { } wait && Point(word.Item2) is null && !Is(i - 1, "day", "week", "weekend") && Half("after", FromNow(wait.Value, 1)) is { } later)
            return new(later, wait.End);
        var anchor = Is(word.Item2, "now") ? new Found<TimeValue>(new Moment(context.Now.With(TimeAdjusters.TruncateToMinute)), word.Item2 + 1) : grammar.Point(word.Item2) ?? grammar.LoneClock(word.Item2);
        if (anchor is not { } point)
            return null;
        var end = MatchAny(point.End, "onwards", "onward", "on", "forward", "and later", "or later", "and after") is { } on && word.Item1 is "from" or "since" && !Is(point.End, "on") | (Is(point.End, "on") && LongestDays(point.End + 1) is null) ? on : point.End;
        if (Is(i, "from") && end == point.End || Is(i, "beginning"))
            return null;
        if (Is(i, "past") && point.Value is not Clock)
            return null;
        return grammar.Half(word.Item1, point.Value) is { } value ? new(value, end) : null;
    }

    /// <summary>"Friday after 3pm", "tomorrow by noon", "Thursday until 5".</summary>
    Found<TimeValue>? DayBounded(int i)
    {
        if (DayPhrase(i) is not { Value.Single: true } day || MatchAny(Skip(day.End, ","), "no later than", "by", "any time before", "anytime before", "before", "any time after", "anytime after", "sometime after", "some time after", "after", "until", "till", "from", "since") is not { } next)
            return null;
        var word = Word(next - 1) switch { "till" => "until", "than" => "by", var other => other };
        if ((ClockAt(next) is { Value.Bare: false } exact ? exact : LoneClock(next) is { Value: Clock lone, End: var end } ? new(lone, end) : (Found<Clock>?)null) is { } clock)
        {
            if (Is(clock.End, "to", "until", "till", "-", "–") || word == "from" && !Is(clock.End, "on", "onwards", "onward"))
                return null;
            return Half(word, At(day.Value, clock.Value)) is { } open ? new(open, word == "from" ? clock.End + 1 : clock.End) : null;
        }
        if (word is "before" or "after" or "until" && PartAt(next) is { Value.Day: null } part && Over(day.Value, part.Value) is var span)
            return Half(word, span) is { } around ? new(around, part.End) : null;
        return null;
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
        var date = day ?? context.Today;
        var here = On(date, clock.Time, clock.Zone);
        var value = day is not null ? here : context.Past ? here.At <= context.Now ? here : On(date.PlusDays(-1), clock.Time, clock.Zone) : here.At >= context.Now ? here : On(date.PlusDays(1), clock.Time, clock.Zone);
        TimeValue[] alternatives = [];
        if (!clock.HalfDay)
        {
            var other = On(date, OtherHalf(clock.Time), clock.Zone);
            alternatives = [day is not null || other.At >= context.Now != context.Past ? other : On(date.PlusDays(context.Past ? -1 : 1), OtherHalf(clock.Time), clock.Zone)];
        }
        return value with { Alternatives = alternatives, Note = Join(clock.Note, ZoneNote(clock.Zone, clock.Time)) };
    }
}
