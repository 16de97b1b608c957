using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts.Grants;
using Steward.Platform;

namespace Steward.Accounts;

/// <summary>An access token of a linked account. Attach it to requests to the provider's own hosts only.</summary>
/// <param name="Version">Tells it from the tokens before and after it.</param>
/// <param name="Subject">Whose it is, in the provider's words: what its limits per user are counted by.</param>
public sealed record AccessToken(Secret Value, long Version, string Subject);

/// <summary>
/// Gives out access tokens of linked accounts and renews them: five minutes before they end, and when one was refused. At most one renewal of a grant is
/// under way over all nodes (the grant's row is locked meanwhile); whoever waited gets its result. A renewal that has begun is not cut off by the caller's
/// cancellation, because the provider may have replaced the refresh token by then. Uses a context of its own: nothing here belongs to a caller's transaction.
/// </summary>
public sealed class AccessTokens(IServiceScopeFactory scopes, Seals seals, TimeProvider clock)
{
    static readonly TimeSpan Early = TimeSpan.FromMinutes(5), Spare = TimeSpan.FromSeconds(30), UntilNextTry = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<Guid, Lazy<Task<Result<AccessToken>>>> renewing = new();
    readonly ConcurrentDictionary<Guid, DateTimeOffset> notBefore = new();

    /// <param name="anyOf">Scopes, in the provider's spelling, of which any one is enough; empty asks for none.</param>
    /// <returns>
    /// The token, or: <c>not_found</c>; <c>account_disconnected</c> and <c>account_needs_attention</c> (a person has to sign in again); <c>access_missing</c>
    /// (the person was never asked for this, or said no); <c>provider_unreachable</c> (later it may work); <c>client_refused</c> (the operator has to look).
    /// </returns>
    public async Task<Result<AccessToken>> GetAsync(Guid accountId, IReadOnlyCollection<string> anyOf, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
        var account = await db.Set<LinkedAccount>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, cancel);
        if (account is null)
            return Error.NotFound("account");
        var grant = await db.Set<Grant>().AsNoTracking().SingleOrDefaultAsync(g => g.AccountId == accountId, cancel);
        if (Unusable(account, grant) is { } error)
            return error;
        if (anyOf.Count > 0 && !anyOf.Intersect(grant!.Scopes, StringComparer.Ordinal).Any())
            return Error.Refused("access_missing", $"You have not allowed this for {account.Address} yet.");
        var now = clock.GetUtcNow();
        if (grant!.TokenUntil(now + Early, account, seals) is { } fresh)
            return fresh;
        var old = grant.TokenUntil(now + Spare, account, seals);
        if (old is not null && notBefore.TryGetValue(accountId, out var later) && now < later)
            return old;
        var renewal = renewing.GetOrAdd(accountId, id => new(() => RenewAsync(id)));
        var renewed = await renewal.Value.WaitAsync(cancel);
        // It did not work in time, but there is time left: the old one is as good as it was.
        return renewed.Error is { Code: "provider_unreachable" or "client_refused" } && old is not null ? old : renewed;
    }

    /// <summary>The provider refused this token (401): the next <see cref="GetAsync"/> renews it. Says nothing when it has been replaced already.</summary>
    public async Task InvalidateAsync(Guid accountId, AccessToken refused, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<StewardDbContext>().Set<Grant>().Where(g => g.AccountId == accountId && g.Version == refused.Version)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.AccessExpiresAt, (DateTimeOffset?)null), cancel);
    }

    async Task<Result<AccessToken>> RenewAsync(Guid accountId)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var result = await scope.ServiceProvider.GetRequiredService<RenewGrant>().ExecuteAsync(accountId, Early);
            if (result.Error?.Code is "provider_unreachable")
                notBefore[accountId] = clock.GetUtcNow() + UntilNextTry;
            else
                notBefore.TryRemove(accountId, out _);
            return result;
        }
        finally
        {
            renewing.TryRemove(accountId, out _);
        }
    }

    internal static Error? Unusable(LinkedAccount account, Grant? grant) =>
        grant is null ? Error.Unavailable("account_disconnected", $"The account {account.Address} is not connected. Connect it again on the accounts page.")
        : grant.EndedAt is not null ? Error.Unavailable("account_needs_attention", $"The account {account.Address} has to be signed in again, on the accounts page.")
        : null;
}
