namespace Steward.Mail;

/// <summary>
/// A message on its way into the Local store: read by an importer, delivered by another account, or written by the person. Everything in it is outside
/// text; addresses and names are already free of control characters, and <see cref="Text"/> holds only what a reader would see.
/// </summary>
public sealed record IncomingMessage
{
    /// <summary>RFC 5322 Message-ID without angle brackets; null or empty when the message has none (one is then derived from its bytes).</summary>
    public required string? MessageId { get; init; }
    public string? InReplyTo { get; init; }
    /// <summary>Oldest first, without angle brackets.</summary>
    public IReadOnlyList<string> References { get; init; } = [];
    public required MailAddress From { get; init; }
    public IReadOnlyList<MailAddress> To { get; init; } = [];
    public IReadOnlyList<MailAddress> Cc { get; init; } = [];
    public IReadOnlyList<MailAddress> Bcc { get; init; } = [];
    public IReadOnlyList<MailAddress> ReplyTo { get; init; } = [];
    public required string Subject { get; init; }
    /// <summary>When it was received or sent. Stored with microseconds.</summary>
    public required DateTimeOffset Date { get; init; }
    /// <summary>The offset from UTC with which the sender dated it; null when the Date field has none, or says that it is unknown ("-0000").</summary>
    public TimeSpan? WrittenOffset { get; init; }
    public required string Text { get; init; }
    /// <summary>The original HTML, not sanitised.</summary>
    public string? Html { get; init; }
    public int HiddenCharacters { get; init; }
    /// <summary>List-Id without angle brackets.</summary>
    public string? ListId { get; init; }
    /// <summary>Value of List-Unsubscribe.</summary>
    public string? ListUnsubscribe { get; init; }
    /// <summary>List-Unsubscribe-Post says <c>List-Unsubscribe=One-Click</c> (RFC 8058).</summary>
    public bool OneClickUnsubscribe { get; init; }
    /// <summary>System labels by their names in <see cref="SystemLabels"/>, the person's own by theirs.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
    /// <summary>Size in octets of the message as it came.</summary>
    public required long Size { get; init; }
    public IReadOnlyList<IncomingAttachment> Attachments { get; init; } = [];
    /// <summary>The message as it came, octet by octet.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }
    /// <summary>SHA-256 of <see cref="Raw"/>: 32 octets.</summary>
    public required byte[] RawSha256 { get; init; }
}

/// <param name="FileName">Outside text; metadata only, never a path.</param>
/// <param name="Content">Decoded octets.</param>
/// <param name="ContentId">Content-ID without angle brackets, for images that the HTML shows inline.</param>
/// <param name="Elsewhere">Where the octets can be had when they did not come along; then <paramref name="Content"/> is empty.</param>
public sealed record IncomingAttachment(string FileName, string ContentType, ReadOnlyMemory<byte> Content, string? ContentId = null, AttachmentElsewhere? Elsewhere = null)
{
    public long Size => Elsewhere?.Size ?? Content.Length;
}

/// <param name="Part">The provider's name for the part, stable for the message.</param>
/// <param name="Size">Decoded octets, as the provider says.</param>
public sealed record AttachmentElsewhere(string Part, long Size);
