namespace Steward.Mail;

/// <summary>Hands a message of a Local account to an SMTP server. Only the Local performer calls it, with an approved action in hand.</summary>
public interface IMailRelay
{
    /// <summary>False when no relay is configured: then Local accounts reach only one another.</summary>
    bool Configured { get; }

    /// <summary>
    /// Delivers to the envelope recipients only. Never throws for what a server or network does: a refusal before the message was taken is
    /// <see cref="RelayOutcome.Refused"/>; anything after which the server may have taken it is <see cref="RelayOutcome.Unknown"/>.
    /// </summary>
    Task<RelayOutcome> SendAsync(RelayMessage message, CancellationToken cancel);
}

/// <param name="MessageId">Without angle brackets; made from the action's key, so that a repeated hand-over can be recognised downstream.</param>
/// <param name="Envelope">Whom the relay delivers to: the recipients outside this Steward, hidden copies too.</param>
public sealed record RelayMessage(
    string MessageId, MailAddress From, IReadOnlyList<MailAddress> To, IReadOnlyList<MailAddress> Cc, IReadOnlyList<string> Envelope,
    string Subject, string Text, DateTimeOffset Date, string? InReplyTo, IReadOnlyList<string> References, IReadOnlyList<IncomingAttachment> Attachments);

public abstract record RelayOutcome
{
    RelayOutcome() { }
    public sealed record Accepted : RelayOutcome;
    public sealed record Refused(string Code, string Reason) : RelayOutcome;
    public sealed record Unknown(string Reason) : RelayOutcome;
}
