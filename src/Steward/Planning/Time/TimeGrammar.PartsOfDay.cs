using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
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
        if (MatchAny(i, "after work", "after hours", "after office hours", "after school") is { } after)
            return new(new ClockSpan(context.WorkdayEnd, new LocalTime(22, 0)) { Part = true, Note = "after the working day" }, after);
        if (MatchAny(i, "before work", "before school") is { } before)
            return new(new ClockSpan(new LocalTime(6, 0), context.WorkdayStart) { Part = true, Note = "before the working day" }, before);
        if (MatchAny(i, "in the middle of the night", "the middle of the night", "middle of the night", "in the dead of night") is { } deep)
            return new(new ClockSpan(LocalTime.Midnight, new LocalTime(4, 0)) { Part = true }, deep);
        if (MatchAny(i, "in the wee hours", "the wee hours", "in the small hours", "the small hours", "wee hours", "small hours") is { } wee)
            return new(new ClockSpan(new LocalTime(1, 0), new LocalTime(5, 0)) { Part = true }, wee);
        if (MatchAny(i, "at", "before", "after", "by", "until", "around") is { } light && Is(light, "dawn", "sunrise", "daybreak", "sunset", "sundown", "dusk") || Is(light = i, "dawn", "sunrise", "daybreak", "sunset", "sundown", "dusk") && i == 0)
        {
            var rising = Is(light, "dawn", "sunrise", "daybreak");
            return Is(i, "before", "after", "by", "until") ? null : new(new ClockSpan(rising ? new(6, 0) : new(18, 0), rising ? new(8, 0) : new(20, 0)) { Part = true, Note = "about: it depends on the place and the season" }, light + 1);
        }
        LocalDate? day = null;
        var at = i;
        if (Is(i, "this") || MatchAny(i, "later this", "earlier this") is not null)
            (at, day) = (Is(i, "this") ? i + 1 : i + 2, context.Today);
        else
            at = Skip(MatchAny(i, "in the", "during the", "over", "during", "at", "all") ?? i, "the");
        var shade = Is(at, "early", "late", "mid") ? Word(at) : "";
        var name = shade.Length > 0 ? Skip(at + 1, "-", "in") : at;
        name = shade.Length > 0 ? Skip(name, "the") : name;
        if (Is(name, "after") && Is(name + 1, "-"))
            return null;
        if (!TimeWords.Parts.TryGetValue(Word(name), out var span))
            return null;
        var meal = Word(name) is "lunch" or "breakfast" or "dinner" or "eve";
        if (meal && at == i && !Is(i - 1, "since", "before", "after", "until", "till", "around", "by", "over", "at", "during", "all"))
            return null;
        if (Word(name) is "night" && at == i && Is(i - 1, "a", "per", "one"))
            return null;
        var (from, to) = Shade(shade, Word(name));
        return new(new ClockSpan(new(from, 0), new(to % 24, 0)) { Part = true, Day = day }, name + 1);
    }

    /// <summary>The hours of a part of the day, or of its beginning, middle or end.</summary>
    static (int From, int To) Shade(string shade, string part) => (shade, part) switch
    {
        ("early", "morning") => (6, 9),
        ("mid", "morning") => (9, 11),
        ("late", "morning") => (10, 12),
        ("early", "afternoon") => (12, 15),
        ("mid", "afternoon") => (14, 16),
        ("late", "afternoon") => (15, 18),
        ("early", "evening") => (17, 20),
        ("late", "evening" or "night") => (21, 0),
        _ => TimeWords.Parts[part],
    };
}
