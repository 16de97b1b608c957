using System.Collections.Concurrent;
using NodaTime;

namespace Steward.Planning.Time;

/// <summary>
/// Days on which business rests, for the countries whose rules are known: the six that nearly all employers of the United States keep, bank holidays of England, and the common ones of Canada,
/// Ireland, Australia and Germany. One that falls on a weekend is taken on a weekday where the law says so. Other countries have none here: only weekends are free.
/// </summary>
static class PublicHolidays
{
    enum Moved { Not, Nearest, Monday }

    static readonly Dictionary<string, (Moved Moved, string Names)> Rules = new(StringComparer.Ordinal)
    {
        ["US"] = (Moved.Nearest, "new years day, memorial day, independence day, labor day, thanksgiving, christmas"),
        ["GB"] = (Moved.Monday, "new years day, good friday, easter monday, early may bank holiday, spring bank holiday, summer bank holiday, christmas, boxing day"),
        ["IE"] = (Moved.Monday, "new years day, st patricks day, easter monday, early may bank holiday, christmas, boxing day"),
        ["CA"] = (Moved.Monday, "new years day, good friday, victoria day, canada day, labour day, thanksgiving, christmas, boxing day"),
        ["AU"] = (Moved.Monday, "new years day, australia day, good friday, easter monday, anzac day, christmas, boxing day"),
        ["DE"] = (Moved.Not, "new years day, good friday, easter monday, labour day, ascension day, whit monday, german unity day, christmas, boxing day"),
    };

    static readonly ConcurrentDictionary<(string, int), IReadOnlyDictionary<LocalDate, string>> Years = new();

    /// <summary>What is celebrated on the day; null on ordinary days.</summary>
    public static string? On(string region, LocalDate day) => day.Year is < 1901 or > 2198 ? null : Years.GetOrAdd((region, day.Year), static key => Of(key.Item1, key.Item2)).GetValueOrDefault(day);

    static Dictionary<LocalDate, string> Of(string region, int year)
    {
        var days = new Dictionary<LocalDate, string>();
        if (!Rules.TryGetValue(region, out var rule))
            return days;
        foreach (var name in rule.Names.Split(", "))
            foreach (var of in (ReadOnlySpan<int>)[year, year + 1])
                if (Holidays.Named(region, name)?.In(of) is { } date)
                {
                    var taken = Taken(date, rule.Moved, days);
                    if (taken.Year == year)
                        days.TryAdd(taken, string.Join(' ', name.Split(' ').Select(w => char.ToUpperInvariant(w[0]) + w[1..])));
                }
        return days;
    }

    static LocalDate Taken(LocalDate date, Moved moved, Dictionary<LocalDate, string> before)
    {
        if (moved == Moved.Nearest)
            return date.DayOfWeek switch { IsoDayOfWeek.Saturday => date.PlusDays(-1), IsoDayOfWeek.Sunday => date.PlusDays(1), _ => date };
        while (moved == Moved.Monday && (date.DayOfWeek > IsoDayOfWeek.Friday || before.ContainsKey(date)))
            date = date.PlusDays(1);
        return date;
    }
}
