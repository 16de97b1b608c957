using System.Text;
using Steward.Platform;

namespace Steward.Mail.Mime;

/// <summary>
/// The header section of one part (RFC 5322 §2.2), found by position and decoded when asked for. Folded lines are joined; raw 8-bit octets are read as
/// UTF-8 or else Windows-1252. The section ends at an empty line, or before the first line that can be no field.
/// </summary>
sealed class HeaderFields
{
    readonly ReadOnlyMemory<byte> part;
    readonly List<(int Name, int NameLength, int Value, int End)> fields = [];

    HeaderFields(ReadOnlyMemory<byte> part) => this.part = part;

    public int Count => fields.Count;

    /// <returns>The fields and where the body starts, or the limit that is broken.</returns>
    public static Result<(HeaderFields Fields, int Body)> Read(ReadOnlyMemory<byte> part, MimeLimits limits)
    {
        var result = new HeaderFields(part);
        var bytes = part.Span;
        var at = 0;
        while (at < bytes.Length)
        {
            if (at > limits.HeaderBytes)
                return Error.Refused("headers_too_large", $"The header is larger than {limits.HeaderBytes >> 10} kB.");
            // A line longer than the whole limit is not searched to its end.
            var window = bytes.Slice(at, Math.Min(bytes.Length - at, limits.HeaderBytes + 2));
            var end = window.IndexOf((byte)'\n');
            if (end < 0 && window.Length < bytes.Length - at)
                return Error.Refused("headers_too_large", $"The header is larger than {limits.HeaderBytes >> 10} kB.");
            var next = end < 0 ? bytes.Length : at + end + 1;
            var line = bytes[at..next].TrimEnd("\r\n"u8);
            if (line.Length == 0)
                return (result, next);
            if (line[0] is (byte)' ' or (byte)'\t' && result.fields.Count > 0)
            {
                result.fields[^1] = result.fields[^1] with { End = next };
            }
            else if (NameLength(line) is var length and > 0)
            {
                if (result.fields.Count >= limits.HeaderFields)
                    return Error.Refused("too_many_headers", $"The header has more than {limits.HeaderFields} fields.");
                result.fields.Add((at, length, at + line.IndexOf((byte)':') + 1, next));
            }
            else if (!IsMailboxMark(line))
            {
                return (result, at);
            }
            at = next;
        }
        return (result, bytes.Length);
    }

    public string? First(string name)
    {
        foreach (var field in fields)
        {
            if (Is(field, name))
                return Text(field);
        }
        return null;
    }

    public IReadOnlyList<string> All(string name) => fields.Where(field => Is(field, name)).Select(Text).ToList();

    bool Is((int Name, int Length, int, int) field, string name) =>
        field.Length == name.Length && Ascii.EqualsIgnoreCase(part.Span.Slice(field.Name, field.Length), name);

    string Text((int, int, int Value, int End) field)
    {
        var text = Charsets.Guess(part.Span[field.Value..field.End]);
        if (text.AsSpan().TrimEnd("\r\n").Contains('\n'))
            text = text.Replace("\r\n", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        return text.Trim();
    }

    /// <summary>Length of the field name, or 0 when the line is no field. White space before the colon is obsolete but allowed (§4.5).</summary>
    static int NameLength(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon is <= 0 or > 200)
            return 0;
        var name = line[..colon].TrimEnd(" \t"u8);
        return name.IndexOfAnyExceptInRange((byte)33, (byte)126) < 0 ? name.Length : 0;
    }

    /// <summary>"From …" and its quoted form, which mailbox tools leave at the head of messages.</summary>
    static bool IsMailboxMark(ReadOnlySpan<byte> line) => line.StartsWith("From "u8) || line.StartsWith(">From "u8);
}

/// <summary>One part of a message: its fields, what they say about its content, and its body still encoded.</summary>
sealed record Part(HeaderFields Fields, ReadOnlyMemory<byte> Body, Parameters Type, Parameters Disposition, string Encoding)
{
    public static Result<Part> Read(ReadOnlyMemory<byte> bytes, MimeLimits limits, string defaultType = "text/plain")
    {
        var header = HeaderFields.Read(bytes, limits);
        if (!header.Ok)
            return header.Error!;
        var (fields, body) = header.Value;
        var type = Parameters.Parse(fields.First("Content-Type") ?? defaultType);
        var encoding = (fields.First("Content-Transfer-Encoding") ?? "").Split([';', '(', ' '], 2)[0].Trim().Trim('"').ToLowerInvariant();
        return new Part(fields, bytes[body..], type, Parameters.Parse(fields.First("Content-Disposition")), encoding);
    }

    public string? FileName => Disposition["filename"] ?? Type["name"];
}
