using System.Buffers.Text;
using System.Text;
using Steward.Mail;

namespace Steward.Providers.Google.Gmail;

/// <summary>
/// A message as Gmail takes it apart, read by the same reader as every other mail: its parts are put together to RFC 5322 octets again, so that there is one place that
/// decides what is text, what is hidden and what a file is called. The octets of attachments are not here; each stands for itself by its part's name until it is opened.
/// </summary>
static class GmailMime
{
    const string Placeholder = "steward-part:";

    /// <param name="labels">By their names in Steward.</param>
    public static IncomingMessage Read(GmailMessage message, IReadOnlyList<string> labels, DateTimeOffset now)
    {
        var parts = new Dictionary<string, GmailPart>(StringComparer.Ordinal);
        using var octets = new MemoryStream();
        if (message.Payload is { } payload)
            Write(octets, payload, parts, whole: true);
        var received = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(message.InternalDate, 0, 253402300799999));
        var read = MimeReader.Read(octets.ToArray(), now);
        // Only over a limit is anything refused: then the message is there with what Gmail itself says of it.
        var known = read.Ok ? read.Value.Message : Unreadable(received);
        return known with
        {
            Date = received, Labels = labels, Size = message.SizeEstimate, Raw = default, RawSha256 = [],
            Attachments = [.. known.Attachments.Select(attachment => Elsewhere(attachment, parts))],
        };
    }

    static IncomingMessage Unreadable(DateTimeOffset date) => new()
    {
        MessageId = null, From = new MailAddress(null, "unknown@sender.invalid"), Subject = "", Date = date, Text = "", Size = 0, Raw = default, RawSha256 = [],
    };

    static IncomingAttachment Elsewhere(IncomingAttachment attachment, Dictionary<string, GmailPart> parts)
    {
        var content = attachment.Content.Length < 200 ? Encoding.ASCII.GetString(attachment.Content.Span) : "";
        return content.StartsWith(Placeholder, StringComparison.Ordinal) && parts.TryGetValue(content[Placeholder.Length..], out var part)
            ? attachment with { ContentType = part.MimeType is { Length: > 0 } type ? type.ToLowerInvariant() : attachment.ContentType, Content = default, Elsewhere = new(part.PartId!, part.Body!.Size) }
            : attachment;
    }

    static void Write(MemoryStream output, GmailPart part, Dictionary<string, GmailPart> parts, bool whole)
    {
        foreach (var header in part.Headers ?? [])
        {
            if (whole ? !IsContent(header.Name) : header.Name.Equals("Content-ID", StringComparison.OrdinalIgnoreCase))
                Field(output, header.Name, header.Value);
        }
        if (part.Body is { AttachmentId.Length: > 0 } && part.PartId is not null)
            WritePlaceholder(output, part, parts);
        else if (part.Parts is { Count: > 0 } children)
            WriteParts(output, part, children, parts);
        else
            WriteContent(output, part);
    }

    static void WriteParts(MemoryStream output, GmailPart part, IReadOnlyList<GmailPart> children, Dictionary<string, GmailPart> parts)
    {
        // Part names are unique in a message, and so is a boundary made of one.
        var boundary = $"steward-{part.PartId}-boundary";
        var type = part.MimeType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true ? part.MimeType : "multipart/mixed";
        Field(output, "Content-Type", $"{type}; boundary=\"{boundary}\"");
        Text(output, "\r\n");
        foreach (var child in children)
        {
            Text(output, $"--{boundary}\r\n");
            Write(output, child, parts, whole: false);
            Text(output, "\r\n");
        }
        Text(output, $"--{boundary}--\r\n");
    }

    static void WritePlaceholder(MemoryStream output, GmailPart part, Dictionary<string, GmailPart> parts)
    {
        parts[part.PartId!] = part;
        Field(output, "Content-Type", "application/octet-stream");
        // With the type that it has, so that a name can be made up for it when it has none.
        var name = string.IsNullOrEmpty(part.Filename) ? Header(part, "Content-Disposition") is null ? "" : "attachment" : part.Filename;
        Field(output, "Content-Disposition", $"attachment; filename=\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        Text(output, $"\r\n{Placeholder}{part.PartId}");
    }

    static void WriteContent(MemoryStream output, GmailPart part)
    {
        var content = Decode(part.Body?.Data);
        var type = Header(part, "Content-Type") ?? part.MimeType ?? "text/plain";
        // Gmail gives text in UTF-8 whatever the part says of itself; what is not UTF-8 is as the part says.
        if (part.MimeType?.StartsWith("text/", StringComparison.OrdinalIgnoreCase) == true && System.Text.Unicode.Utf8.IsValid(content))
            type = $"{part.MimeType}; charset=utf-8{(type.Contains("format=flowed", StringComparison.OrdinalIgnoreCase) ? "; format=flowed" : "")}{(type.Contains("delsp=yes", StringComparison.OrdinalIgnoreCase) ? "; delsp=yes" : "")}";
        Field(output, "Content-Type", type);
        if (Header(part, "Content-Disposition") is { } disposition)
            Field(output, "Content-Disposition", disposition);
        Field(output, "Content-Transfer-Encoding", "base64");
        Text(output, "\r\n");
        Text(output, Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks));
    }

    /// <summary>base64url with or without padding; what is broken is empty.</summary>
    public static byte[] Decode(string? data)
    {
        if (string.IsNullOrEmpty(data))
            return [];
        try
        {
            return Base64Url.DecodeFromChars(data.AsSpan().TrimEnd('='));
        }
        catch (FormatException)
        {
            return [];
        }
    }

    static string? Header(GmailPart part, string name) => part.Headers?.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    static bool IsContent(string name) => name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);

    /// <summary>A value with a line break would be another field; Gmail has unfolded them all.</summary>
    static void Field(MemoryStream output, string name, string value) => Text(output, $"{name}: {value.ReplaceLineEndings(" ")}\r\n");

    static void Text(MemoryStream output, string text) => output.Write(Encoding.UTF8.GetBytes(text));
}
