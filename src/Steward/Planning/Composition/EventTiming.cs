using NodaTime;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Composition;

/// <summary>What a clause says about when and how long: a fixed beginning, or a window in which to look, hours of the day, a length, a repetition.</summary>
sealed record EventTiming
{
    public LocalDateTime? Start { get; init; }
    public LocalDateTime? End { get; init; }
    public Days? AllDay { get; init; }
    public LocalDateTime? WindowFrom { get; init; }
    public LocalDateTime? WindowTo { get; init; }
    public LocalTime? HoursFrom { get; init; }
    public LocalTime? HoursTo { get; init; }
    public int? Minutes { get; init; }
    /// <summary>Kept free before and after.</summary>
    public int? BufferMinutes { get; init; }
    /// <summary>Stretches in which it shall not be: "not on Monday", and what lies between two alternatives.</summary>
    public IReadOnlyList<(LocalDateTime From, LocalDateTime To)> Never { get; init; } = [];
    /// <summary>A time of day that waits for its day: "at 3 with Anna on Friday".</summary>
    LocalTime? Clock { get; init; }
    public Recurrence? Repeats { get; init; }
    public bool Any => Start is not null || AllDay is not null || WindowFrom is not null || WindowTo is not null;

    public static EventTiming Of(Clause clause, PlanBuilder plan, HashSet<Mention> used, Func<Mention, bool>? leaveOut = null)
    {
        var timing = new EventTiming();
        foreach (var length in clause.All<LengthMention>().Where(m => leaveOut is null || !leaveOut(m)))
        {
            if (timing.BufferMinutes is null && IsBuffer(clause, length) && InMinutes(length.Length) is { } kept)
            {
                timing = timing with { BufferMinutes = Math.Min(kept, LongestBuffer) };
                used.Add(length);
                used.UnionWith(clause.Mentions.Where(m => m is UnknownMention or ThingMention or ActMention && m.First >= length.First - 4 && m.End <= length.End + 6 && clause.NormsOf(m).All(w => BufferWords.Contains(w))));
                plan.Say(clause, length, $"{Spoken(kept)} kept free before and after");
                continue;
            }
            if (timing.Minutes is not null || InMinutes(length.Length) is not { } minutes)
                continue;
            minutes = Workday(clause, length, plan) ?? minutes;
            timing = timing with { Minutes = minutes };
            used.Add(length);
            plan.Say(clause, length, Spoken(minutes));
        }
        foreach (var mention in clause.All<TimeMention>().Where(m => leaveOut is null || !leaveOut(m)))
        {
            // "next week, mornings only": hours of each day, no series
            var hours = mention is { Future: Repeat } && mention.End == mention.First + 1 && clause.Has("slot") && TimeWords.Parts.TryGetValue(clause.Tokens[mention.First].Norm, out var part) ? part : default;
            var next = hours.To > 0 ? timing with { HoursFrom = new LocalTime(hours.From, 0), HoursTo = new LocalTime(hours.To % 24, 0) } : timing.With(mention.Future, plan);
            // "Friday before noon": the day says where the window begins
            if (mention.Future is MomentSpan { From: null, To: { } noon, WholeDays: false } && clause.Tokens[mention.First].Norm is not ("before" or "by" or "until" or "till" or "in"))
                next = next with { WindowFrom = noon.Date + LocalTime.Midnight };
            // "on Monday or Tuesday", "Thursday or Friday afternoon": from the first to the last of them, within the hours that are said
            if (mention.First > clause.First && clause.Tokens[mention.First - 1].Norm is "or" or "and" or "," && timing is { WindowFrom: { } a, WindowTo: { } b } && next is { WindowFrom: { } c, WindowTo: { } d } && (c, d) != (a, b))
            {
                // "next Thursday or Friday": the week belongs to both
                if (c < a && clause.All<TimeMention>().TakeWhile(m => m != mention).LastOrDefault() is { } earlier && clause.Tokens[earlier.First].Norm == "next")
                    (c, d) = (c.PlusDays(7), d.PlusDays(7));
                var hourly = c.TimeOfDay != LocalTime.Midnight || d.TimeOfDay != LocalTime.Midnight;
                // "this afternoon or tomorrow morning": each with its own hours
                var apart = hourly && (a.TimeOfDay != LocalTime.Midnight || b.TimeOfDay != LocalTime.Midnight);
                // "on Monday or Wednesday": not on Tuesday
                var gap = (From: apart || !hourly ? b : b.Date + LocalTime.Midnight, To: apart || !hourly ? c : c.Date + LocalTime.Midnight);
                next = next with
                {
                    WindowFrom = LocalDateTime.Min(a, hourly && !apart ? a.Date + c.TimeOfDay : c), WindowTo = LocalDateTime.Max(b, d), Never = gap.From < gap.To ? [.. next.Never, gap] : next.Never,
                };
                if (!apart)
                    next = next with { HoursFrom = hourly && c.Date == d.Date ? c.TimeOfDay : next.HoursFrom, HoursTo = hourly && c.Date == d.Date ? d.TimeOfDay : next.HoursTo };
            }
            // "every Tuesday at 10, starting next week": the first of them that is not before
            if (timing is { Repeats: { Frequency: Frequency.Weekly or Frequency.Daily } rule, Start: { } once } && mention.Future is Days begin && mention.First > clause.First && clause.Tokens[mention.First - 1].Norm is "starting" or "beginning" or "from" or "of")
            {
                var first = once;
                while (first.Date < begin.From || rule.ByDay.Count > 0 && !rule.ByDay.Any(d => d.Day == first.DayOfWeek))
                    first = first.PlusDays(1);
                next = timing with { Start = first };
                used.UnionWith(clause.Mentions.Where(m => m is UnknownMention && m.End == mention.First && clause.NormsOf(m).All(w => w is "starting" or "beginning")));
            }
            if (ReferenceEquals(next, timing))
                continue;
            timing = next;
            used.Add(mention);
            plan.Say(clause, mention, Spoken(mention.Future, plan));
        }
        return timing.Start is null && timing.AllDay is null ? timing with { Never = [.. timing.Never, .. UnwantedTimes.Of(clause, plan, used, timing)] } : timing;
    }

    /// <summary>"half a day" of a workshop is half of a working day, not twelve hours.</summary>
    static int? Workday(Clause clause, LengthMention length, PlanBuilder plan)
    {
        var words = clause.NormsOf(length).ToList();
        if (!words.Contains("day") || !words.Contains("half") && length.Length.Days != 1 || words.Contains("week"))
            return null;
        var day = (int)Period.Between(plan.Context.WorkdayStart, plan.Context.WorkdayEnd, PeriodUnits.Minutes).Minutes;
        return day <= 0 ? null : words.Contains("half") ? day / 2 : day;
    }

    const int LongestBuffer = 240;

    static readonly HashSet<string> BufferWords = new(StringComparer.Ordinal) { "buffer", "buffers", "break", "breaks", "breathing", "space", "breather", "pause", "pauses", "margin", "padding", "before", "after", "between", "either", "side", "each", "around", "apart", "gap", "gaps", "leave", "leaving", "keep", "keeping" };

    /// <summary>"with 15 minutes before and after", "a buffer of 10 minutes", "leave half an hour between meetings": time that is kept free around it, not its length.</summary>
    static bool IsBuffer(Clause clause, LengthMention length)
    {
        string At(int i) => i >= clause.First && i < clause.End ? clause.Tokens[i].Norm : "";
        var (next, then, third) = (At(length.End), At(length.End + 1), At(length.End + 2));
        if (next is "buffer" or "buffers" or "break" or "breather" or "pause" or "margin" or "padding" || next is "gap" && At(length.First - 1) is "with" or "leave" or "leaving" or "keep" or "keeping" or "least" or "plus" || next is "of" && then is "buffer" or "breathing" or "margin" or "padding" || next is "breathing")
            return true;
        if (next is "before" && then is "and" or "&" && third is "after" || next is "either" && then is "side" || next is "on" && then is "either" or "each" or "both" && third is "side" or "sides")
            return true;
        if (At(length.First - 1) is "buffer" or "margin" or "padding" || At(length.First - 1) is "of" && At(length.First - 2) is "buffer" or "break" or "margin" or "padding" or "pause" || At(length.First - 1) is "a" && At(length.First - 3) is "buffer" or "break" or "margin" && At(length.First - 2) is "of")
            return true;
        return next is "between" or "around" && Enumerable.Range(1, 3).Any(k => At(length.First - k) is "leave" or "leaving" or "keep" or "keeping" or "least" or "with") && (At(length.End + 1) is "meetings" or "events" or "calls" or "appointments" or "them" or "it" or "each" || third is "meetings" or "events" or "calls");
    }

    /// <summary>The days themselves instead of a time within them, when the request speaks of whole days.</summary>
    public EventTiming OverWholeDays(bool whole) =>
        whole && Start is null && WindowFrom is { } from && WindowTo is { } to && from.TimeOfDay == LocalTime.Midnight && to.TimeOfDay == LocalTime.Midnight
            ? this with { AllDay = new Days(from.Date, to.Date.PlusDays(-1)), WindowFrom = null, WindowTo = null } : this;

    EventTiming With(TimeValue value, PlanBuilder plan) => value switch
    {
        // "a biweekly 1:1 … on Mondays at 10": the beat of the one, the days of the other
        Repeat { Rule.Interval: 1 } days when Repeats is { Interval: > 1, ByDay.Count: 0 } beat && beat.Frequency == days.Rule.Frequency => (this with { Repeats = null }).With(days with { Rule = days.Rule with { Interval = beat.Interval } }, plan),
        Repeat repeat => this with { Repeats = repeat.Rule with { At = null }, Start = repeat.Rule.At is null ? Start : repeat.First, End = repeat.Ends is { } over ? repeat.First.Date.PlusDays(over <= repeat.First.TimeOfDay ? 1 : 0) + over : End, AllDay = repeat.Rule.At is null && Start is null ? Days.On(repeat.First.Date) : AllDay },
        Moment moment => this with { Start = moment.At },
        Clock clock when Repeats is not null && AllDay is { } first => this with { Start = first.From + clock.Time, AllDay = null },
        // "Saturday evening at seven": the part of the day says which seven
        Clock clock when WindowFrom is { } part && WindowTo is { } over && part.Date == over.PlusTicks(-1).Date && part.TimeOfDay != LocalTime.Midnight => this with { Start = part.Date + (Inside(clock.Time, part, over) || clock.Time.Hour >= 12 || !Inside(clock.Time.PlusHours(12), part, over) ? clock.Time : clock.Time.PlusHours(12)) },
        Clock clock when WindowFrom is { } day && WindowTo == day.PlusDays(1) => this with { Start = day.Date + clock.Time },
        Clock clock => this with { Start = new TimeGrammar(plan.Context, []).Resolve(clock).At, Clock = clock.Time },
        Days { Single: true } day when Clock is { } hour => this with { Start = day.From + hour, Clock = null },
        MomentSpan { From: { } from, To: { } to, Part: false } span when Minutes is null && !span.WholeDays => this with { Start = from, End = to },
        MomentSpan span => this with { WindowFrom = span.From ?? WindowFrom, WindowTo = span.To ?? WindowTo },
        ClockSpan { Day: { } day } part => this with { WindowFrom = day + part.From, WindowTo = day.PlusDays(part.To <= part.From ? 1 : 0) + part.To },
        ClockSpan { Part: true } part => this with { HoursFrom = part.From, HoursTo = part.To },
        ClockSpan span when WindowFrom is { } from && WindowTo != from.PlusDays(1) || Minutes is not null => this with { HoursFrom = span.From, HoursTo = span.To },
        ClockSpan span when WindowFrom is { } only => this with { Start = only.Date + span.From, End = only.Date + span.To },
        ClockSpan span => Span(span, plan),
        Days { Note: "at the latest" } deadline => this with { WindowTo = deadline.To.PlusDays(1) + LocalTime.Midnight },
        Days days => this with { WindowFrom = days.From + LocalTime.Midnight, WindowTo = days.To.PlusDays(1) + LocalTime.Midnight },
        _ => this,
    };

    static bool Inside(LocalTime time, LocalDateTime from, LocalDateTime to) => from.Date + time >= from && from.Date + time < to;

    EventTiming Span(ClockSpan span, PlanBuilder plan)
    {
        var day = plan.Today + span.From >= plan.Now ? plan.Today : plan.Today.PlusDays(1);
        return this with { Start = day + span.From, End = day.PlusDays(span.To <= span.From ? 1 : 0) + span.To };
    }

    /// <summary>The window to look in: never before now; the next seven days when nothing is said.</summary>
    public (LocalDateTime From, LocalDateTime To) Window(PlanBuilder plan)
    {
        var from = WindowFrom ?? Start ?? plan.Now;
        var to = WindowTo ?? End ?? (Start is { } start ? start.PlusMinutes(Minutes ?? 60) : from.Date.PlusDays(8) + LocalTime.Midnight);
        from = from < plan.Now ? plan.Now : from;
        if (!Any)
            plan.Assume($"from now until {plan.Day(to.Date.PlusDays(-1))}, as no time is given");
        return (from, to > from ? to : from.PlusDays(1));
    }

    /// <summary>Null for what is longer than a day or has no fixed length.</summary>
    public static int? InMinutes(Period length)
    {
        var minutes = ((length.Weeks * 7L + length.Days) * 24 + length.Hours) * 60 + length.Minutes;
        return length.Months == 0 && length.Years == 0 && minutes is > 0 and <= 24 * 60 ? (int)minutes : null;
    }

    public static string DefaultLength(int minutes) => $"{Spoken(minutes)} long, as no length is given";

    public static string Spoken(int minutes) => minutes % 60 == 0 ? $"{minutes / 60} h" : minutes < 60 ? $"{minutes} min" : $"{minutes / 60} h {minutes % 60} min";

    static string Spoken(TimeValue value, PlanBuilder plan)
    {
        var text = value switch
        {
            Days { Single: true } day => plan.Day(day.From),
            Days days => $"{plan.Day(days.From)} – {plan.Day(days.To)}",
            Moment moment => plan.Moment(moment.At),
            Clock clock => plan.Moment(new TimeGrammar(plan.Context, []).Resolve(clock).At),
            ClockSpan span => $"{span.From:HH':'mm}–{span.To:HH':'mm}",
            MomentSpan { From: { } from, To: { } to } => $"{plan.Moment(from)} – {plan.Moment(to)}",
            MomentSpan { From: { } from } => $"from {plan.Moment(from)}",
            MomentSpan { To: { } to } => $"before {plan.Moment(to)}",
            Repeat repeat => $"{repeat.Rule.Write()}, first {plan.Moment(repeat.First)}",
            _ => value.ToString() ?? "",
        };
        return value.Note is null ? text : $"{text} ({value.Note})";
    }
}
