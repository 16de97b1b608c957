using NodaTime;
using Steward.Calendar;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Frames;

/// <summary>"block two hours every morning next week", "10 hours of focus time this week": several blocks of one's own time, over several days.</summary>
sealed class FocusTime : IFrame
{
    const int DefaultMinutes = 120;
    /// <summary>Longer than this is no one block but a sum.</summary>
    const int LongestBlock = 240;

    public IReadOnlyList<string> Covers(string intent) => ["block", "schedule", "draft"];

    public Reading? Read(Clause clause)
    {
        if (clause.All<CompanyMention>().Any() || clause.All<PersonMention>().Any() || clause.All<WritersMention>().Any() || clause.All<RecipientMention>().Any())
            return null;
        var block = clause.Act("block") is not null;
        if (!block && !clause.Has("deepwork"))
            return null;
        var window = clause.All<TimeMention>().Any(t => t.Future is Repeat { Rule.Until: not null } or Days { Single: false } or MomentSpan { WholeDays: true });
        var daily = Daily(clause) is not null || ADay(clause) is not null;
        var sum = clause.Has("deepwork") && clause.All<LengthMention>().Any(l => Minutes(l) > LongestBlock) && clause.All<TimeMention>().Any();
        return window && daily || sum ? new Reading("calendar.focus-time", 0.97, plan => Compose(clause, plan, daily)) : null;
    }

    /// <summary>"every morning", "each day", "my mornings", "daily".</summary>
    static TimeMention? Daily(Clause clause) => clause.All<TimeMention>().FirstOrDefault(t =>
        t.Future is Repeat { Rule: { Frequency: Frequency.Daily, Interval: 1 } or { Frequency: Frequency.Weekly, Interval: 1, ByDay.Count: 5 or 7 } }
        || t.Future is ClockSpan { Part: true } && clause.Tokens[t.End - 1].Norm is "mornings" or "afternoons" or "evenings");

    /// <summary>"2 hours a day": the second length says how often.</summary>
    static LengthMention? ADay(Clause clause) =>
        clause.All<LengthMention>().FirstOrDefault(l => l.Length is { Days: 1, Hours: 0, Minutes: 0 } && clause.All<LengthMention>().Any(m => m != l && m.End >= l.First - 1 && m.End <= l.First));

    static Composed Compose(Clause clause, PlanBuilder plan, bool daily)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        if (ADay(clause) is { } often)
            used.Add(often);
        var each = Daily(clause);
        (LocalDateTime From, LocalDateTime To)? window = null;
        LocalTime? hoursFrom = null, hoursTo = null;
        foreach (var mention in clause.All<TimeMention>())
        {
            used.Add(mention);
            if (mention == each)
            {
                // "every morning next week" says both
                if (each.Future is Repeat { Rule.Until: { } until } within)
                    window = (within.First.Date + LocalTime.Midnight, until.PlusDays(1) + LocalTime.Midnight);
                (hoursFrom, hoursTo) = Hours(clause, mention, plan);
                plan.Say(clause, mention, hoursFrom is { } a && hoursTo is { } b ? $"every workday, {a:HH':'mm}–{b:HH':'mm}" : "every workday");
            }
            else if (mention.Future is ClockSpan { Part: true } part)
            {
                (hoursFrom, hoursTo) = (part.From, part.To);
                plan.Say(clause, mention, $"{part.From:HH':'mm}–{part.To:HH':'mm}");
            }
            else if (Windows.Of(mention.Future, plan) is { } stretch)
            {
                window = stretch;
                plan.Say(clause, mention, Windows.Spoken(mention.Future, plan));
            }
        }
        var (from, to) = window ?? (plan.Now, plan.Today.PlusDays(8) + LocalTime.Midnight);
        if (from < plan.Now)
            from = plan.Now;
        if (to <= from)
            throw PlanBuilder.Refuse("You want to block time for yourself.", "That period is over.", "block two hours for deep work tomorrow morning");
        int? minutes = null;
        if (clause.All<LengthMention>().FirstOrDefault(l => !used.Contains(l)) is { } length)
        {
            minutes = Minutes(length);
            used.Add(length);
            plan.Say(clause, length, daily && minutes <= LongestBlock ? $"{EventTiming.Spoken(minutes.Value)} a day" : $"{EventTiming.Spoken(minutes.Value)} in all");
        }
        var sum = !daily || minutes > LongestBlock;
        if (minutes is null)
            plan.Assume($"{EventTiming.Spoken(DefaultMinutes)} a day, as no length is given");
        var title = Title(clause, plan, used);
        var id = plan.Add("calendar.plan-focus-time", sum ? $"Find {EventTiming.Spoken(minutes ?? DefaultMinutes)} for “{title}” {plan.Moment(from)} – {plan.Moment(to)}" : $"Find {EventTiming.Spoken(minutes ?? DefaultMinutes)} for “{title}” on each workday {plan.Day(from.Date)} – {plan.Day(to.PlusTicks(-1).Date)}", new
        {
            from = plan.Instant(from),
            to = plan.Instant(to),
            blockMinutes = sum ? (int?)null : minutes ?? DefaultMinutes,
            totalMinutes = sum ? minutes : null,
            daily = sum ? (bool?)null : true,
            workingHours = hoursFrom is { } start && hoursTo is { } end ? new { start = start.ToString("HH:mm:ss", null), end = end.ToString("HH:mm:ss", null) } : null,
            title,
        });
        plan.Add("calendar.propose-create-event", $"Propose to block each of them as “{title}”", new { summary = title, slot = PlanReference.To("item") },
            forEach: $"{id}.blocks", when: $"{id}.blocks", kind: CalendarActions.CreateEvent);
        plan.Assume("blocks that are there already count");
        return new Composed($"find free time for “{title}” and propose to block it", used);
    }

    static string Title(Clause clause, PlanBuilder plan, HashSet<Mention> used)
    {
        used.UnionWith(clause.All<AccountMention>());
        clause.Use(used, "keep", "free", "hold");
        if (clause.Has("deepwork"))
            return "Deep work";
        var title = Purpose.Of(clause, plan, used) ?? EventTitle.Of(clause with { Mentions = [.. clause.Mentions.Where(m => m is not ThingMention)] }, new Attendance(null, null, "", null), used, plan);
        return title == "Meeting" ? "Deep work" : title;
    }

    /// <summary>The part of the day, as far as it lies in the working hours.</summary>
    static (LocalTime? From, LocalTime? To) Hours(Clause clause, TimeMention mention, PlanBuilder plan)
    {
        var word = clause.NormsOf(mention).Select(w => w.TrimEnd('s')).FirstOrDefault(w => w is "morning" or "afternoon" or "evening" or "night") ?? "";
        var noon = new LocalTime(12, 0);
        var (start, end) = (plan.Context.WorkdayStart, plan.Context.WorkdayEnd);
        return word switch
        {
            "morning" => (start < noon ? start : new LocalTime(6, 0), noon),
            "afternoon" => (noon, end > noon ? end : new LocalTime(18, 0)),
            "evening" or "night" => (end, end.PlusHours(4)),
            _ => (null, null),
        };
    }

    static int Minutes(LengthMention length) => (int)Math.Min(6000, ((length.Length.Weeks * 7L + length.Length.Days) * 24 + length.Length.Hours) * 60 + length.Length.Minutes);
}
