using System.Text;

namespace Steward.Mail.Mime;

/// <summary>
/// Encoded words of header fields (RFC 2047). Reading is tolerant: a word that is broken stays as it stands; white space between two encoded words is
/// dropped; a character split over two words of the same charset is put together. Time is linear in the text.
/// </summary>
static class EncodedWords
{
    public static string Decode(string text, List<string>? notes = null)
    {
        var start = text.IndexOf("=?", StringComparison.Ordinal);
        if (start < 0)
            return text;
        var result = new StringBuilder(text.Length);
        var run = new Run(result, notes);
        var copied = 0;
        var ends = new EndFinder(text);
        while (start >= 0)
        {
            if (ReadWord(text, start, ends) is { } word)
            {
                if (!(run.Pending && IsBlank(text.AsSpan(copied, start - copied))))
                {
                    run.Flush();
                    result.Append(text, copied, start - copied);
                }
                run.Add(word.Charset, word.Bytes);
                copied = word.End;
                start = text.IndexOf("=?", word.End, StringComparison.Ordinal);
            }
            else
            {
                start = text.IndexOf("=?", start + 2, StringComparison.Ordinal);
            }
        }
        run.Flush();
        return result.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>UTF-8 in base64, in words of at most <paramref name="length"/> characters, none of which splits a character.</summary>
    public static IReadOnlyList<string> Encode(string text, int length)
    {
        const string open = "=?utf-8?B?", close = "?=";
        var room = Math.Min(75, length) - open.Length - close.Length;
        var most = room / 4 * 3;
        var words = new List<string>();
        var bytes = new List<byte>(most);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var count = rune.EncodeToUtf8(utf8);
            if (bytes.Count + count > most)
                Flush();
            bytes.AddRange(utf8[..count]);
        }
        Flush();
        return words;

        void Flush()
        {
            if (bytes.Count > 0)
                words.Add(open + Convert.ToBase64String([.. bytes]) + close);
            bytes.Clear();
        }
    }

    static (string Charset, byte[] Bytes, int End)? ReadWord(string text, int start, EndFinder ends)
    {
        var charsetEnd = text.AsSpan(start + 2, Math.Min(80, text.Length - start - 2)).IndexOf('?');
        if (charsetEnd <= 0)
            return null;
        var charset = text.Substring(start + 2, charsetEnd);
        var kind = start + 2 + charsetEnd + 1;
        if (kind + 1 >= text.Length || text[kind + 1] != '?' || charset.AsSpan().ContainsAny(" \t\"<>"))
            return null;
        var body = kind + 2;
        var end = ends.After(body);
        if (end < 0)
            return null;
        var content = text.AsSpan(body, end - body);
        var bytes = text[kind] switch
        {
            'B' or 'b' => TransferCoding.Base64(Encoding.Latin1.GetBytes(content.ToString())),
            'Q' or 'q' => Q(content),
            _ => null,
        };
        var language = charset.IndexOf('*', StringComparison.Ordinal);
        return bytes is null ? null : (language > 0 ? charset[..language] : charset, bytes, end + 2);
    }

    static byte[] Q(ReadOnlySpan<char> text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length && TransferCoding.Hex(text[i + 1], text[i + 2]) is var value and >= 0)
            {
                bytes.Add((byte)value);
                i += 2;
            }
            else if (text[i] == '_')
            {
                bytes.Add((byte)' ');
            }
            else if (text[i] < 0x80)
            {
                bytes.Add((byte)text[i]);
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Slice(i, 1).ToString()));
            }
        }
        return [.. bytes];
    }

    static bool IsBlank(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(" \t\r\n") < 0;

    /// <summary>Neighbouring words of one charset, whose bytes are decoded together.</summary>
    sealed class Run(StringBuilder result, List<string>? notes)
    {
        readonly List<byte> bytes = [];
        string? charset;

        public bool Pending => charset is not null;

        public void Add(string name, byte[] more)
        {
            if (charset is not null && !charset.Equals(name, StringComparison.OrdinalIgnoreCase))
                Flush();
            charset = name;
            bytes.AddRange(more);
        }

        public void Flush()
        {
            if (charset is null)
                return;
            result.Append(Charsets.Decode([.. bytes], charset, notes));
            bytes.Clear();
            charset = null;
        }
    }

    /// <summary>Finds the next "?=" and remembers it: a field full of openings without an end is not searched again for each.</summary>
    sealed class EndFinder(string text)
    {
        int known = -1;
        bool none;

        public int After(int position)
        {
            if (none || position > text.Length)
                return -1;
            if (known < position)
                known = text.IndexOf("?=", position, StringComparison.Ordinal);
            none = known < 0;
            return known;
        }
    }
}
