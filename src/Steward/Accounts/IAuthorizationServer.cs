using Steward.Platform;

namespace Steward.Accounts;

/// <summary>
/// The OAuth 2.0 authorization server (RFC 6749, with PKCE, RFC 7636) of a provider whose accounts can be linked. Implementations hold no state and store
/// nothing; what they return is outside text except where it says otherwise.
/// </summary>
public interface IAuthorizationServer
{
    /// <summary>"google", "microsoft": the <see cref="LinkedAccount.Provider"/> of its accounts.</summary>
    string Provider { get; }

    /// <summary>How people call it.</summary>
    string Name { get; }

    /// <summary>Where people take their permission back without Steward.</summary>
    Uri PermissionsPage { get; }

    /// <summary>Any one of these allows it; the first, the narrowest, is what is asked for.</summary>
    IReadOnlyList<string> ScopesFor(AccountAccess access);

    /// <summary>Where the person's browser is sent.</summary>
    Uri AuthorizationPage(OAuthClient client, AuthorizationRequest request);

    /// <summary>Exchanges the code, once. A refusal tells in words for a person; nothing is kept then.</summary>
    Task<Result<TokenAnswer>> ExchangeAsync(OAuthClient client, CodeExchange exchange, CancellationToken cancel);

    /// <summary>A new access token. Only one call at a time may be made for a grant: some servers take a refresh token once.</summary>
    Task<RefreshAnswer> RefreshAsync(OAuthClient client, Secret refreshToken, CancellationToken cancel);

    /// <summary>Takes the whole grant back (RFC 7009). True when the provider said that it is gone, now or before.</summary>
    Task<bool> RevokeAsync(Secret refreshToken, CancellationToken cancel);
}

/// <summary>This Steward's registration at a provider. A secret of a program on the person's own machine is none (RFC 8252), but Google asks for it.</summary>
public sealed record OAuthClient(string Id, Secret? Secret);

/// <param name="Scopes">Everything that is wanted, what was granted before included: not every kind of client may add to a grant.</param>
/// <param name="LoginHint">The address of the account that is meant; null lets the person choose.</param>
public sealed record AuthorizationRequest(string RedirectUri, IReadOnlyList<string> Scopes, string State, string Nonce, string CodeChallenge, string? LoginHint);

public sealed record CodeExchange(string Code, Secret Verifier, string RedirectUri, string Nonce);

/// <param name="Identity">Checked: it came from the provider itself, for this client, in answer to this request.</param>
/// <param name="Refresh">Null when the provider gave none, because it had given one before.</param>
/// <param name="Scopes">What the person has granted, which may be less than was asked for.</param>
public sealed record TokenAnswer(AccountIdentity Identity, Secret Access, TimeSpan Lifetime, Secret? Refresh, IReadOnlyList<string> Scopes);

public sealed record AccountIdentity(string Subject, string Address, string? DisplayName);

/// <summary>What came of asking for a new access token.</summary>
public abstract record RefreshAnswer
{
    RefreshAnswer() { }

    /// <param name="Rotated">The refresh token to use from now on; null: the same as before.</param>
    /// <param name="Scopes">Null: the same as before.</param>
    public sealed record Refreshed(Secret Access, TimeSpan Lifetime, Secret? Rotated, IReadOnlyList<string>? Scopes) : RefreshAnswer;

    /// <summary><c>invalid_grant</c>: the person has taken the permission back, it has run out, or it was replaced. Only a new sign-in helps.</summary>
    public sealed record Ended : RefreshAnswer;

    /// <summary>The provider does not know this Steward (any more): its operator has to look. The person's grant may be as good as ever.</summary>
    public sealed record ClientRefused(string Reason) : RefreshAnswer;

    /// <summary>No answer, or none that decides anything. Later it may work.</summary>
    public sealed record NoAnswer(TimeSpan? RetryAfter) : RefreshAnswer;
}
