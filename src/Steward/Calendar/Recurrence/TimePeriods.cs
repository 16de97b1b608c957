using NodaTime;

namespace Steward.Calendar.Recurrence;

/// <summary>
/// Expansion for HOURLY, MINUTELY and SECONDLY, in the event's local time. A day, hour or minute that no part accepts is jumped over as a whole, so that
/// "every second of one February day" costs days and not seconds.
/// </summary>
static class TimePeriods
{
    const long Day = 86_400;

    public static IEnumerable<LocalDateTime> Expand(RecurrenceRule rule, LocalDateTime start, LocalDateTime seek, LocalDateTime to, ExpansionBudget budget)
    {
        var match = new DayMatch(rule, start.Date);
        var unit = rule.Frequency switch { Frequency.Hourly => 3600L, Frequency.Minutely => 60, _ => 1 };
        var step = unit * rule.Interval;
        var origin = start.Date.AtMidnight();
        var first = SecondsBetween(origin, start) / unit * unit;
        var last = SecondsBetween(origin, to);
        var minutes = rule.Frequency == Frequency.Hourly ? RuleExpansion.Or(rule.ByMinute, start.Minute) : [0];
        var seconds = rule.Frequency == Frequency.Secondly ? [0] : RuleExpansion.Or(rule.BySecond, start.Second);
        var offsets = (from minute in minutes from second in seconds select minute * 60L + second).ToArray();
        var accepted = (Day: long.MinValue, Ok: false);
        for (var k = Math.Max(0, (SecondsBetween(origin, seek) - first) / step); ;)
        {
            var at = first + k * step;
            if (at > last || !budget.Spend())
                yield break;
            var day = at / Day;
            if (accepted.Day != day)
                accepted = (day, match.Accepts(origin.Date.PlusDays((int)day)));
            if (Skip(rule, at, accepted.Ok) is { } next)
            {
                k = Math.Max(k + 1, (next - first + step - 1) / step);
                continue;
            }
            foreach (var index in rule.BySetPos.Count > 0 ? RuleExpansion.Positions(rule.BySetPos, offsets.Length) : Enumerable.Range(0, offsets.Length))
            {
                if (!budget.Spend())
                    yield break;
                yield return origin.PlusSeconds(at + offsets[index]);
            }
            k++;
        }
    }

    /// <summary>Where the next acceptable second can be at the earliest; null when this one is acceptable.</summary>
    static long? Skip(RecurrenceRule rule, long at, bool dayAccepted)
    {
        if (!dayAccepted)
            return (at / Day + 1) * Day;
        if (rule.ByHour.Count > 0 && !rule.ByHour.Contains((int)(at % Day / 3600)))
            return (at / 3600 + 1) * 3600;
        if (rule.Frequency != Frequency.Hourly && rule.ByMinute.Count > 0 && !rule.ByMinute.Contains((int)(at % 3600 / 60)))
            return (at / 60 + 1) * 60;
        if (rule.Frequency == Frequency.Secondly && rule.BySecond.Count > 0 && !rule.BySecond.Contains((int)(at % 60)))
            return at + 1;
        return null;
    }

    static long SecondsBetween(LocalDateTime from, LocalDateTime to) => Period.Between(from, to, PeriodUnits.Seconds).Seconds;
}
