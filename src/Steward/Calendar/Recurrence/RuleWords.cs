using System.Globalization;
using NodaTime;

namespace Steward.Calendar.Recurrence;

/// <summary>A rule in words. The common ones become a sentence; the others are shown as they are written, because a wrong sentence would be approved.</summary>
static class RuleWords
{
    public static string Say(string text)
    {
        if (RuleParser.Parse(text) is not { Ok: true } parsed || Every(parsed.Value) is not { } words)
            return text;
        var rule = parsed.Value;
        if (rule.Count is { } count)
            words += count == 1 ? ", once" : string.Create(CultureInfo.InvariantCulture, $", {count} times");
        if (rule.Until is { } until)
            words += ", until " + until.Local.ToString("d MMMM uuuu", CultureInfo.InvariantCulture);
        return words;
    }

    static string? Every(RecurrenceRule rule)
    {
        if (rule.BySecond.Count + rule.ByMinute.Count + rule.ByHour.Count + rule.ByYearDay.Count + rule.ByWeekNo.Count > 0)
            return null;
        var numbered = rule.ByDay.Any(day => day.Nth != 0);
        var plain = rule.ByMonth.Count + rule.ByMonthDay.Count + rule.BySetPos.Count == 0;
        return rule.Frequency switch
        {
            Frequency.Daily when plain && rule.ByDay.Count == 0 => Each(rule.Interval, "day"),
            Frequency.Weekly when plain && rule.ByDay.Count == 0 => Each(rule.Interval, "week"),
            Frequency.Weekly when plain && rule.Interval == 1 && IsWorkdays(rule) => "every weekday (Monday to Friday)",
            Frequency.Weekly when plain => $"{Each(rule.Interval, "week")} on {List(rule.ByDay.Select(day => day.Day.ToString()))}",
            Frequency.Monthly when plain && rule.ByDay.Count == 0 => Each(rule.Interval, "month"),
            Frequency.Monthly when plain && numbered && rule.ByDay.All(day => day.Nth is >= -1 and <= 5 and not 0) => $"{Each(rule.Interval, "month")} on the {List(rule.ByDay.Select(day => $"{Nth(day.Nth)} {day.Day}"))}",
            Frequency.Monthly when rule.ByDay.Count + rule.BySetPos.Count + rule.ByMonth.Count == 0 && rule.ByMonthDay.All(day => day > 0) => $"{Each(rule.Interval, "month")} on day {List(rule.ByMonthDay.Select(day => day.ToString(CultureInfo.InvariantCulture)))}",
            Frequency.Monthly when rule is { ByDay.Count: 0, BySetPos.Count: 0, ByMonth.Count: 0, ByMonthDay: [-1] } => $"{Each(rule.Interval, "month")} on the last day",
            Frequency.Yearly when plain && rule.ByDay.Count == 0 => Each(rule.Interval, "year"),
            _ => null,
        };
    }

    static bool IsWorkdays(RecurrenceRule rule) => rule.ByDay.Count == 5 && rule.ByDay.All(day => day.Day is >= IsoDayOfWeek.Monday and <= IsoDayOfWeek.Friday);

    static string Each(int interval, string unit) => interval switch
    {
        1 => $"every {unit}",
        2 => $"every other {unit}",
        _ => string.Create(CultureInfo.InvariantCulture, $"every {interval} {unit}s"),
    };

    static string Nth(int nth) => nth switch { -1 => "last", 1 => "first", 2 => "second", 3 => "third", 4 => "fourth", _ => "fifth" };

    static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count == 1 ? all[0] : string.Join(", ", all[..^1]) + " and " + all[^1];
    }
}
