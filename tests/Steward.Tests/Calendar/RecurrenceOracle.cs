using NodaTime;
using Steward.Calendar.Recurrence;

namespace Steward.Tests.Calendar;

/// <summary>
/// A second reading of RFC 5545 §3.3.10, as dumb as can be: it looks at every single unit of time from DTSTART on and asks whether it is in the set. Shares no
/// code with the product but the parsed rule; calendar arithmetic is System.DateTime's and System.Globalization's.
/// </summary>
static class RecurrenceOracle
{
    /// <summary>The first instances up to <paramref name="end"/>, DTSTART first.</summary>
    public static List<DateTime> Expand(RecurrenceRule rule, DateTime start, DateTime end)
    {
        var sets = new SortedDictionary<long, List<DateTime>>();
        foreach (var time in Times(rule, start, end))
        {
            if (!InRule(rule, start, time))
                continue;
            var period = PeriodOf(rule, start, time);
            if (period % rule.Interval != 0)
                continue;
            if (!sets.TryGetValue(period, out var set))
                sets[period] = set = [];
            set.Add(time);
        }
        var all = new List<DateTime> { start };
        foreach (var set in sets.Values)
        {
            var kept = rule.BySetPos.Count == 0 ? set : set.Where((_, i) => rule.BySetPos.Contains(i + 1) || rule.BySetPos.Contains(i - set.Count));
            all.AddRange(kept.Where(time => time > start));
        }
        var ordered = all.Distinct().Order().Where(time => time <= end);
        return [.. rule.Count is { } count ? ordered.Take(count) : ordered];
    }

    /// <summary>Every time of day that could matter, of every day from the beginning of DTSTART's period to the end of the last one's.</summary>
    static IEnumerable<DateTime> Times(RecurrenceRule rule, DateTime start, DateTime end)
    {
        var hours = rule.Frequency <= Frequency.Hourly ? Enumerable.Range(0, 24) : rule.ByHour.Count > 0 ? rule.ByHour : [start.Hour];
        var minutes = rule.Frequency <= Frequency.Minutely ? Enumerable.Range(0, 60) : rule.ByMinute.Count > 0 ? rule.ByMinute : [start.Minute];
        var seconds = rule.Frequency == Frequency.Secondly ? Enumerable.Range(0, 60) : rule.BySecond.Count > 0 ? rule.BySecond : [start.Second];
        var last = rule.Frequency switch { Frequency.Yearly => new DateTime(end.Year, 12, 31), Frequency.Monthly => new DateTime(end.Year, end.Month, 1).AddMonths(1).AddDays(-1), Frequency.Weekly => end.Date.AddDays(7), _ => end.Date };
        var first = rule.Frequency switch { Frequency.Yearly => new DateTime(start.Year, 1, 1), Frequency.Monthly => new DateTime(start.Year, start.Month, 1), Frequency.Weekly => start.Date.AddDays(-7), _ => start.Date };
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            foreach (var hour in hours)
            {
                foreach (var minute in minutes)
                {
                    foreach (var second in seconds)
                        yield return day.AddHours(hour).AddMinutes(minute).AddSeconds(second);
                }
            }
        }
    }

    static bool InRule(RecurrenceRule rule, DateTime start, DateTime time) =>
        Allowed(rule.BySecond, time.Second) && Allowed(rule.ByMinute, time.Minute) && Allowed(rule.ByHour, time.Hour) && Allowed(rule.ByMonth, time.Month)
        && InDays(rule, start, time);

    static bool Allowed(IReadOnlyList<int> list, int value) => list.Count == 0 || list.Contains(value);

    static bool InDays(RecurrenceRule rule, DateTime start, DateTime day)
    {
        var inMonth = DateTime.DaysInMonth(day.Year, day.Month);
        var inYear = DateTime.IsLeapYear(day.Year) ? 366 : 365;
        if (rule.ByMonthDay.Count > 0 && !rule.ByMonthDay.Any(n => (n > 0 ? n : inMonth + n + 1) == day.Day))
            return false;
        if (rule.ByYearDay.Count > 0 && !rule.ByYearDay.Any(n => (n > 0 ? n : inYear + n + 1) == day.DayOfYear))
            return false;
        if (rule.ByWeekNo.Count > 0)
        {
            var (number, count) = Week(day, rule.WeekStart);
            if (!rule.ByWeekNo.Any(n => (n > 0 ? n : count + n + 1) == number))
                return false;
        }
        if (rule.ByDay.Count > 0 && !rule.ByDay.Any(part => part.Day == Iso(day) && (part.Nth == 0 || IsNth(rule, part.Nth, day))))
            return false;
        if (rule.ByDay.Count + rule.ByMonthDay.Count + rule.ByYearDay.Count > 0)
            return true;
        return rule.Frequency switch
        {
            Frequency.Yearly when rule.ByWeekNo.Count > 0 => day.DayOfWeek == start.DayOfWeek,
            Frequency.Yearly => day.Day == start.Day && (rule.ByMonth.Count > 0 || day.Month == start.Month),
            Frequency.Monthly => day.Day == start.Day,
            Frequency.Weekly => day.DayOfWeek == start.DayOfWeek,
            _ => true,
        };
    }

    /// <summary>Counts the same weekdays of the month or year, from its first day or its last.</summary>
    static bool IsNth(RecurrenceRule rule, int nth, DateTime day)
    {
        var monthly = rule.Frequency == Frequency.Monthly || rule.ByMonth.Count > 0;
        var first = monthly ? new DateTime(day.Year, day.Month, 1) : new DateTime(day.Year, 1, 1);
        var last = monthly ? first.AddMonths(1).AddDays(-1) : new DateTime(day.Year, 12, 31);
        var same = Enumerable.Range(0, (last - first).Days + 1).Select(i => first.AddDays(i)).Where(d => d.DayOfWeek == day.DayOfWeek).ToList();
        var index = nth > 0 ? nth - 1 : same.Count + nth;
        return index >= 0 && index < same.Count && same[index] == day.Date;
    }

    /// <summary>Number of the week that the day lies in, and how many weeks that week's year has: week 1 is the first with four days in its year.</summary>
    static (int Number, int Count) Week(DateTime day, IsoDayOfWeek weekStart)
    {
        var begin = WeekBegin(day.Date, weekStart);
        var year = begin.AddDays(3).Year;
        return (((begin - FirstWeek(year, weekStart)).Days / 7) + 1, (FirstWeek(year + 1, weekStart) - FirstWeek(year, weekStart)).Days / 7);
    }

    static DateTime FirstWeek(int year, IsoDayOfWeek weekStart) => WeekBegin(new DateTime(year, 1, 4), weekStart);

    static DateTime WeekBegin(DateTime day, IsoDayOfWeek weekStart)
    {
        while (Iso(day) != weekStart)
            day = day.AddDays(-1);
        return day;
    }

    static IsoDayOfWeek Iso(DateTime day) => day.DayOfWeek == DayOfWeek.Sunday ? IsoDayOfWeek.Sunday : (IsoDayOfWeek)(int)day.DayOfWeek;

    /// <summary>How many periods after DTSTART's.</summary>
    static long PeriodOf(RecurrenceRule rule, DateTime start, DateTime time) => rule.Frequency switch
    {
        Frequency.Yearly => time.Year - start.Year,
        Frequency.Monthly => (time.Year - start.Year) * 12 + time.Month - start.Month,
        Frequency.Weekly => (WeekBegin(time.Date, rule.WeekStart) - WeekBegin(start.Date, rule.WeekStart)).Days / 7,
        Frequency.Daily => (time.Date - start.Date).Days,
        Frequency.Hourly => (long)(time.Date.AddHours(time.Hour) - start.Date.AddHours(start.Hour)).TotalHours,
        Frequency.Minutely => (long)Math.Floor((time.AddSeconds(-time.Second) - start.AddSeconds(-start.Second)).TotalMinutes),
        Frequency.Secondly => (long)(time - start).TotalSeconds,
    };
}
