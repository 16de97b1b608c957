using Steward.Planning.Composition;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Frames;

/// <summary>"find a free slot next week for a 2-hour workshop", "when am I free tomorrow afternoon?", "do Anna and I have an hour on Friday?"</summary>
sealed class FindSlot : IFrame
{
    public const int DefaultMinutes = 30;

    public IReadOnlyList<string> Covers(string intent) => ["schedule", "block", "draft", "invite"];

    public Reading? Read(Clause clause)
    {
        var slot = clause.Has("slot") || clause.Act("find") is not null && clause.All<LengthMention>().Any() && !clause.Has("mail") && !clause.Has("thread") && !clause.Has("summary") && !clause.All<WritersMention>().Any()
            || clause.All<LengthMention>().Any() && clause.All<CompanyMention>().Any() && !clause.All<ActMention>().Any() && !clause.Has("mail") && !clause.All<TimeMention>().Any(t => t.Future is Repeat { Timed: true })
            || clause.All<LengthMention>().Any() && clause.All<PersonMention>().Any() && clause.HasAny("has", "have", "free", "available", "spare") && !clause.All<ActMention>().Any(a => a.Act != "find") && !clause.NamesMail
            || clause.All<LengthMention>().Any() && !clause.All<ActMention>().Any(a => a.Act != "find") && clause.HasAny("need", "looking") && !clause.Has("mail") && !clause.Has("deepwork")
            || Meeting(clause)
            || clause.Tokens[clause.First].Norm is "when" or "does" or "do" or "has" or "have" && Enumerable.Range(clause.First, clause.End - clause.First).Any(i => clause.Tokens[i].Norm == "time") && !clause.Has("mail");
        if (!slot)
            return null;
        if (Meeting(clause))
            return new Reading("calendar.find-slot", 0.97, plan => Compose(clause, plan));
        var score = 0.78 + (clause.Act("find") is not null ? 0.08 : 0) + (clause.All<LengthMention>().Any() || clause.All<TimeMention>().Any() || clause.Has("meeting") || clause.Has("calendar") ? 0.08 : 0);
        if (clause.Has("mail") && !clause.Has("meeting") && clause.All<LengthMention>().FirstOrDefault() is null)
            score -= 0.3;
        return new Reading("calendar.find-slot", score, plan => Compose(clause, plan));
    }

    /// <summary>"at what time can Jonas, Marta and me meet next week": it asks for a time, and books nothing.</summary>
    static bool Meeting(Clause clause) => clause.HasPhrase("what time can", "what time could", "when can", "when could", "when would", "which day can", "what day can", "which day could") && (clause.HasAny("meet", "together", "talk", "speak") || clause.Has("meeting") && clause.HasAny("have", "do", "grab", "get")) && !clause.NamesMail;

    static Composed Compose(Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        var timing = EventTiming.Of(clause, plan, used);
        var attendance = Attendance.Of(clause, plan, used, mustBeKnown: false);
        used.UnionWith(clause.All<AccountMention>());
        used.UnionWith(clause.All<TopicMention>());
        var count = clause.All<LimitMention>().FirstOrDefault();
        if (count is not null)
            used.Add(count);
        var slots = Add(plan, timing, attendance, count?.Count ?? 5, clause);
        plan.Slots = slots;
        return new Composed($"find a free slot of {EventTiming.Spoken(plan.SlotMinutes!.Value)} {attendance.Words}".TrimEnd(), used);
    }

    /// <summary>The step that looks for free time; gives the reference to its slots.</summary>
    public static string Add(PlanBuilder plan, EventTiming timing, Attendance attendance, int count, Clause clause)
    {
        var (from, to) = timing.Window(plan);
        var minutes = timing.Minutes ?? Usual(clause, plan);
        plan.SlotMinutes = minutes;
        if (timing.HoursFrom is null && NodaTime.Period.Between(from, to, NodaTime.PeriodUnits.Hours).Hours >= 24)
            plan.Assume($"your working hours, {plan.Context.WorkdayStart:HH':'mm}–{plan.Context.WorkdayEnd:HH':'mm}");
        var hours = timing.HoursFrom is { } a && timing.HoursTo is { } b ? new { start = a.ToString("HH:mm:ss", null), end = b.ToString("HH:mm:ss", null) } : null;
        var id = plan.Add("calendar.find-slots", $"Find {EventTiming.Spoken(minutes)} free between {plan.Moment(from)} and {plan.Moment(to)}", new
        {
            from = plan.Instant(from),
            to = plan.Instant(to),
            minutes,
            attendees = attendance.Attendees,
            workingHours = hours,
            bufferMinutes = timing.BufferMinutes,
            notWithin = timing.Never.Count > 0 ? timing.Never.Select(t => new { start = plan.Instant(t.From), end = plan.Instant(t.To) }).ToArray() : null,
            count,
        });
        return $"{id}.slots";
    }

    /// <summary>The step that looks whether this very time is free, at whatever hour and day of the week; it finds one slot or none.</summary>
    public static string Exactly(PlanBuilder plan, NodaTime.LocalDateTime from, NodaTime.LocalDateTime to, Attendance attendance)
    {
        plan.SlotMinutes = (int)NodaTime.Period.Between(from, to, NodaTime.PeriodUnits.Minutes).Minutes;
        var within = from.Date == to.Date;
        var id = plan.Add("calendar.find-slots", $"See whether {plan.Moment(from)} is free", new
        {
            from = plan.Instant(from),
            to = plan.Instant(to),
            minutes = plan.SlotMinutes.Value,
            attendees = attendance.Attendees,
            workingHours = new { start = within ? from.TimeOfDay.ToString("HH:mm:ss", null) : "00:00:00", end = within ? to.TimeOfDay.ToString("HH:mm:ss", null) : "23:59:59", days = new[] { 1, 2, 3, 4, 5, 6, 7 } },
            count = 1,
        });
        return $"{id}.slots";
    }

    static readonly (string Word, int Minutes)[] UsualLengths =
        [("workshop", 120), ("offsite", 480), ("interview", 60), ("lunch", 60), ("dinner", 120), ("breakfast", 60), ("training", 120), ("standup", 15), ("retro", 60), ("retrospective", 60), ("kickoff", 60), ("brainstorming", 60), ("presentation", 60)];

    static int Usual(Clause clause, PlanBuilder plan)
    {
        // What people wrote about is no kind of meeting: "everyone who mailed about the offsite" asks for no day-long offsite.
        var about = clause.All<WritersMention>().ToList();
        var words = Enumerable.Range(clause.First, clause.End - clause.First).Where(i => !about.Any(m => i >= m.First && i < m.End))
            .Select(i => clause.Tokens[i].Norm).ToHashSet(StringComparer.Ordinal);
        var minutes = UsualLengths.FirstOrDefault(u => words.Contains(u.Word)) is { Minutes: > 0 } usual ? usual.Minutes : DefaultMinutes;
        plan.Assume(EventTiming.DefaultLength(minutes));
        return minutes;
    }
}
