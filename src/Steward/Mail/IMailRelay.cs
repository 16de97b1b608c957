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
/// <param name="From">The sender's address, for the envelope.</param>
/// <param name="Envelope">Whom the relay delivers to: the recipients outside this Steward, hidden copies too.</param>
/// <param name="Octets">The message as it goes out, with CRLF line ends and without Bcc.</param>
public sealed record RelayMessage(string MessageId, string From, IReadOnlyList<string> Envelope, ReadOnlyMemory<byte> Octets);

public abstract record RelayOutcome
{
    RelayOutcome() { }
    public sealed record Accepted : RelayOutcome;
    public sealed record Refused(string Code, string Reason) : RelayOutcome;
    public sealed record Unknown(string Reason) : RelayOutcome;
}
