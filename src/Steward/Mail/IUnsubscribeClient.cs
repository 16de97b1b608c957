namespace Steward.Mail;

/// <summary>Sends the one request of RFC 8058. Only the performer calls it, with an approved action in hand.</summary>
public interface IUnsubscribeClient
{
    /// <summary>
    /// POSTs <c>List-Unsubscribe=One-Click</c> to the address, once: no cookies, no credentials, no redirect followed, and nothing but public addresses reached.
    /// Never throws for what a server or network does: whatever ends before the request went out is <see cref="UnsubscribeOutcome.Refused"/>, as is a plain no of
    /// the site; anything after which it may have taken effect is <see cref="UnsubscribeOutcome.Unknown"/>.
    /// </summary>
    Task<UnsubscribeOutcome> PostAsync(Uri address, CancellationToken cancel);
}

public abstract record UnsubscribeOutcome
{
    UnsubscribeOutcome() { }

    /// <param name="Status">The HTTP status, from 200 to 299.</param>
    public sealed record Accepted(int Status) : UnsubscribeOutcome;

    public sealed record Refused(string Code, string Reason) : UnsubscribeOutcome;

    public sealed record Unknown(string Reason) : UnsubscribeOutcome;
}
