using NodaTime;

namespace Steward.Planning.Time;

/// <summary>Holidays that people name by their name, with the day in a year. Western and United States customs; what it does not know is not a time expression.</summary>
static class Holidays
{
    static readonly (string Name, Func<int, LocalDate> Day)[] Known =
    [
        ("christmas eve", y => new(y, 12, 24)), ("christmas day", y => new(y, 12, 25)), ("christmas", y => new(y, 12, 25)), ("xmas", y => new(y, 12, 25)), ("xmas eve", y => new(y, 12, 24)),
        ("boxing day", y => new(y, 12, 26)), ("new year's eve", y => new(y, 12, 31)), ("new years eve", y => new(y, 12, 31)), ("new year's day", y => new(y, 1, 1)),
        ("new years day", y => new(y, 1, 1)), ("new year's", y => new(y, 1, 1)), ("new year", y => new(y, 1, 1)), ("valentine's day", y => new(y, 2, 14)), ("valentines day", y => new(y, 2, 14)), ("valentine's", y => new(y, 2, 14)),
        ("st patrick's day", y => new(y, 3, 17)), ("april fools", y => new(y, 4, 1)), ("april fools day", y => new(y, 4, 1)), ("halloween", y => new(y, 10, 31)), ("all saints day", y => new(y, 11, 1)),
        ("independence day", y => new(y, 7, 4)), ("veterans day", y => new(y, 11, 11)), ("juneteenth", y => new(y, 6, 19)), ("epiphany", y => new(y, 1, 6)),
        ("thanksgiving", y => Nth(y, 11, IsoDayOfWeek.Thursday, 4)), ("thanksgiving day", y => Nth(y, 11, IsoDayOfWeek.Thursday, 4)),
        ("black friday", y => Nth(y, 11, IsoDayOfWeek.Thursday, 4).PlusDays(1)), ("cyber monday", y => Nth(y, 11, IsoDayOfWeek.Thursday, 4).PlusDays(4)),
        ("labor day", y => Nth(y, 9, IsoDayOfWeek.Monday, 1)), ("labour day", y => new(y, 5, 1)), ("may day", y => new(y, 5, 1)), ("memorial day", y => Nth(y, 5, IsoDayOfWeek.Monday, -1)),
        ("columbus day", y => Nth(y, 10, IsoDayOfWeek.Monday, 2)), ("presidents day", y => Nth(y, 2, IsoDayOfWeek.Monday, 3)), ("mlk day", y => Nth(y, 1, IsoDayOfWeek.Monday, 3)),
        ("mother's day", y => Nth(y, 5, IsoDayOfWeek.Sunday, 2)), ("mothers day", y => Nth(y, 5, IsoDayOfWeek.Sunday, 2)),
        ("father's day", y => Nth(y, 6, IsoDayOfWeek.Sunday, 3)), ("fathers day", y => Nth(y, 6, IsoDayOfWeek.Sunday, 3)),
        ("easter sunday", Easter), ("easter monday", y => Easter(y).PlusDays(1)), ("easter", Easter), ("good friday", y => Easter(y).PlusDays(-2)),
        ("ascension day", y => Easter(y).PlusDays(39)), ("whit monday", y => Easter(y).PlusDays(50)), ("pentecost", y => Easter(y).PlusDays(49)), ("ash wednesday", y => Easter(y).PlusDays(-46)),
    ];

    /// <summary>Words of the name, longest names first.</summary>
    public static readonly IReadOnlyList<(string[] Words, Func<int, LocalDate> Day)> All =
        [.. Known.Select(h => (Language.Tokeniser.Split(h.Name).Select(t => t.Norm).ToArray(), h.Day)).OrderByDescending(h => h.Item1.Length)];

    public static readonly HashSet<string> FirstWords = [.. All.Select(h => h.Words[0])];

    /// <summary>The nth weekday of a month; -1 is the last.</summary>
    public static LocalDate Nth(int year, int month, IsoDayOfWeek weekday, int n)
    {
        if (n > 0)
        {
            var first = new LocalDate(year, month, 1);
            return first.PlusDays(((int)weekday - (int)first.DayOfWeek + 7) % 7 + 7 * (n - 1));
        }
        var last = new LocalDate(year, month, 1).With(DateAdjusters.EndOfMonth);
        return last.PlusDays(-(((int)last.DayOfWeek - (int)weekday + 7) % 7) + 7 * (n + 1));
    }

    /// <summary>Gregorian Easter Sunday (Meeus/Jones/Butcher).</summary>
    public static LocalDate Easter(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
        int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
        return new LocalDate(year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
    }
}
