using NodaTime;
using NodaTime.Calendars;

namespace Steward.Calendar.Recurrence;

/// <summary>
/// Whether a day fulfils all day parts of a rule: BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY, and what DTSTART says where they are silent.
/// Every "expand" of the RFC's table is this test over all days of the period, and every "limit" is too.
/// </summary>
sealed class DayMatch
{
    readonly RecurrenceRule rule;
    readonly LocalDate start;
    readonly IWeekYearRule weeks;
    readonly bool nthOfMonth;

    public DayMatch(RecurrenceRule rule, LocalDate start)
    {
        this.rule = rule;
        this.start = start;
        weeks = WeekYearRules.ForMinDaysInFirstWeek(4, rule.WeekStart);
        nthOfMonth = rule.Frequency == Frequency.Monthly || rule.ByMonth.Count > 0;
    }

    public bool Accepts(LocalDate day) =>
        (rule.ByMonth.Count == 0 || rule.ByMonth.Contains(day.Month)) && AcceptsMonthDay(day) && AcceptsYearDay(day) && AcceptsWeekday(day) && AcceptsWeek(day) && AcceptsDefault(day);

    /// <summary>False when no day of the month can be accepted, which is cheap to know.</summary>
    public bool AcceptsMonth(int month) => rule.ByMonth.Count == 0 || rule.ByMonth.Contains(month);

    bool AcceptsMonthDay(LocalDate day) =>
        rule.ByMonthDay.Count == 0 || rule.ByMonthDay.Contains(day.Day) || rule.ByMonthDay.Contains(day.Day - DaysInMonth(day) - 1);

    bool AcceptsYearDay(LocalDate day) =>
        rule.ByYearDay.Count == 0 || rule.ByYearDay.Contains(day.DayOfYear) || rule.ByYearDay.Contains(day.DayOfYear - DaysInYear(day.Year) - 1);

    /// <summary>Week numbers are ISO 8601's, with weeks that begin at WKST. A day of the year's edge counts in the week that it lies in.</summary>
    bool AcceptsWeek(LocalDate day)
    {
        if (rule.ByWeekNo.Count == 0)
            return true;
        var week = weeks.GetWeekOfWeekYear(day);
        return rule.ByWeekNo.Contains(week) || rule.ByWeekNo.Contains(week - weeks.GetWeeksInWeekYear(weeks.GetWeekYear(day), CalendarSystem.Iso) - 1);
    }

    bool AcceptsWeekday(LocalDate day)
    {
        if (rule.ByDay.Count == 0)
            return true;
        foreach (var part in rule.ByDay)
        {
            if (part.Day == day.DayOfWeek && (part.Nth == 0 || part.Nth == NthFromStart(day) || part.Nth == NthFromEnd(day)))
                return true;
        }
        return false;
    }

    int NthFromStart(LocalDate day) => ((nthOfMonth ? day.Day : day.DayOfYear) - 1) / 7 + 1;

    int NthFromEnd(LocalDate day) => -(((nthOfMonth ? DaysInMonth(day) - day.Day : DaysInYear(day.Year) - day.DayOfYear) / 7) + 1);

    /// <summary>What the rule leaves open comes from DTSTART.</summary>
    bool AcceptsDefault(LocalDate day) => rule switch
    {
        { ByDay.Count: > 0 } or { ByMonthDay.Count: > 0 } or { ByYearDay.Count: > 0 } => true,
        { Frequency: Frequency.Yearly, ByWeekNo.Count: > 0 } => day.DayOfWeek == start.DayOfWeek,
        { Frequency: Frequency.Yearly, ByMonth.Count: 0 } => day.Month == start.Month && day.Day == start.Day,
        { Frequency: Frequency.Yearly or Frequency.Monthly } => day.Day == start.Day,
        { Frequency: Frequency.Weekly } => day.DayOfWeek == start.DayOfWeek,
        _ => true,
    };

    static int DaysInMonth(LocalDate day) => CalendarSystem.Iso.GetDaysInMonth(day.Year, day.Month);

    static int DaysInYear(int year) => CalendarSystem.Iso.GetDaysInYear(year);
}
