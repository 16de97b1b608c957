using System.Globalization;
using System.Text;

namespace Steward.Mail.Mime;

/// <summary>
/// The value and parameters of Content-Type and Content-Disposition (RFC 2045 §5, RFC 2231). Reading takes what senders really write: missing quotes,
/// encoded words in names, continuations out of order; the first of two equal parameters counts.
/// </summary>
sealed class Parameters
{
    readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Lower case, for example "text/plain" or "attachment"; empty when there is none.</summary>
    public string Value { get; private set; } = "";

    public string? this[string name] => values.GetValueOrDefault(name);

    public static Parameters Parse(string? field, List<string>? notes = null)
    {
        var result = new Parameters();
        if (field is null)
            return result;
        var end = field.IndexOf(';', StringComparison.Ordinal);
        result.Value = (end < 0 ? field : field[..end]).Trim().Trim('"').ToLowerInvariant();
        var pieces = new Dictionary<string, SortedDictionary<int, (string Text, bool Encoded)>>(StringComparer.OrdinalIgnoreCase);
        for (var at = end < 0 ? field.Length : end + 1; at < field.Length;)
            at = ReadOne(field, at, result.values, pieces, notes);
        foreach (var (name, parts) in pieces)
            result.values[name] = Join(parts, notes);
        return result;
    }

    static int ReadOne(string field, int at, Dictionary<string, string> values, Dictionary<string, SortedDictionary<int, (string, bool)>> pieces, List<string>? notes)
    {
        var stop = field.AsSpan(at).IndexOfAny('=', ';');
        if (stop < 0)
            return field.Length;
        stop += at;
        if (field[stop] == ';')
            return stop + 1;
        var name = field[at..stop].Trim();
        var (text, next) = ReadValue(field, stop + 1);
        if (name.Length is 0 or > 80)
            return next;
        var star = name.IndexOf('*', StringComparison.Ordinal);
        if (star > 0)
        {
            var encoded = name.EndsWith('*');
            var number = name[(star + 1)..].TrimEnd('*');
            var index = number.Length == 0 ? 0 : int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < 1000 ? n : -1;
            if (index >= 0)
            {
                var key = name[..star];
                if (!pieces.TryGetValue(key, out var parts))
                    pieces[key] = parts = [];
                parts.TryAdd(index, (text, encoded));
            }
        }
        else
        {
            values.TryAdd(name, EncodedWords.Decode(text, notes));
        }
        return next;
    }

    static (string Text, int Next) ReadValue(string field, int at)
    {
        while (at < field.Length && field[at] is ' ' or '\t')
            at++;
        if (at < field.Length && field[at] == '"')
        {
            var text = new StringBuilder();
            for (at++; at < field.Length && field[at] != '"'; at++)
            {
                if (field[at] == '\\' && at + 1 < field.Length && field[at + 1] is '"' or '\\')
                    at++;
                text.Append(field[at]);
            }
            var semicolon = at < field.Length ? field.IndexOf(';', at) : -1;
            return (text.ToString(), semicolon < 0 ? field.Length : semicolon + 1);
        }
        var end = field.IndexOf(';', Math.Min(at, field.Length));
        end = end < 0 ? field.Length : end;
        return (field[Math.Min(at, end)..end].Trim(), end + 1);
    }

    /// <summary>The parts in order up to the first gap; those with "*" percent-decoded, all read in the charset that the first one names.</summary>
    static string Join(SortedDictionary<int, (string Text, bool Encoded)> parts, List<string>? notes)
    {
        string? charset = null;
        var bytes = new List<byte>();
        for (var i = 0; parts.TryGetValue(i, out var part); i++)
        {
            var text = part.Text;
            if (i == 0 && part.Encoded && text.Split('\'', 3) is [var name, _, var rest])
                (charset, text) = (name, rest);
            for (var k = 0; k < text.Length; k++)
            {
                if (part.Encoded && text[k] == '%' && k + 2 < text.Length && TransferCoding.Hex(text[k + 1], text[k + 2]) is var value and >= 0)
                {
                    bytes.Add((byte)value);
                    k += 2;
                }
                else
                {
                    bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(k, 1)));
                }
            }
        }
        return Charsets.Decode([.. bytes], charset ?? "utf-8", notes);
    }

    public static bool IsMediaType(string type) =>
        type.Length < 128 && type.Split('/') is [{ Length: > 0 } main, { Length: > 0 } sub] && main.All(IsToken) && sub.All(IsToken);

    static bool IsToken(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-' or '_' or '!' or '#' or '$' or '&' or '^';

    /// <summary>The lines of a field with one parameter: quoted when it is short ASCII, else in RFC 2231 sections.</summary>
    public static IEnumerable<string> Write(string field, string name, string value)
    {
        if (value.Length <= 50 && value.All(c => c is >= ' ' and < (char)127 and not ('"' or '\\' or '%' or '*' or '\'')) && !value.Contains("=?", StringComparison.Ordinal))
        {
            yield return $"{field}; {name}=\"{value}\"";
            yield break;
        }
        var escaped = Uri.EscapeDataString(value).Replace("'", "%27", StringComparison.Ordinal).Replace("*", "%2A", StringComparison.Ordinal)
            .Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);
        yield return field + ";";
        var (index, at) = (0, 0);
        while (at < escaped.Length)
        {
            var length = Math.Min(54, escaped.Length - at);
            if (at + length < escaped.Length && escaped.IndexOf('%', at + length - 2, 2) is var percent and >= 0)
                length = percent - at;
            var last = at + length >= escaped.Length;
            yield return $" {name}*{index}*={(index == 0 ? "utf-8''" : "")}{escaped.Substring(at, length)}{(last ? "" : ";")}";
            (index, at) = (index + 1, at + length);
        }
    }
}
