using NodaTime;

namespace Steward.Calendar.Recurrence;

/// <summary>
/// The local date-times of a rule, lazily and ascending. DTSTART is always the first, even when the rule would not give it (RFC 5545 §3.8.5.3),
/// and counts for COUNT. UNTIL is the caller's, because it may be an instant.
/// </summary>
static class RuleExpansion
{
    /// <summary>Nothing is expanded past this.</summary>
    public static readonly LocalDateTime Horizon = new(9000, 1, 1, 0, 0);

    /// <param name="from">Earlier ones are left out, without being computed where COUNT does not need them.</param>
    /// <param name="to">Inclusive end.</param>
    public static IEnumerable<LocalDateTime> Expand(RecurrenceRule rule, LocalDateTime start, LocalDateTime from, LocalDateTime to, ExpansionBudget budget)
    {
        to = LocalDateTime.Min(to, Horizon);
        var count = rule.Count ?? int.MaxValue;
        if (start >= from && start <= to)
            yield return start;
        count--;
        var seek = rule.Count is null ? LocalDateTime.Max(start, from) : start;
        foreach (var time in rule.Frequency >= Frequency.Daily ? DayPeriods.Expand(rule, start, seek, to, budget) : TimePeriods.Expand(rule, start, seek, to, budget))
        {
            if (time > to || count <= 0)
                yield break;
            if (time <= start)
                continue;
            count--;
            if (time >= from)
                yield return time;
        }
    }

    /// <summary>Positions into a set of <paramref name="size"/> that BYSETPOS leaves, ascending.</summary>
    public static IEnumerable<int> Positions(IReadOnlyList<int> bySetPos, int size) =>
        bySetPos.Select(position => position > 0 ? position - 1 : size + position).Where(index => index >= 0 && index < size).Distinct().Order();

    /// <summary>All times of hours × minutes × seconds, ascending.</summary>
    public static LocalTime[] Times(IReadOnlyList<int> hours, IReadOnlyList<int> minutes, IReadOnlyList<int> seconds) =>
        [.. from hour in hours from minute in minutes from second in seconds select new LocalTime(hour, minute, second)];

    public static IReadOnlyList<int> Or(IReadOnlyList<int> given, int otherwise) => given.Count > 0 ? given : [otherwise];
}
