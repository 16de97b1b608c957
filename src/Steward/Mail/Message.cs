namespace Steward.Mail;

/// <summary>A mailbox of a person, at a provider: the first argument of every port call.</summary>
public sealed record Mailbox(Guid PersonId, Guid AccountId, string Provider, string Address);

/// <summary>RFC 5322 mailbox. <see cref="Email"/> is lower-cased in its domain; <see cref="Name"/> is outside text, free of control and bidi characters.</summary>
public sealed record MailAddress(string? Name, string Email);

/// <summary>
/// The labels that mean something to Steward, in Gmail's spelling. "In the inbox" is the label INBOX, and archiving removes it; a provider
/// with folders maps them to these.
/// </summary>
public static class SystemLabels
{
    public const string Inbox = "INBOX";
    public const string Unread = "UNREAD";
    public const string Starred = "STARRED";
    public const string Important = "IMPORTANT";
    public const string Sent = "SENT";
    public const string Draft = "DRAFT";
    public const string Trash = "TRASH";
    public const string Spam = "SPAM";
    /// <summary>Out of the inbox until <see cref="MessageSummary.SnoozedUntil"/>.</summary>
    public const string Snoozed = "SNOOZED";
    public const string Personal = "CATEGORY_PERSONAL";
    public const string Social = "CATEGORY_SOCIAL";
    public const string Promotions = "CATEGORY_PROMOTIONS";
    public const string Updates = "CATEGORY_UPDATES";
    public const string Forums = "CATEGORY_FORUMS";

    public static readonly IReadOnlySet<string> All =
        new HashSet<string>(StringComparer.Ordinal) { Inbox, Unread, Starred, Important, Sent, Draft, Trash, Spam, Snoozed, Personal, Social, Promotions, Updates, Forums };
}

/// <summary>A message as lists show it. All text in it is outside text.</summary>
public sealed record MessageSummary
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; init; }
    public required Guid ThreadId { get; init; }
    public required MailAddress From { get; init; }
    public required IReadOnlyList<MailAddress> To { get; init; }
    public required string Subject { get; init; }
    /// <summary>First words of the text, whitespace folded, at most 200 characters.</summary>
    public required string Snippet { get; init; }
    /// <summary>When the message was received (or sent), UTC.</summary>
    public required DateTimeOffset Date { get; init; }
    /// <summary>System labels and the person's own, by name.</summary>
    public required IReadOnlyList<string> Labels { get; init; }
    public required long Size { get; init; }
    public bool HasAttachments { get; init; }
    /// <summary>Changes with every change of the message; opaque.</summary>
    public required string Revision { get; init; }

    /// <summary>When a snoozed message comes back to the inbox.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    public bool Unread => Labels.Contains(SystemLabels.Unread);
}

/// <summary>A whole message.</summary>
public sealed record Message
{
    public required MessageSummary Summary { get; init; }
    /// <summary>RFC 5322 Message-ID without angle brackets; made up deterministically when the message had none.</summary>
    public required string MessageId { get; init; }
    public string? InReplyTo { get; init; }
    public IReadOnlyList<string> References { get; init; } = [];
    public IReadOnlyList<MailAddress> Cc { get; init; } = [];
    public IReadOnlyList<MailAddress> Bcc { get; init; } = [];
    public IReadOnlyList<MailAddress> ReplyTo { get; init; } = [];
    /// <summary>The readable text: text/plain, or text made of the HTML without what is invisible there.</summary>
    public required string Text { get; init; }
    /// <summary>Original HTML, not sanitised: only for the sandboxed viewer.</summary>
    public string? Html { get; init; }
    /// <summary>Characters of hidden text and invisible characters that were left out of <see cref="Text"/>.</summary>
    public int HiddenCharacters { get; init; }
    /// <summary>Value of List-Unsubscribe, when there is one.</summary>
    public string? ListUnsubscribe { get; init; }
    /// <summary>The message says that its List-Unsubscribe takes one POST (RFC 8058).</summary>
    public bool OneClickUnsubscribe { get; init; }
    /// <summary>List-Id without angle brackets, when there is one.</summary>
    public string? ListId { get; init; }
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];
}

/// <param name="Index">0, 1, … within its message; how it is fetched.</param>
/// <param name="FileName">Outside text; metadata only, never a path.</param>
/// <param name="Sha256">Null while the octets are still only at the provider.</param>
/// <param name="ContentId">Content-ID without angle brackets, for pictures that the HTML shows in their place.</param>
public sealed record Attachment(int Index, string FileName, string ContentType, long Size, string? Sha256, string? ContentId = null);

/// <summary>A thread as lists show it.</summary>
public sealed record ThreadSummary
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; init; }
    public required string Subject { get; init; }
    public required string Snippet { get; init; }
    public required IReadOnlyList<MailAddress> Participants { get; init; }
    public required DateTimeOffset LastMessageAt { get; init; }
    public required int MessageCount { get; init; }
    public required int UnreadCount { get; init; }
    /// <summary>Union of its messages' labels.</summary>
    public required IReadOnlyList<string> Labels { get; init; }
    public bool HasAttachments { get; init; }
}

public sealed record MailThread(ThreadSummary Summary, IReadOnlyList<Message> Messages);

public sealed record Label(string Name, bool System, long Messages, long Unread);
