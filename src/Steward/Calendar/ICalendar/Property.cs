using System.Text;

namespace Steward.Calendar.ICalendar;

/// <summary>A content line, taken apart. Names are upper-cased; parameter values have lost their quotes and RFC 6868 escapes; the value is as written.</summary>
sealed record Property(string Name, IReadOnlyList<KeyValuePair<string, string>> Parameters, string Value, int Line, bool Cut)
{
    /// <summary>First value of a parameter.</summary>
    public string? Parameter(string name)
    {
        foreach (var (key, value) in Parameters)
        {
            if (key == name)
                return value;
        }
        return null;
    }

    public bool Is(string parameter, string value) => string.Equals(Parameter(parameter), value, StringComparison.OrdinalIgnoreCase);

    /// <returns>Null when the line has no name, or no colon outside quotes.</returns>
    public static Property? Parse(TextLine line)
    {
        var text = line.Text;
        var at = 0;
        var name = Token(text, ref at);
        if (name.Length == 0)
            return null;
        var parameters = new List<KeyValuePair<string, string>>();
        while (at < text.Length && text[at] == ';')
        {
            at++;
            var key = Token(text, ref at);
            if (key.Length == 0 || at >= text.Length || text[at] != '=')
            {
                // RFC 7986's own examples end a parameter list with an empty one
                if (key.Length == 0 && at < text.Length && text[at] is ';' or ':')
                    continue;
                return null;
            }
            do
            {
                at++;
                parameters.Add(new(key, ParameterValue(text, ref at)));
            }
            while (at < text.Length && text[at] == ',');
        }
        return at < text.Length && text[at] == ':' ? new Property(name, parameters, text[(at + 1)..], line.Number, line.Cut) : null;
    }

    static string Token(string text, ref int at)
    {
        var first = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_'))
            at++;
        return text[first..at].ToUpperInvariant();
    }

    static string ParameterValue(string text, ref int at)
    {
        var first = at;
        if (at < text.Length && text[at] == '"')
        {
            var close = text.IndexOf('"', at + 1);
            at = close < 0 ? text.Length : close + 1;
            return Unescape(text[(first + 1)..(close < 0 ? text.Length : close)]);
        }
        while (at < text.Length && text[at] is not (';' or ':' or ','))
            at++;
        return Unescape(text[first..at]);
    }

    /// <summary>RFC 6868: ^n ^^ ^'.</summary>
    static string Unescape(string text)
    {
        if (!text.Contains('^', StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var pair = text[i] == '^' && i + 1 < text.Length ? text[i + 1] switch { 'n' => '\n', '^' => '^', '\'' => '"', _ => '\0' } : '\0';
            plain.Append(pair == '\0' ? text[i] : pair);
            i += pair == '\0' ? 0 : 1;
        }
        return plain.ToString();
    }
}
