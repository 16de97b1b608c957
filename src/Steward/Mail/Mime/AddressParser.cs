using System.Buffers;
using System.Text;
using Steward.Platform;

namespace Steward.Mail.Mime;

/// <summary>One pass over an address list, linear in its length; nothing recurses.</summary>
sealed class AddressParser(string text, List<string>? notes)
{
    const int Most = 2000;
    static readonly SearchValues<char> Specials = SearchValues.Create("(\"<,;: \t\r\n@.");
    readonly List<MailAddress> found = [];
    readonly StringBuilder phrase = new();
    readonly StringBuilder spec = new();
    string? comment;
    string? angle;
    bool spaced;
    bool hasAt;

    public IReadOnlyList<MailAddress> Read(ref int hidden)
    {
        for (var i = 0; i < text.Length && found.Count < Most;)
        {
            switch (text[i])
            {
                case '(':
                    i = Comment(i);
                    break;
                case '"':
                    i = Quoted(i);
                    break;
                case '<':
                    i = Angle(i);
                    break;
                case ',' or ';':
                    Flush(ref hidden, text[i]);
                    i++;
                    break;
                case ':' when angle is null && !hasAt:
                    Reset(); // the name of a group
                    i++;
                    break;
                case ' ' or '\t' or '\r' or '\n':
                    spaced = true;
                    i++;
                    break;
                case '@' or '.':
                    hasAt |= text[i] == '@';
                    Word(text[i] == '@' ? "@" : ".");
                    i++;
                    break;
                default:
                    var end = text.AsSpan(i + 1).IndexOfAny(Specials);
                    end = end < 0 ? text.Length : i + 1 + end;
                    Word(text[i..end]);
                    i = end;
                    break;
            }
        }
        if (found.Count < Most)
            Flush(ref hidden, '\0');
        return found;
    }

    /// <summary>One line without what cannot be seen; the count of what was taken out is added.</summary>
    public static string Line(string text, ref int hidden)
    {
        var line = VisibleText.CleanLine(text, out var removed);
        hidden += removed;
        return line;
    }

    void Word(string more, string? inSpec = null)
    {
        if (spaced && phrase.Length > 0)
            phrase.Append(' ');
        // Spaces around "@" and "." are obsolete but seen; elsewhere they end the address.
        if (spaced && spec.Length > 0 && spec[^1] is not ('@' or '.') && more is not ("@" or "."))
            spec.Append(' ');
        spaced = false;
        phrase.Append(more);
        spec.Append(inSpec ?? more);
    }

    int Comment(int at)
    {
        var depth = 0;
        var content = new StringBuilder();
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '\\' && at + 1 < text.Length)
                content.Append(text[++at]);
            else if (c == '(' && depth++ == 0)
                continue;
            else if (c == ')' && --depth == 0)
                break;
            else
                content.Append(c);
        }
        if (content.Length is > 0 and <= 200)
            comment = content.ToString();
        spaced = true;
        return at + 1;
    }

    int Quoted(int at)
    {
        var content = new StringBuilder();
        var end = at + 1;
        for (; end < text.Length && text[end] != '"'; end++)
        {
            if (text[end] == '\\' && end + 1 < text.Length)
                end++;
            content.Append(text[end]);
        }
        end = Math.Min(end, text.Length - 1);
        Word(content.ToString(), text[at..(end + 1)]);
        return end + 1;
    }

    int Angle(int at)
    {
        var end = at + 1;
        var quoted = false;
        for (; end < text.Length && (quoted || text[end] != '>'); end++)
        {
            if (text[end] == '\\' && quoted)
                end++;
            else if (text[end] == '"')
                quoted = !quoted;
        }
        end = Math.Min(end, text.Length);
        angle ??= text[(at + 1)..end];
        return end + 1;
    }

    void Flush(ref int hidden, char separator)
    {
        if (angle is not null)
        {
            Add(Spec(angle), phrase.ToString(), ref hidden);
        }
        else if (hasAt)
        {
            var whole = Canonical(spec.ToString());
            if (whole is not null)
            {
                Add(whole, comment, ref hidden);
            }
            else
            {
                foreach (var word in spec.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    Add(Canonical(word), null, ref hidden);
            }
        }
        else if (phrase.Length > 0 && separator == ',' && phrase.Length < 200)
        {
            phrase.Append(','); // Smith, John <john@…> without the quotes that it should have
            spec.Clear();
            spaced = true;
            return;
        }
        Reset();
    }

    void Add(string? email, string? name, ref int hidden)
    {
        if (email is null || found.Count >= Most)
            return;
        var display = Line(EncodedWords.Decode(name ?? "", notes), ref hidden).Trim('\'').Trim();
        if (display.Length > 200)
            display = VisibleText.CleanLine(display[..200]);
        found.Add(new MailAddress(display.Length == 0 || display.Equals(email, StringComparison.OrdinalIgnoreCase) ? null : display, email));
    }

    /// <summary>The address inside angle brackets, without a source route, comments and spaces.</summary>
    static string? Spec(string inside)
    {
        var content = inside.Trim();
        if (content.StartsWith('@') && content.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            content = content[(colon + 1)..];
        if (content.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
            content = content[7..];
        if (Canonical(content) is { } plain)
            return plain;
        var bare = new AddressParser(content, null);
        var ignored = 0;
        return content.Contains('<', StringComparison.Ordinal) ? null : bare.Read(ref ignored) is [var only] ? only.Email : null;
    }

    static string? Canonical(string content) => MailAddresses.Canonical(content.Trim());

    void Reset()
    {
        phrase.Clear();
        spec.Clear();
        comment = angle = null;
        spaced = hasAt = false;
    }
}
