using System.Globalization;

namespace Steward.Mail.Mime;

/// <summary>Dates of mail (RFC 5322 §3.3 with the obsolete forms, asctime, ISO 8601, and the mistakes that occur). Anything without a usable date is null.</summary>
static class MailDates
{
    /// <summary>When the message arrived, as the last server wrote it; else what the sender wrote. Dates before 1980 and in the future count as none.</summary>
    public static DateTimeOffset? Of(MessageHeaders headers, DateTimeOffset now)
    {
        if (headers["Received"] is { } received && received.LastIndexOf(';') is var semicolon and >= 0 && Plausible(Parse(received[(semicolon + 1)..]), now) is { } arrived)
            return arrived;
        foreach (var name in new[] { "Date", "Delivery-Date", "X-Received", "Resent-Date" })
        {
            if (headers[name] is { } text && Plausible(Parse(text[(name == "X-Received" ? text.LastIndexOf(';') + 1 : 0)..]), now) is { } date)
                return date;
        }
        return null;
    }

    /// <summary>The offset that a Date field is written in; null for a name instead of numbers, and for "-0000", by which a sender says nothing (RFC 5322 §3.3).</summary>
    public static TimeSpan? OffsetOf(string? text)
    {
        if (text is null || Parse(text) is null)
            return null;
        var written = Words(text.Length > 200 ? text[..200].Trim() : text.Trim()).LastOrDefault(word => word[0] is '+' or '-' && word.Length is 5 or 6);
        return written is null or "-0000" or "-00:00" ? null : Offset(written);
    }

    public static DateTimeOffset? Plausible(DateTimeOffset? date, DateTimeOffset now) => date is { Year: >= 1980 } && date < now.AddDays(2) ? date : null;

    public static DateTimeOffset? Parse(string text)
    {
        text = text.Length > 200 ? text[..200].Trim() : text.Trim();
        if (text.Length > 10 && text[4] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var iso))
            return iso.ToUniversalTime();
        int? day = null, month = null, year = null;
        TimeSpan? time = null, zone = null;
        var afternoon = (bool?)null;
        foreach (var word in Words(text))
        {
            if (word.Contains(':', StringComparison.Ordinal) || time is null && month is not null && word.Count(c => c == '.') == 2)
                time ??= Time(word);
            else if (time is not null && zone is null && word[0] is '+' or '-' && Offset(word) is { } offset)
                zone = offset;
            else if (word.ToUpperInvariant() is "AM" or "PM")
                afternoon = word[0] is 'P' or 'p';
            else if (char.IsAsciiLetter(word[0]))
                Name(word, ref month, ref zone, time is not null);
            else if (int.TryParse(word.TrimStart('-'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && word.Length <= 5)
                Number(number, word.TrimStart('-').Length, ref day, ref year);
        }
        return Make(year, month, day, time, afternoon, zone);
    }

    static DateTimeOffset? Make(int? year, int? month, int? day, TimeSpan? time, bool? afternoon, TimeSpan? zone)
    {
        if (year is null || month is null || day is null || year is < 1 or > 9998 || day < 1 || day > DateTime.DaysInMonth(year.Value, month.Value))
            return null;
        var clock = time ?? TimeSpan.Zero;
        if (afternoon is { } late && clock.Hours is > 0 and <= 12)
            clock = new TimeSpan(clock.Hours % 12 + (late ? 12 : 0), clock.Minutes, clock.Seconds);
        return new DateTimeOffset(year.Value, month.Value, day.Value, 0, 0, 0, TimeSpan.Zero) + clock - (zone ?? TimeSpan.Zero);
    }

    /// <summary>Words outside of comments; "22-Aug-2002" is three, "-0400" is one.</summary>
    static IEnumerable<string> Words(string text)
    {
        var (start, depth, count) = (-1, 0, 0);
        for (var i = 0; i <= text.Length && count < 30; i++)
        {
            var c = i < text.Length ? text[i] : ' ';
            var splits = c is ' ' or '\t' or ',' or '(' or ')' or '/' or '"' or ';' || c is '-' or '+' && start >= 0 && !text.AsSpan(start, i - start).Contains(':');
            splits |= c is '-' or '+' && start >= 0;
            if (splits && start >= 0)
            {
                count++;
                yield return text[start..i];
                start = -1;
            }
            if (c == '(')
                depth++;
            else if (c == ')' && depth > 0)
                depth--;
            else if (start < 0 && depth == 0 && (char.IsAsciiLetterOrDigit(c) || c is '+' or '-' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])))
                start = i;
        }
    }

    static TimeSpan? Time(string word)
    {
        var parts = word.Split(':', '.');
        var numbers = parts.Take(3).Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1).ToList();
        return numbers.Count >= 2 && numbers[0] is >= 0 and < 24 && numbers[1] is >= 0 and < 60 ? new TimeSpan(numbers[0], numbers[1], numbers.Count > 2 ? Math.Clamp(numbers[2], 0, 59) : 0) : null;
    }

    static TimeSpan? Offset(string word)
    {
        var digits = word[1..].Replace(":", "", StringComparison.Ordinal);
        if (digits.Length is 1 or 2)
            digits = digits.PadLeft(2, '0') + "00";
        if (digits.Length != 4 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > 1459 || value % 100 > 59)
            return null;
        var offset = new TimeSpan(value / 100, value % 100, 0);
        return word[0] == '-' ? -offset : offset;
    }

    static void Name(string word, ref int? month, ref TimeSpan? zone, bool afterTime)
    {
        if (word.Length >= 3 && Array.IndexOf(Months, word[..3].ToUpperInvariant()) is var index and >= 0 && month is null)
            month = index + 1;
        else if (afterTime && zone is null && Zones.TryGetValue(word.ToUpperInvariant(), out var hours))
            zone = hours == 0 && word.Length == 3 ? null : TimeSpan.FromHours(hours); // "GMT+0100" is written too
    }

    static void Number(int number, int digits, ref int? day, ref int? year)
    {
        if (digits >= 4 || number > 31 || day is not null)
            year ??= digits switch { <= 2 => number < 50 ? 2000 + number : 1900 + number, 3 => 1900 + number, _ => number };
        else
            day = number;
    }

    static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    static readonly Dictionary<string, int> Zones = new(StringComparer.Ordinal)
    {
        ["GMT"] = 0, ["UTC"] = 0, ["UT"] = 0, ["Z"] = 0, ["EST"] = -5, ["EDT"] = -4, ["CST"] = -6, ["CDT"] = -5, ["MST"] = -7, ["MDT"] = -6, ["PST"] = -8, ["PDT"] = -7,
        ["BST"] = 1, ["CET"] = 1, ["CEST"] = 2, ["MET"] = 1, ["MEST"] = 2, ["EET"] = 2, ["EEST"] = 3, ["MSK"] = 3, ["JST"] = 9, ["AEST"] = 10, ["AEDT"] = 11, ["HST"] = -10,
    };
}
