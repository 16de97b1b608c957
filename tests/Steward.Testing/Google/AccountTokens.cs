using System.Collections.Concurrent;
using Steward.Accounts;
using Steward.Platform;
using Steward.Providers.Google;

namespace Steward.Testing.Google;

/// <summary>
/// Google's token endpoint for tests that are not about signing in: an access token is a number and the account's address, and only the newest number is good. The bare
/// address is good always: it is the person, in Google's own page.
/// </summary>
public sealed class AccountTokens : IAuthorizationServer
{
    readonly ConcurrentDictionary<string, int> newest = new(StringComparer.OrdinalIgnoreCase);
    readonly ConcurrentDictionary<string, bool> ended = new(StringComparer.OrdinalIgnoreCase);

    public string Provider => "google";
    public string Name => "Google";
    public Uri PermissionsPage { get; } = new("https://myaccount.google.com/connections");

    public string Current(string address) => $"{newest.GetValueOrDefault(address)}#{address}";

    /// <summary>Whose token it is; null when it is not good.</summary>
    public string? AddressOf(string token)
    {
        var at = token.IndexOf('#', StringComparison.Ordinal);
        var address = token[(at + 1)..];
        return !address.Contains('@', StringComparison.Ordinal) ? null : at < 0 || (token == Current(address) && !ended.ContainsKey(address)) ? address : null;
    }

    /// <summary>The access token is no longer good; renewing gives another.</summary>
    public void Expire(string address) => newest.AddOrUpdate(address, 1, (_, n) => n + 1);

    /// <summary>The person has taken the permission back.</summary>
    public void End(string address) => ended[address] = true;

    /// <summary>And has given it again.</summary>
    public void Allow(string address) => ended.TryRemove(address, out _);

    public Task<RefreshAnswer> RefreshAsync(OAuthClient client, Secret refreshToken, CancellationToken cancel) => Task.FromResult<RefreshAnswer>(
        ended.ContainsKey(refreshToken.Reveal()) ? new RefreshAnswer.Ended() : new RefreshAnswer.Refreshed(new(Current(refreshToken.Reveal())), TimeSpan.FromDays(3650), null, null));

    public Task<bool> RevokeAsync(Secret refreshToken, CancellationToken cancel)
    {
        End(refreshToken.Reveal());
        return Task.FromResult(true);
    }

    public IReadOnlyList<string> ScopesFor(AccountAccess access) => access is AccountAccess.ReadCalendar or AccountAccess.ChangeCalendar ? [GoogleScopes.Calendar] : [GoogleScopes.GmailModify];

    public Uri AuthorizationPage(OAuthClient client, AuthorizationRequest request) => throw new NotSupportedException("Nobody signs in here.");

    public Task<Result<TokenAnswer>> ExchangeAsync(OAuthClient client, CodeExchange exchange, CancellationToken cancel) => throw new NotSupportedException("Nobody signs in here.");
}
