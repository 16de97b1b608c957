using System.Text;

namespace Steward.Mail.Mime;

/// <summary>
/// Finds the sections of a multipart body (RFC 2046 §5.1). A missing end counts as the end of the body; a missing or wrong boundary parameter is guessed
/// from the first line that looks like one.
/// </summary>
static class Multiparts
{
    /// <returns>The sections in order; none when no boundary line is found.</returns>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Split(Part part, List<string> notes)
    {
        var body = part.Body;
        var sections = Sections(body, part.Type["boundary"]);
        if (sections.Count == 0 && part.Encoding is "base64" or "quoted-printable")
        {
            // Forbidden (RFC 2045 §6.4), and done by some senders nevertheless.
            body = TransferCoding.Decode(body.Span, part.Encoding);
            sections = Sections(body, part.Type["boundary"]);
        }
        if (sections.Count == 0 && Guess(body.Span) is { } guessed)
        {
            Charsets.Note(notes, "boundary of a multipart guessed");
            sections = Sections(body, guessed);
        }
        return sections;
    }

    static List<ReadOnlyMemory<byte>> Sections(ReadOnlyMemory<byte> body, string? boundary)
    {
        var sections = new List<ReadOnlyMemory<byte>>();
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 250)
            return sections;
        var mark = Encoding.UTF8.GetBytes("--" + boundary.TrimEnd());
        var bytes = body.Span;
        var start = -1;
        for (var at = 0; Next(bytes, mark, at) is var line and >= 0;)
        {
            if (start >= 0)
                sections.Add(body[start..BeforeBreak(bytes, start, line)]);
            var rest = bytes[(line + mark.Length)..];
            if (rest.StartsWith("--"u8))
                return sections;
            var end = rest.IndexOf((byte)'\n');
            if (end < 0)
                return sections;
            start = at = line + mark.Length + end + 1;
        }
        if (start >= 0 && start < bytes.Length)
            sections.Add(body[start..]);
        return sections;
    }

    /// <summary>Position of the next line that is this boundary and not only begins like it.</summary>
    static int Next(ReadOnlySpan<byte> bytes, byte[] mark, int from)
    {
        for (var at = from; at < bytes.Length;)
        {
            var found = bytes[at..].IndexOf(mark);
            if (found < 0)
                return -1;
            found += at;
            var after = found + mark.Length;
            var whole = after >= bytes.Length || bytes[after] is (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t' || bytes[after..].StartsWith("--"u8);
            if (whole && (found == 0 || bytes[found - 1] == (byte)'\n'))
                return found;
            at = found + 2;
        }
        return -1;
    }

    /// <summary>The line break before a boundary belongs to the boundary.</summary>
    static int BeforeBreak(ReadOnlySpan<byte> bytes, int start, int line)
    {
        if (line > start && bytes[line - 1] == (byte)'\n')
            line--;
        return line > start && bytes[line - 1] == (byte)'\r' ? line - 1 : Math.Max(line, start);
    }

    static string? Guess(ReadOnlySpan<byte> body)
    {
        var at = 0;
        for (var lines = 0; at < body.Length && lines < 50; lines++)
        {
            var end = body[at..].IndexOf((byte)'\n');
            var line = (end < 0 ? body[at..] : body.Slice(at, end)).TrimEnd(" \t\r"u8);
            if (line.Length is > 6 and < 80 && line.StartsWith("--"u8) && line.IndexOfAny((byte)' ', (byte)'\t') < 0 && line.IndexOfAnyExcept((byte)'-') >= 0)
                return Encoding.Latin1.GetString(line[2..]);
            if (end < 0)
                return null;
            at += end + 1;
        }
        return null;
    }
}
