using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Steward.Platform;

namespace Steward.Calendar.ICalendar;

/// <summary>Reads the values of RFC 5545 §3.3.</summary>
static partial class Values
{
    /// <summary>TEXT: \n \N \\ \; \, undone, invisible characters removed, cut at <paramref name="limit"/>.</summary>
    public static string Text(string value, int limit)
    {
        var plain = new StringBuilder(Math.Min(value.Length, limit + 1));
        for (var i = 0; i < value.Length && plain.Length <= limit; i++)
        {
            if (value[i] != '\\' || i + 1 == value.Length)
                plain.Append(value[i]);
            else
                plain.Append(value[++i] is 'n' or 'N' ? '\n' : value[i]);
        }
        var text = VisibleText.Clean(plain.ToString());
        if (text.Length <= limit)
            return text;
        return text[..(char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit)];
    }

    /// <summary>A DATE, or a DATE-TIME with its Z. Null when it is neither, is no day of the calendar, or is outside the years that are kept.</summary>
    public static (DateTime Local, bool IsDate, bool IsUtc)? Time(string value)
    {
        value = value.Trim();
        var utc = value.EndsWith('Z') || value.EndsWith('z');
        var digits = utc ? value[..^1] : value;
        var isDate = digits.Length == 8 && !utc;
        if (!DateTime.TryParseExact(digits.ToUpperInvariant(), isDate ? "yyyyMMdd" : "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            && !(digits.EndsWith("60", StringComparison.Ordinal) // a leap second is the second before it
                && DateTime.TryParseExact(digits[..^2] + "59", "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out time)))
            return null;
        return time.Year is >= Limits.FirstYear and <= Limits.LastYear ? (time, isDate, utc) : null;
    }

    /// <summary>DURATION; at most 20 years, because longer ones are mistakes. Null when it is none.</summary>
    public static TimeSpan? Span(string value)
    {
        var match = DurationForm().Match(value.Trim());
        if (!match.Success || match.Length < 3)
            return null;
        var seconds = 0m;
        foreach (var (group, unit) in new[] { ("w", 604_800m), ("d", 86_400m), ("h", 3_600m), ("m", 60m), ("s", 1m) })
        {
            if (match.Groups[group].Success)
                seconds += decimal.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) * unit;
        }
        return seconds > 20 * 366 * 86_400m ? null : TimeSpan.FromSeconds((long)seconds) * (value.TrimStart().StartsWith('-') ? -1 : 1);
    }

    /// <summary>UTC-OFFSET, in seconds; null when it is none or beyond ±18 hours.</summary>
    public static int? Offset(string value)
    {
        value = value.Trim();
        if (value.Length is not (5 or 7) || value[0] is not ('+' or '-') || !int.TryParse(value.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var digits))
            return null;
        digits *= value.Length == 5 ? 100 : 1;
        var (hours, minutes, seconds) = (digits / 10_000, digits / 100 % 100, digits % 100);
        return hours > 18 || minutes > 59 || seconds > 59 ? null : (hours * 3600 + minutes * 60 + seconds) * (value[0] == '-' ? -1 : 1);
    }

    [GeneratedRegex(@"^[+-]?P(?:(?<w>[0-9]{1,19})W)?(?:(?<d>[0-9]{1,19})D)?(?:T(?:(?<h>[0-9]{1,19})H)?(?:(?<m>[0-9]{1,19})M)?(?:(?<s>[0-9]{1,19})S)?)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DurationForm();
}
