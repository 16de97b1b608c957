using System.Globalization;
using System.Text;

namespace Steward.Calendar.ICalendar;

/// <summary>Writes content lines: CRLF, folded at 75 octets and never inside a character, texts and parameters escaped (RFC 5545 §3.1, §3.3.11, RFC 6868).</summary>
sealed class LineWriter
{
    const int Octets = 75;
    readonly StringBuilder all = new();

    public void Add(string nameAndParameters, string value)
    {
        var room = Octets;
        foreach (var rune in (nameAndParameters + ":" + value).EnumerateRunes())
        {
            if (rune.Value is '\r' or '\n')
                continue;
            if (rune.Utf8SequenceLength > room)
            {
                all.Append("\r\n ");
                room = Octets - 1;
            }
            all.Append(rune.ToString());
            room -= rune.Utf8SequenceLength;
        }
        all.Append("\r\n");
    }

    public void Text(string name, string text) => Add(name, text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));

    public void Time(string name, EventTime time)
    {
        if (time.Date is { } date)
            Add(name + ";VALUE=DATE", date.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        else
            Add(name + (time.Zone is null or "UTC" ? "" : ";TZID=" + Parameter(time.Zone)), time.Local!.Value.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture) + (time.Zone == "UTC" ? "Z" : ""));
    }

    public static string Parameter(string value)
    {
        var escaped = value.Replace("^", "^^", StringComparison.Ordinal).Replace("\"", "^'", StringComparison.Ordinal).Replace("\n", "^n", StringComparison.Ordinal);
        return escaped.AsSpan().IndexOfAny(";:,") >= 0 ? $"\"{escaped}\"" : escaped;
    }

    public override string ToString() => all.ToString();
}
