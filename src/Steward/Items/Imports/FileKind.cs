using System.Text;

namespace Steward.Items.Imports;

enum FileKind { Unknown, Empty, Mbox, Message, Calendar, Zip, Compressed }

/// <summary>What a file is, by its first octets; names tell nothing reliable.</summary>
static class FileKinds
{
    /// <summary>So much is enough to decide.</summary>
    public const int HeadBytes = 16 << 10;

    static readonly string[] Fields =
        ["from", "to", "subject", "date", "received", "return-path", "message-id", "mime-version", "delivered-to", "content-type", "cc", "sender", "reply-to", "x-gm-thrid", "x-gmail-labels", "x-mozilla-status", "x-account-key", "status"];

    public static FileKind Of(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8))
            return FileKind.Zip;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || head.StartsWith("7z\xBC\xAF"u8) || head.StartsWith("Rar!"u8))
            return FileKind.Compressed;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            head = head[3..];
        head = head.TrimStart(" \t\r\n"u8);
        if (head.Length == 0)
            return FileKind.Empty;
        var end = head.IndexOf((byte)'\n');
        var line = Encoding.Latin1.GetString(end < 0 ? head : head[..end]).TrimEnd();
        if (line.StartsWith("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase))
            return FileKind.Calendar;
        if (line.StartsWith("From ", StringComparison.Ordinal) && (MboxReader.EndsLikeEnvelope(Encoding.Latin1.GetBytes(line)) || end >= 0 && FieldName(head[(end + 1)..]) is not null))
            return FileKind.Mbox;
        return IsMessage(head) ? FileKind.Message : FileKind.Unknown;
    }

    /// <summary>Begins with header fields, one of which is a field of mail.</summary>
    static bool IsMessage(ReadOnlySpan<byte> head)
    {
        var known = false;
        for (var first = true; head.Length > 0; first = false)
        {
            var end = head.IndexOf((byte)'\n');
            var line = end < 0 ? head : head[..end];
            if (line.TrimEnd((byte)'\r').Length == 0)
                return known;
            if (FieldName(line) is { } name)
                known |= Fields.Contains(name, StringComparer.OrdinalIgnoreCase);
            else if (first || line[0] is not ((byte)' ' or (byte)'\t') && !known)
                return false;
            if (known)
                return true;
            head = end < 0 ? [] : head[(end + 1)..];
        }
        return known;
    }

    static string? FieldName(ReadOnlySpan<byte> line)
    {
        var colon = line[..Math.Min(line.Length, 80)].IndexOf((byte)':');
        return colon > 0 && line[..colon].IndexOfAnyExceptInRange((byte)33, (byte)126) < 0 ? Encoding.Latin1.GetString(line[..colon]) : null;
    }
}
