using NodaTime;

namespace Steward.Calendar.Recurrence;

/// <summary>Expansion for DAILY to YEARLY: the accepted days of each period, times the times of day.</summary>
static class DayPeriods
{
    public static IEnumerable<LocalDateTime> Expand(RecurrenceRule rule, LocalDateTime start, LocalDateTime seek, LocalDateTime to, ExpansionBudget budget)
    {
        var match = new DayMatch(rule, start.Date);
        var times = RuleExpansion.Times(RuleExpansion.Or(rule.ByHour, start.Hour), RuleExpansion.Or(rule.ByMinute, start.Minute), RuleExpansion.Or(rule.BySecond, start.Second));
        var days = new List<LocalDate>();
        for (var k = FirstPeriod(rule, start.Date, seek.Date); ; k++)
        {
            if (PeriodStart(rule, start.Date, k) is not { } first || first > to.Date || !budget.Spend())
                yield break;
            Collect(rule.Frequency, first, match, days, budget);
            if (days.Count == 0)
                continue;
            if (rule.BySetPos.Count > 0)
            {
                foreach (var index in RuleExpansion.Positions(rule.BySetPos, days.Count * times.Length))
                {
                    if (!budget.Spend())
                        yield break;
                    yield return days[index / times.Length] + times[index % times.Length];
                }
                continue;
            }
            foreach (var day in days)
            {
                if (day < seek.Date)
                    continue;
                foreach (var time in times)
                {
                    if (!budget.Spend())
                        yield break;
                    yield return day + time;
                }
            }
        }
    }

    /// <summary>Number of the last period that begins at or before the day sought: earlier ones cannot matter, because a set lies within its period.</summary>
    static long FirstPeriod(RecurrenceRule rule, LocalDate start, LocalDate seek)
    {
        var passed = rule.Frequency switch
        {
            Frequency.Yearly => seek.Year - start.Year,
            Frequency.Monthly => (seek.Year - start.Year) * 12 + seek.Month - start.Month,
            Frequency.Weekly => Period.DaysBetween(WeekOf(start, rule), seek) / 7,
            _ => Period.DaysBetween(start, seek),
        };
        return Math.Max(0, passed / rule.Interval);
    }

    static LocalDate? PeriodStart(RecurrenceRule rule, LocalDate start, long k)
    {
        var step = k * rule.Interval;
        switch (rule.Frequency)
        {
            case Frequency.Yearly:
                return start.Year + step < 9000 ? new LocalDate((int)(start.Year + step), 1, 1) : null;
            case Frequency.Monthly:
                var month = start.Year * 12L + start.Month - 1 + step;
                return month < 9000 * 12 ? new LocalDate((int)(month / 12), (int)(month % 12) + 1, 1) : null;
            default:
                var days = rule.Frequency == Frequency.Weekly ? step * 7 : step;
                var first = rule.Frequency == Frequency.Weekly ? WeekOf(start, rule) : start;
                return days < 9000 * 366L && first.PlusDays((int)days) is { Year: < 9000 } day ? day : null;
        }
    }

    static LocalDate WeekOf(LocalDate day, RecurrenceRule rule) => day.PlusDays(-(((int)day.DayOfWeek - (int)rule.WeekStart + 7) % 7));

    static void Collect(Frequency frequency, LocalDate first, DayMatch match, List<LocalDate> days, ExpansionBudget budget)
    {
        days.Clear();
        if (frequency is Frequency.Yearly)
        {
            for (var month = 1; month <= 12; month++)
                CollectMonth(new LocalDate(first.Year, month, 1), match, days, budget);
            return;
        }
        if (frequency is Frequency.Monthly)
        {
            CollectMonth(first, match, days, budget);
            return;
        }
        for (var i = 0; i < (frequency == Frequency.Weekly ? 7 : 1); i++)
        {
            if (match.Accepts(first.PlusDays(i)))
                days.Add(first.PlusDays(i));
        }
    }

    static void CollectMonth(LocalDate first, DayMatch match, List<LocalDate> days, ExpansionBudget budget)
    {
        if (!match.AcceptsMonth(first.Month) || !budget.Spend())
            return;
        var length = CalendarSystem.Iso.GetDaysInMonth(first.Year, first.Month);
        for (var i = 0; i < length; i++)
        {
            if (match.Accepts(first.PlusDays(i)))
                days.Add(first.PlusDays(i));
        }
    }
}
