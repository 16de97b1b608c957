using NodaTime;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Composition;

/// <summary>Times that are left out of a search for free ones: "not on Monday", "but not before 10", "except in the mornings". Each is read within the window that is looked at.</summary>
static class UnwantedTimes
{
    const int MostDays = 62;

    public static IEnumerable<(LocalDateTime From, LocalDateTime To)> Of(Clause clause, PlanBuilder plan, HashSet<Mention> used, EventTiming timing)
    {
        var from = timing.WindowFrom ?? plan.Now;
        var to = timing.WindowTo ?? from.Date.PlusDays(8) + LocalTime.Midnight;
        var found = new List<(LocalDateTime, LocalDateTime)>();
        foreach (var except in clause.All<ExceptMention>())
        {
            var stretches = except.What.Select(w => w is TimeMention time ? Within(time.Future, from, to) : null).ToList();
            if (stretches.Exists(s => s is null))
                continue;
            found.AddRange(stretches.SelectMany(s => s!));
            used.Add(except);
            plan.Say(clause, except, "not then");
        }
        return found;
    }

    /// <summary>Null for what names no stretch of time.</summary>
    static IEnumerable<(LocalDateTime From, LocalDateTime To)>? Within(TimeValue value, LocalDateTime from, LocalDateTime to) => value switch
    {
        Days { Weekday: { } weekday } => Each(from, to, d => d.DayOfWeek == weekday, LocalTime.Midnight, LocalTime.Midnight),
        Repeat { Timed: false, Rule: { Frequency: Frequency.Weekly, Interval: 1 } rule } => Each(from, to, d => rule.ByDay.Any(b => b.Day == d.DayOfWeek), LocalTime.Midnight, LocalTime.Midnight),
        Days days => [(days.From + LocalTime.Midnight, days.To.PlusDays(1) + LocalTime.Midnight)],
        ClockSpan { Day: { } day } span => [(day + span.From, day.PlusDays(span.To <= span.From ? 1 : 0) + span.To)],
        ClockSpan span => Each(from, to, _ => true, span.From, span.To),
        MomentSpan { From: { } a, To: { } b } => [(a, b)],
        MomentSpan { From: null, To: { } before, WholeDays: false } => Each(from, to, _ => true, LocalTime.Midnight, before.TimeOfDay),
        MomentSpan { From: { } after, To: null, WholeDays: false } => Each(from, to, _ => true, after.TimeOfDay, LocalTime.Midnight),
        _ => null,
    };

    /// <summary>The same hours of each day that fits; to midnight is to the end of the day.</summary>
    static IEnumerable<(LocalDateTime From, LocalDateTime To)> Each(LocalDateTime from, LocalDateTime to, Func<LocalDate, bool> fits, LocalTime begin, LocalTime end) =>
        Enumerable.Range(0, Math.Min(MostDays, Period.DaysBetween(from.Date, to.Date) + 1)).Select(from.Date.PlusDays).Where(fits).Select(d => (d + begin, d.PlusDays(end <= begin ? 1 : 0) + end)).Where(s => s.Item1 < to);
}
