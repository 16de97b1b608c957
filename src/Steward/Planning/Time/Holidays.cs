using System.Globalization;
using NodaTime;

namespace Steward.Planning.Time;

/// <summary>A day, or a stretch of days, that comes every year by a rule of its own.</summary>
/// <param name="Kind">
/// "fixed" month day; "leap" month day of leap years; "nth" month weekday n (-1 the last); "easter", "orthodox" (by the Julian calendar) and "thanksgiving" days after; "advent" which Sunday;
/// "stretch" month day, as many days; "hebrew" month day of the scriptural year; "hijri" month day, as many days; "lunar" month day of the Chinese calendar; "published" which of the tables.
/// </param>
/// <param name="Regions">Where the name means this; empty: wherever no other rule is given.</param>
sealed record Holiday(string Kind, int A, int B, int C, string[] Regions)
{
    /// <summary>The first day in a year of the Gregorian calendar; null where the rule has none.</summary>
    public LocalDate? In(int year) => All(year) is [var first, ..] ? first : null;

    /// <summary>Every first day in a year of the Gregorian calendar: a year of the moon is shorter and may begin twice in it.</summary>
    public IReadOnlyList<LocalDate> All(int year) => year is < 1900 or > 2199 ? [] : Kind switch
    {
        "fixed" or "stretch" => [new LocalDate(year, A, B)],
        "leap" => CalendarSystem.Iso.IsLeapYear(year) ? [new LocalDate(year, A, B)] : [],
        "nth" => [Holidays.Nth(year, A, (IsoDayOfWeek)B, C)],
        "easter" => [Holidays.Easter(year).PlusDays(A)],
        "orthodox" => [MovingFeasts.OrthodoxEaster(year).PlusDays(A)],
        "advent" => [new LocalDate(year, 12, 24).With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Sunday)).PlusWeeks(A - 4)],
        "thanksgiving" => [Holidays.Nth(year, 11, IsoDayOfWeek.Thursday, 4).PlusDays(A)],
        "election" => [Holidays.Nth(year, 11, IsoDayOfWeek.Monday, 1).PlusDays(1)],
        "hebrew" => [MovingFeasts.Hebrew(year, A, B)],
        "hijri" => MovingFeasts.Hijri(year, A, B),
        "lunar" => MovingFeasts.Lunar(year, A, B) is { } day ? [day] : [],
        "published" => MovingFeasts.Published(A, year) is { } known ? [known] : [],
        _ => throw new InvalidOperationException($"There is no rule {Kind} for a holiday."),
    };

    /// <summary>How many days it lasts from its first; a month of the moon has 29 or 30.</summary>
    public int Length(LocalDate first) => Kind switch { "stretch" => C, "hijri" when C > 1 => MovingFeasts.DaysInHijriMonth(first), _ => 1 };

    public bool Lasts => Kind is "stretch" || Kind is "hijri" && C > 1;

    /// <summary>Where the day is not certain: who decides it.</summary>
    public string? Note => Kind switch { "hijri" => "estimated by the calendar of Umm al-Qura: the sighting of the moon decides", "published" => "as published in India; local calendars may differ by a day", _ => null };

    /// <summary>The same as a yearly repetition; null for those that move with the moon.</summary>
    public Recurrence? Yearly(int interval) => Kind switch
    {
        "fixed" => new Recurrence(Frequency.Yearly, interval) { ByMonth = [A], ByMonthDay = [B] },
        "nth" => new Recurrence(Frequency.Yearly, interval) { ByMonth = [A], ByDay = [(C, (IsoDayOfWeek)B)] },
        _ => null,
    };
}

/// <summary>Holidays that people name by their name, as data. What it does not know is not a time expression.</summary>
static class Holidays
{
    /// <summary>Names: rule numbers [regions]. Apostrophes are left out; where a name means different days, the line with the region comes first.</summary>
    const string Data = """
        christmas eve, xmas eve: fixed 12 24
        christmas day, xmas day, christmas, xmas: fixed 12 25
        boxing day, st stephens day, saint stephens day: fixed 12 26
        new years eve, new year eve, nye, hogmanay, silvester: fixed 12 31
        new years day, new year day, new years, new year: fixed 1 1
        twelfth night: fixed 1 5
        epiphany, three kings day: fixed 1 6
        burns night: fixed 1 25
        australia day: fixed 1 26
        groundhog day: fixed 2 2
        valentines day, valentines, valentine day: fixed 2 14
        international womens day, womens day: fixed 3 8
        pi day: fixed 3 14
        st patricks day, saint patricks day, st paddys day, paddys day: fixed 3 17
        april fools day, april fools: fixed 4 1
        tax day: fixed 4 15 [US]
        earth day: fixed 4 22
        st georges day: fixed 4 23
        anzac day: fixed 4 25
        may day, international workers day: fixed 5 1
        star wars day: fixed 5 4
        cinco de mayo: fixed 5 5
        juneteenth: fixed 6 19
        canada day: fixed 7 1
        independence day: fixed 8 15 [IN]
        independence day, 4 th of july: fixed 7 4
        bastille day: fixed 7 14
        german unity day: fixed 10 3
        halloween: fixed 10 31
        all saints day: fixed 11 1
        all souls day: fixed 11 2
        bonfire night, guy fawkes night, guy fawkes day, guy fawkes: fixed 11 5
        veterans day, remembrance day, armistice day: fixed 11 11
        st nicholas day: fixed 12 6
        martin luther king jr day, martin luther king day, mlk jr day, mlk day: nth 1 1 3
        presidents day, washingtons birthday: nth 2 1 3
        victoria day: nth 5 1 -2 [CA]
        memorial day: nth 5 1 -1
        labour day, labor day: nth 9 1 1 [US CA]
        labour day: fixed 5 1
        labor day: nth 9 1 1
        columbus day, indigenous peoples day: nth 10 1 2
        thanksgiving day, thanksgiving: nth 10 1 2 [CA]
        thanksgiving day, thanksgiving, turkey day: nth 11 4 4
        black friday: thanksgiving 1
        cyber monday: thanksgiving 4
        giving tuesday: thanksgiving 5
        mothers day, mothering sunday: easter -21 [GB IE]
        mothers day: nth 5 7 2
        mothering sunday: easter -21
        fathers day: nth 9 7 1 [AU NZ]
        fathers day: nth 6 7 3
        remembrance sunday: nth 11 7 2
        early may bank holiday, may bank holiday: nth 5 1 1
        spring bank holiday, late may bank holiday, whitsun bank holiday: nth 5 1 -1
        summer bank holiday, august bank holiday, late summer bank holiday: nth 8 1 -1
        first sunday of advent, first sunday in advent, first advent, 1 st advent: advent 1
        second advent, 2 nd advent: advent 2
        third advent, 3 rd advent: advent 3
        fourth advent, 4 th advent: advent 4
        election day: election [US]
        shrove tuesday, pancake day, pancake tuesday, mardi gras, fat tuesday: easter -47
        ash wednesday: easter -46
        palm sunday: easter -7
        maundy thursday, holy thursday: easter -3
        good friday: easter -2
        holy saturday, easter saturday: easter -1
        easter sunday, easter day, easter: easter 0
        easter monday: easter 1
        ascension day, ascension thursday: easter 39
        pentecost, whit sunday, whitsun: easter 49
        whit monday, pentecost monday: easter 50
        corpus christi: easter 60
        passover, pesach: hebrew 1 15
        rosh hashanah, rosh hashana: hebrew 7 1
        yom kippur: hebrew 7 10
        hanukkah, chanukah, hanukah: hebrew 9 25
        sukkot, sukkoth: hebrew 7 15
        simchat torah: hebrew 7 23
        shavuot, shavuoth: hebrew 3 6
        purim: hebrew 12 14
        tu bishvat: hebrew 11 15
        lag baomer: hebrew 2 18
        ramadan, ramazan, ramadhan: hijri 9 1 30
        eid al - fitr, eid al fitr, eid ul - fitr, eid ul fitr, end of ramadan, eid - al - fitr, eid el fitr, feast of breaking the fast, eid: hijri 10 1
        eid al - adha, eid al adha, eid ul - adha, eid ul adha, eid - al - adha, eid el adha, bakrid, feast of the sacrifice: hijri 12 10
        islamic new year, hijri new year, muharram: hijri 1 1
        ashura: hijri 1 10
        mawlid, milad un nabi, mawlid al nabi, eid milad: hijri 3 12
        lunar new year, chinese new year, cny, spring festival, tet, vietnamese new year, seollal, korean new year: lunar 1 1
        lantern festival: lunar 1 15
        dragon boat festival, duanwu festival: lunar 5 5
        qixi festival, qixi: lunar 7 7
        mid - autumn festival, mid autumn festival, mooncake festival, moon festival, chuseok: lunar 8 15
        double ninth festival, chongyang festival: lunar 9 9
        diwali, deepavali, divali: published 0
        holi: published 1
        orthodox easter, greek easter: orthodox 0
        orthodox good friday: orthodox -2
        orthodox christmas: fixed 1 7
        trinity sunday: easter 56
        carnival monday, rose monday, rosenmontag: easter -48
        candlemas: fixed 2 2
        michaelmas: fixed 9 29
        st davids day: fixed 3 1
        st andrews day: fixed 11 30
        kwanzaa: fixed 12 26
        waitangi day: fixed 2 6
        kings day, koningsdag: fixed 4 27
        sinterklaas: fixed 12 5
        singles day: fixed 11 11
        republic day: fixed 1 26 [IN]
        gandhi jayanti: fixed 10 2
        patriots day: nth 4 1 3
        family day: nth 2 1 3 [CA]
        small business saturday: thanksgiving 2
        day after thanksgiving: thanksgiving 1
        grandparents day: nth 9 7 2
        leap day: leap 2 29
        all hallows eve, hallowe ' en: fixed 10 31
        summer solstice, midsummer day: fixed 6 21
        winter solstice: fixed 12 21
        ides of march, the ides of march: fixed 3 15
        the holidays, holiday season, festive season, christmas holidays, christmas holiday, xmas holidays, christmas break, xmas break, christmas vacation: stretch 12 24 9
        twelve days of christmas, 12 days of christmas: stretch 12 25 12
        turn of the year, turn of the new year: stretch 12 31 2
        """;

    static readonly Dictionary<string, List<(string[] Words, Holiday Holiday)>> ByFirstWord = Load();

    /// <summary>Of the holidays whose names begin with the word or its plural: the longest name that stands there, and among equal names the first for the region.</summary>
    /// <param name="after">The index after a word that stands at an index, or null.</param>
    public static Found<Holiday>? At(string region, string word, Func<int, string, int?> after, int i)
    {
        Found<Holiday>? best = null;
        foreach (var first in (ReadOnlySpan<string>)[word, word + "s"])
            foreach (var (words, holiday) in ByFirstWord.GetValueOrDefault(first) ?? [])
            {
                if (holiday.Regions.Length > 0 && !holiday.Regions.Contains(region))
                    continue;
                int? end = i;
                foreach (var part in words)
                    end = end is { } at ? after(at, part) : null;
                if (end is { } last && (best is null || last > best.Value.End))
                    best = new(holiday, last);
            }
        return best;
    }

    static readonly HashSet<string> Vocabulary = [.. ByFirstWord.Values.SelectMany(names => names).SelectMany(name => name.Words)];

    /// <summary>Whether some holiday has this word in its name: no slip of the finger.</summary>
    public static bool Knows(string word) => Vocabulary.Contains(word);

    /// <summary>The rule behind a full name; null when nobody in the region celebrates it.</summary>
    public static Holiday? Named(string region, string name)
    {
        var words = name.Split(' ');
        return (ByFirstWord.GetValueOrDefault(words[0]) ?? []).Find(h => h.Words.AsSpan().SequenceEqual(words) && (h.Holiday.Regions.Length == 0 || h.Holiday.Regions.Contains(region))).Holiday;
    }

    static Dictionary<string, List<(string[] Words, Holiday Holiday)>> Load()
    {
        var table = new Dictionary<string, List<(string[], Holiday)>>(StringComparer.Ordinal);
        foreach (var line in Data.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (names, rule) = (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('['));
            var parts = rule[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var numbers = parts.Skip(1).Select(p => int.Parse(p, CultureInfo.InvariantCulture)).Concat([0, 0, 0]).ToArray();
            var holiday = new Holiday(parts[0], numbers[0], numbers[1], numbers[2], rule.Length > 1 ? rule[1].TrimEnd(']').Split(' ') : []);
            foreach (var name in names.Split(", "))
            {
                var words = name.Split(' ');
                if (!table.TryGetValue(words[0], out var list))
                    table[words[0]] = list = [];
                list.Add((words, holiday));
            }
        }
        return table;
    }

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
