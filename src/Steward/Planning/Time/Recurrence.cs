using System.Globalization;
using System.Text;
using NodaTime;

namespace Steward.Planning.Time;

enum Frequency { Hourly, Minutely, Daily, Weekly, Monthly, Yearly }

/// <summary>A rule of repetition, as far as people say them in a sentence; written as RFC 5545 §3.3.10.</summary>
sealed record Recurrence(Frequency Frequency, int Interval = 1)
{
    /// <summary>Weekday with its ordinal within the month or year; 0 = every.</summary>
    public IReadOnlyList<(int Ordinal, IsoDayOfWeek Day)> ByDay { get; init; } = [];
    public IReadOnlyList<int> ByMonthDay { get; init; } = [];
    public IReadOnlyList<int> ByMonth { get; init; } = [];
    /// <summary>Of the days that match, the nth from the end: "last weekday of the month".</summary>
    public int? BySetPosition { get; init; }
    public LocalTime? At { get; init; }
    /// <summary>Further times on the same days, at the same minute.</summary>
    public IReadOnlyList<LocalTime> AlsoAt { get; init; } = [];
    public LocalDate? Until { get; init; }
    public int? Count { get; init; }

    /// <summary>
    /// The value of an RRULE. The time of day is part of it, because the phrase is all there is. UNTIL has the type of DTSTART, as RFC 5545 asks: a date where no time of
    /// day is said, else the last second of that day in UTC when the zone is given.
    /// </summary>
    public string Write(DateTimeZone? zone = null)
    {
        var rule = new StringBuilder("FREQ=").Append(Frequency.ToString().ToUpperInvariant());
        if (Interval != 1)
            rule.Append(CultureInfo.InvariantCulture, $";INTERVAL={Interval}");
        if (ByMonth.Count > 0)
            rule.Append(";BYMONTH=").AppendJoin(',', ByMonth);
        if (ByMonthDay.Count > 0)
            rule.Append(";BYMONTHDAY=").AppendJoin(',', ByMonthDay);
        if (ByDay.Count > 0)
            rule.Append(";BYDAY=").AppendJoin(',', ByDay.Select(d => (d.Ordinal == 0 ? "" : d.Ordinal.ToString(CultureInfo.InvariantCulture)) + d.Day.ToString()[..2].ToUpperInvariant()));
        if (BySetPosition is { } position)
            rule.Append(CultureInfo.InvariantCulture, $";BYSETPOS={position}");
        if (At is { } at)
            rule.Append(CultureInfo.InvariantCulture, $";BYHOUR={string.Join(',', AlsoAt.Append(at).Select(t => t.Hour).Distinct().Order())};BYMINUTE={at.Minute}");
        if (Count is { } count)
            rule.Append(CultureInfo.InvariantCulture, $";COUNT={count}");
        if (Until is { } last && zone is not null && (At is not null || Frequency <= Frequency.Minutely))
            rule.Append(";UNTIL=").Append(NodaTime.Text.InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'").Format(zone.AtStartOfDay(last.PlusDays(1)).ToInstant() - Duration.FromSeconds(1)));
        else if (Until is { } until)
            rule.Append(CultureInfo.InvariantCulture, $";UNTIL={until.Year:0000}{until.Month:00}{until.Day:00}");
        return rule.ToString();
    }

    /// <summary>The first happening at or after <paramref name="from"/>; the series counts its interval from there.</summary>
    public LocalDateTime First(LocalDateTime from)
    {
        if (Frequency is Frequency.Hourly or Frequency.Minutely)
        {
            var begin = from.With(TimeAdjusters.TruncateToMinute);
            for (var n = 0; n < 366 && !Matches(begin.Date); n++)
                begin = begin.Date.PlusDays(1) + LocalTime.Midnight;
            return begin;
        }
        if (AlsoAt.Count > 0)
            return AlsoAt.Append(At ?? LocalTime.Midnight).Select(time => (this with { At = time, AlsoAt = [] }).First(from)).Min();
        var at = At ?? LocalTime.Midnight;
        var earliest = At is null || at >= from.TimeOfDay ? from.Date : from.Date.PlusDays(1);
        for (var day = earliest; day < earliest.PlusDays(366 * 8); day = day.PlusDays(1))
            if (Matches(day))
                return day + at;
        return earliest + at;
    }

    bool Matches(LocalDate day)
    {
        if (ByMonth.Count > 0 && !ByMonth.Contains(day.Month))
            return false;
        var length = day.Calendar.GetDaysInMonth(day.Year, day.Month);
        if (ByMonthDay.Count > 0 && !ByMonthDay.Contains(day.Day) && !ByMonthDay.Contains(day.Day - length - 1))
            return false;
        if (BySetPosition == -1)
            return IsIn(day) && !Enumerable.Range(day.Day + 1, length - day.Day).Any(d => IsIn(new LocalDate(day.Year, day.Month, d)));
        if (BySetPosition is { } position)
            return IsIn(day) && Enumerable.Range(1, day.Day).Count(d => IsIn(new LocalDate(day.Year, day.Month, d))) == position;
        return ByDay.Count == 0 || ByDay.Any(d => d.Day == day.DayOfWeek
            && (d.Ordinal == 0 || d.Ordinal == (day.Day + 6) / 7 || d.Ordinal == -((length - day.Day) / 7 + 1)));
    }

    bool IsIn(LocalDate day) => ByDay.Any(d => d.Day == day.DayOfWeek);
}
