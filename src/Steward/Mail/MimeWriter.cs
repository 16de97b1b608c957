using System.Globalization;
using System.Text;
using Steward.Mail.Mime;
using Steward.Platform;

namespace Steward.Mail;

/// <summary>What one outgoing message consists of. Nothing in it is taken as markup or as a header of its own.</summary>
public sealed record OutgoingMessage
{
    public required MailAddress From { get; init; }
    public required IReadOnlyList<MailAddress> To { get; init; }
    public IReadOnlyList<MailAddress> Cc { get; init; } = [];
    public IReadOnlyList<MailAddress> Bcc { get; init; } = [];
    public required string Subject { get; init; }
    /// <summary>Plain text, sent exactly as it is but for line ends, which become CRLF.</summary>
    public required string Text { get; init; }
    /// <summary>The same in HTML, for messages that Steward makes itself; becomes multipart/alternative.</summary>
    public string? Html { get; init; }
    /// <summary>An iTIP REPLY in iCalendar; becomes an alternative of the text (RFC 6047 §2.4).</summary>
    public string? CalendarReply { get; init; }
    public required DateTimeOffset Date { get; init; }
    /// <summary>Without angle brackets; given by the caller, so that writing the same message again makes the same bytes.</summary>
    public required string MessageId { get; init; }
    /// <summary>Without angle brackets.</summary>
    public string? InReplyTo { get; init; }
    /// <summary>Without angle brackets, oldest first.</summary>
    public IReadOnlyList<string> References { get; init; } = [];
    public IReadOnlyList<MailAddress> ReplyTo { get; init; } = [];
    public IReadOnlyList<OutgoingAttachment> Attachments { get; init; } = [];
    /// <summary>Further header fields; one that this record already has a place for is refused.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}

public sealed record OutgoingAttachment(string FileName, string ContentType, ReadOnlyMemory<byte> Content);

/// <summary>
/// Writes RFC 5322 messages with MIME (RFC 2045–2047, 2183, 2231). The bytes are a function of the input alone; lines end in CRLF and are at most 998 octets.
/// A CR, LF or NUL in anything that becomes a header field is refused, never dropped or folded away: it is the mark of an attempt to add a header. The
/// recipients that Steward's reader finds in the bytes are those that were given.
/// </summary>
public static class MimeWriter
{
    static readonly string[] Reserved =
    [
        "from", "to", "cc", "bcc", "reply-to", "subject", "date", "message-id", "in-reply-to", "references", "mime-version", "sender",
        "content-type", "content-transfer-encoding", "content-disposition",
    ];

    /// <param name="withBcc">True for the sender's own copy; what goes out to others never names Bcc recipients.</param>
    public static Result<byte[]> Write(OutgoingMessage message, bool withBcc = false)
    {
        if (Check(message) is { } error)
            return error;
        var output = new MimeOutput();
        output.Address("From", [message.From]);
        output.Address("To", message.To);
        output.Address("Cc", message.Cc);
        if (withBcc)
            output.Address("Bcc", message.Bcc);
        output.Address("Reply-To", message.ReplyTo);
        output.Text("Subject", message.Subject);
        output.Raw("Date", message.Date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)
            + message.Date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal));
        output.Raw("Message-ID", $"<{message.MessageId}>");
        if (message.InReplyTo is not null)
            output.Raw("In-Reply-To", $"<{message.InReplyTo}>");
        if (message.References.Count > 0)
            output.Raw("References", string.Join(' ', message.References.Select(id => $"<{id}>")));
        foreach (var (name, value) in message.Headers)
            output.Text(name, value);
        output.Raw("MIME-Version", "1.0");
        BodyWriter.Write(output, message);
        return output.ToArray();
    }

    /// <summary>A Message-ID for a message that is sent from this address: unique when <paramref name="id"/> is.</summary>
    public static string NewMessageId(Guid id, string fromAddress)
    {
        var domain = fromAddress[(fromAddress.LastIndexOf('@') + 1)..];
        return $"{id:N}@{(IsIdText(domain) ? domain : "steward.invalid")}";
    }

    static Error? Check(OutgoingMessage message)
    {
        if (HasBreak(message.Subject))
            return Error.Invalid("subject", "The subject contains a line break or a NUL character.");
        (string Field, IReadOnlyList<MailAddress> List)[] lists =
            [("from", [message.From]), ("to", message.To), ("cc", message.Cc), ("bcc", message.Bcc), ("replyTo", message.ReplyTo)];
        foreach (var (field, list) in lists)
        {
            if (list.Any(address => HasBreak(address.Email) || HasBreak(address.Name)))
                return Error.Invalid(field, "An address contains a line break or a NUL character.");
            if (list.FirstOrDefault(address => !MailAddresses.IsCanonical(address.Email)) is { } wrong)
                return Error.Invalid(field, $"“{VisibleText.Clean(wrong.Email)}” is not an e-mail address.");
        }
        if (message.References.Append(message.MessageId).Append(message.InReplyTo ?? message.MessageId).Any(id => !IsIdText(id)))
            return Error.Invalid("messageId", "A message id contains a character that is not allowed there.");
        if (message.Attachments.Any(attachment => HasBreak(attachment.FileName) || HasBreak(attachment.ContentType)))
            return Error.Invalid("attachments", "The name or type of an attachment contains a line break or a NUL character.");
        foreach (var (name, value) in message.Headers)
        {
            if (name.Length is 0 or > 70 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') || Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
                return Error.Invalid("headers", "A header field has a name that is not allowed.");
            if (HasBreak(value))
                return Error.Invalid("headers", "A header field contains a line break or a NUL character.");
        }
        return null;
    }

    static bool HasBreak(string? text) => text is not null && text.AsSpan().ContainsAny("\r\n\0");

    static bool IsIdText(string id) => id.Length is > 0 and <= 900 && id.All(c => c is > ' ' and < (char)127 and not ('<' or '>'));
}
