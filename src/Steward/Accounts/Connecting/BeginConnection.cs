using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Steward.Accounts.Grants;
using Steward.Accounts.SignIn;
using Steward.Platform;

namespace Steward.Accounts.Connecting;

/// <param name="AccountId">To sign an account in again or to allow it more; null connects one.</param>
/// <param name="Access">What it is to be allowed; reading mail and calendars when nothing is said. What it was allowed before stays.</param>
/// <param name="Label">personal, work, own …; null keeps it, or is "personal".</param>
/// <param name="ReturnTo">Where in Steward the person goes on afterwards.</param>
sealed record BeginConnectionRequest(string Provider, Guid? AccountId, AccountAccess[]? Access, string? Label, string? ReturnTo);

/// <param name="Browser">A secret for the browser alone: whoever comes back must bring it along.</param>
sealed record BegunConnection(Uri AuthorizationPage, string Browser);

/// <summary>
/// Begins a sign-in at a provider: authorization code with PKCE (RFC 7636, S256), a state that is good once and bound to person and browser, a nonce for
/// the identity (OpenID Connect Core 3.1.2.1). Nothing is connected by this.
/// </summary>
sealed class BeginConnection(StewardDbContext db, Seals seals, IEnumerable<IAuthorizationServer> servers, OAuthClients clients, ConnectionAddress address, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public async Task<Result<BegunConnection>> ExecuteAsync(Guid personId, BeginConnectionRequest request, string host, string? browser, CancellationToken cancel)
    {
        if (servers.FirstOrDefault(s => s.Provider == request.Provider) is not { } server)
            return Error.Invalid("provider", "Accounts of this provider cannot be connected here.");
        if (AddLocalAccount.Check(null, request.Label) is { } wrong)
            return wrong;
        if (ReturnTo(request.ReturnTo) is not { } returnTo)
            return Error.Invalid("returnTo", "This is not a path within Steward.");
        if (await clients.FindAsync(server.Provider, cancel) is not { } client)
            return Error.Refused("client_missing", $"This Steward is not registered at {server.Name} yet: enter its client ID and secret in the settings first.");
        var redirect = address.For(server.Provider, host);
        if (redirect.Error is { } unknown)
            return unknown;
        var account = request.AccountId is not { } id ? null
            : await db.Set<LinkedAccount>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.PersonId == personId && a.Provider == server.Provider, cancel);
        if (request.AccountId is not null && account is null)
            return Error.NotFound("account");

        var granted = account is null ? [] : await db.Set<Grant>().AsNoTracking().Where(g => g.AccountId == account.Id).Select(g => g.Scopes).SingleOrDefaultAsync(cancel) ?? [];
        string[] scopes = [.. Wanted(request, account, granted, server).Union(granted, StringComparer.Ordinal)];
        var (state, nonce, verifier) = (Secrets.New(), Secrets.New(), new Secret(Secrets.New()));
        // A sign-in in another tab must not end this one: a browser that has a secret keeps it.
        browser = browser is { Length: 64 } && browser.All(char.IsAsciiHexDigitLower) ? browser : Secrets.New();
        var digest = Secrets.Digest(state);
        var now = clock.GetUtcNow();
        db.Add(new Connection
        {
            StateSha256 = digest, PersonId = personId, BrowserSha256 = Secrets.Digest(browser), Provider = server.Provider, AccountId = account?.Id, Scopes = scopes,
            Label = string.IsNullOrWhiteSpace(request.Label) ? null : request.Label.Trim(), Nonce = nonce, RedirectUri = redirect.Value, ReturnTo = returnTo, ExpiresAt = now + Lifetime,
            VerifierSealed = seals.Seal(Connection.VerifierColumn, Connection.Row(digest), verifier),
        });
        await db.Set<Connection>().Where(c => c.ExpiresAt < now.AddDays(-1)).ExecuteDeleteAsync(cancel);
        await db.SaveChangesAsync(cancel);
        return new BegunConnection(server.AuthorizationPage(client, new(redirect.Value, scopes, state, nonce, Challenge(verifier), account?.Address)), browser);
    }

    /// <summary>Reading first: what changes something is asked for when it is needed. An account that is signed in again without a wish gets back what it had.</summary>
    static IEnumerable<string> Wanted(BeginConnectionRequest request, LinkedAccount? account, string[] granted, IAuthorizationServer server)
    {
        AccountAccess[] access = request.Access is { Length: > 0 } wish ? wish : account is null || granted.Length == 0 ? [AccountAccess.ReadMail, AccountAccess.ReadCalendar] : [];
        foreach (var one in access)
        {
            var enough = server.ScopesFor(one);
            if (!enough.Intersect(granted, StringComparer.Ordinal).Any())
                yield return enough[0];
        }
    }

    static string Challenge(Secret verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier.Reveal())));

    /// <summary>A path of our own, so that nobody is led elsewhere after signing in; null when it is anything else.</summary>
    static string? ReturnTo(string? path) =>
        string.IsNullOrEmpty(path) ? "/accounts"
        : path.Length <= 500 && path[0] == '/' && path is not ['/', '/' or '\\', ..] && !path.Any(c => char.IsControl(c) || c == '\\') ? path
        : null;
}
