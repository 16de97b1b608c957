using System.Globalization;
using NodaTime;

namespace Steward.Planning.Time;

/// <summary>Days of other calendars in years of the Gregorian one.</summary>
static class MovingFeasts
{
    /// <summary>By the fixed Hebrew calendar, months counted from Nisan; of two Adars Purim is in the second.</summary>
    public static LocalDate Hebrew(int year, int month, int day)
    {
        // the year changes in autumn, with the seventh month
        var hebrew = year + (month is >= 7 and <= 9 ? 3761 : 3760);
        return new LocalDate(hebrew, month == 12 && CalendarSystem.HebrewScriptural.IsLeapYear(hebrew) ? 13 : month, day, CalendarSystem.HebrewScriptural).WithCalendar(CalendarSystem.Iso);
    }

    /// <summary>By the computed calendar of Umm al-Qura, which covers the years until 2077; after that by the arithmetic one.</summary>
    public static IReadOnlyList<LocalDate> Hijri(int year, int month, int day)
    {
        var calendar = Calendar(year);
        var first = new LocalDate(year, 1, 1).WithCalendar(calendar).Year;
        return [.. Enumerable.Range(first, 3).Where(y => y <= calendar.MaxYear && day <= calendar.GetDaysInMonth(y, month)).Select(y => new LocalDate(y, month, day, calendar).WithCalendar(CalendarSystem.Iso)).Where(d => d.Year == year)];
    }

    public static int DaysInHijriMonth(LocalDate first) => first.WithCalendar(Calendar(first.Year)) is var date ? date.Calendar.GetDaysInMonth(date.Year, date.Month) : 0;

    static CalendarSystem Calendar(int year) => year is > 1938 and < 2077 ? CalendarSystem.UmAlQura : CalendarSystem.IslamicBcl;

    static readonly ChineseLunisolarCalendar Chinese = new();

    /// <summary>By the Chinese calendar, which is known from 1901 to 2100; a leap month does not count.</summary>
    public static LocalDate? Lunar(int year, int month, int day)
    {
        if (year is < 1902 or > 2099)
            return null;
        var leap = Chinese.GetLeapMonth(year);
        var date = Chinese.ToDateTime(year, leap > 0 && month >= leap ? month + 1 : month, day, 0, 0, 0, 0);
        return LocalDate.FromDateTime(date);
    }

    /// <summary>Easter Sunday by the Julian calendar (Meeus), as a day of the Gregorian one.</summary>
    public static LocalDate OrthodoxEaster(int year)
    {
        int d = (19 * (year % 19) + 15) % 30, e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
        return new LocalDate(year, (d + e + 114) / 31, (d + e + 114) % 31 + 1, CalendarSystem.Julian).WithCalendar(CalendarSystem.Iso);
    }

    /// <summary>Days as almanacs (panchang) for India give them: the new moon of Kartik for Diwali, the full moon of Phalguna and the day after for Holi. Years beyond are not known.</summary>
    static readonly (int First, string Days)[] Tables =
    [
        (2015, "1111 1030 1019 1107 1027 1114 1104 1024 1112 1031 1020 1108 1029 1017 1105 1026 1114 1102 1022 1110 1030"),
        (2018, "0302 0321 0310 0329 0318 0308 0325 0314 0304 0322 0311 0301 0320"),
    ];

    public static LocalDate? Published(int table, int year)
    {
        var (first, days) = Tables[table];
        return (year - first) * 5 is >= 0 and var at && at < days.Length ? new LocalDate(year, int.Parse(days.AsSpan(at, 2), CultureInfo.InvariantCulture), int.Parse(days.AsSpan(at + 2, 2), CultureInfo.InvariantCulture)) : null;
    }
}
