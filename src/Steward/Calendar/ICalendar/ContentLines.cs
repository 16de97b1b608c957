using System.Text;

namespace Steward.Calendar.ICalendar;

/// <summary>An unfolded line.</summary>
/// <param name="Number">Number of its first physical line, from 1.</param>
/// <param name="Cut">Longer than <see cref="Limits.LineBytes"/>: the rest is missing.</param>
readonly record struct TextLine(int Number, string Text, bool Cut);

/// <summary>
/// Unfolds content lines (RFC 5545 §3.1) before decoding, because a fold may stand inside a UTF-8 sequence. Lenient: bare CR or LF end a line, empty lines
/// do not, a byte order mark is passed over, UTF-16 is recognised by its mark, and what is no UTF-8 is read as Windows-1252's common part, Latin-1.
/// </summary>
static class ContentLines
{
    static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static IEnumerable<TextLine> Unfold(byte[] file)
    {
        if (file is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            file = Encoding.UTF8.GetBytes((file[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(file, 2, file.Length - 2));
        var position = file is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        var line = new MemoryStream();
        var (number, first, cut, started) = (0, 0, false, false);
        while (position < file.Length)
        {
            var rest = file.AsSpan(position);
            var length = rest.IndexOfAny((byte)'\r', (byte)'\n');
            var next = length < 0 ? file.Length : position + length + (rest[length] == '\r' && length + 1 < rest.Length && rest[length + 1] == '\n' ? 2 : 1);
            var text = file.AsMemory(position, length < 0 ? rest.Length : length);
            position = next;
            number++;
            if (text.Length == 0)
                continue;
            var folded = started && text.Span[0] is (byte)' ' or (byte)'\t';
            if (started && !folded)
            {
                yield return new TextLine(first, Decode(line), cut);
                line.SetLength(0);
                cut = false;
            }
            if (!folded)
                first = number;
            started = true;
            if (folded)
                text = text[1..];
            var room = Limits.LineBytes - (int)line.Length;
            cut |= text.Length > room;
            line.Write(text.Span[..Math.Min(text.Length, room)]);
        }
        if (started)
            yield return new TextLine(first, Decode(line), cut);
    }

    static string Decode(MemoryStream line)
    {
        var bytes = line.GetBuffer().AsSpan(0, (int)line.Length);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
