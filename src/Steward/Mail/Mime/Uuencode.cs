using System.Text;

namespace Steward.Mail.Mime;

/// <summary>Files that old mailers put into the text between "begin 644 name" and "end".</summary>
static class Uuencode
{
    /// <returns>The text without the files that were found. What does not decode stays text.</returns>
    public static string Extract(string text, Action<string, byte[]> found, int most)
    {
        var lines = text.Split('\n');
        var kept = new StringBuilder(text.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            if (most > 0 && NameIn(lines[i]) is { } name && Decode(lines, i + 1) is var (content, next) && content is not null)
            {
                found(name, content);
                most--;
                i = next;
                continue;
            }
            kept.Append(lines[i]);
            if (i < lines.Length - 1)
                kept.Append('\n');
        }
        return kept.ToString();
    }

    static string? NameIn(string line) =>
        line.StartsWith("begin ", StringComparison.Ordinal) && line.Split(' ', 3) is [_, { Length: 3 or 4 } mode, { Length: > 0 } name] && mode.All(c => c is >= '0' and <= '7')
            ? name.Trim()
            : null;

    /// <summary>The content and the index of the "end" line; null when a line before it is no uuencoded line.</summary>
    static (byte[]? Content, int End) Decode(string[] lines, int from)
    {
        var bytes = new List<byte>();
        for (var i = from; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line == "end")
                return (bytes.Count > 0 ? bytes.ToArray() : null, i);
            if (line.Length == 0 || line is "`" or " ")
                continue;
            var length = Value(line[0]);
            if (line[0] is < ' ' or > '`' || line.Length > 90 || length > 45)
                return (null, i);
            for (int k = 1, n = 0; n < length; k += 4)
            {
                var group = (At(line, k) << 18) | (At(line, k + 1) << 12) | (At(line, k + 2) << 6) | At(line, k + 3);
                for (var shift = 16; shift >= 0 && n < length; shift -= 8, n++)
                    bytes.Add((byte)(group >> shift));
            }
        }
        return (null, lines.Length);
    }

    static int At(string line, int index) => index < line.Length ? Value(line[index]) : 0;

    static int Value(char c) => (c - ' ') & 63;
}
