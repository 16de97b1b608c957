using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Steward.Platform;

namespace Steward.Accounts.Grants;

/// <summary>
/// Renews the access token of one grant, under the lock of its row: a second node waits, then finds the new token. The answer is stored before anybody uses
/// it. A process that dies in between has lost an access token; it has lost a refresh token only at a provider that replaces them at each use.
/// </summary>
sealed class RenewGrant(StewardDbContext db, Seals seals, IEnumerable<IAuthorizationServer> servers, OAuthClients clients, LiveEvents live, TimeProvider clock, ILogger<RenewGrant> log)
{
    /// <summary>For the provider's answer; the row is locked for no longer.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public async Task<Result<AccessToken>> ExecuteAsync(Guid accountId, TimeSpan early)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        var grant = (await db.Set<Grant>().FromSql($"SELECT * FROM accounts.grants WHERE account_id = {accountId} FOR UPDATE").ToListAsync(CancellationToken.None)).FirstOrDefault();
        var account = await db.Set<LinkedAccount>().SingleOrDefaultAsync(a => a.Id == accountId, CancellationToken.None);
        if (account is null)
            return Error.NotFound("account");
        if (AccessTokens.Unusable(account, grant) is { } unusable)
            return unusable;
        if (grant!.TokenUntil(clock.GetUtcNow() + early, account, seals) is { } fresh)
            return fresh;
        var server = servers.Single(s => s.Provider == account.Provider);
        if (await clients.FindAsync(server.Provider, CancellationToken.None) is not { } client)
            return Error.Unavailable("client_refused", $"This Steward is no longer registered at {server.Name}: its client ID is missing on the settings page.");

        // The lifetime counts from before the question: the provider's clock began no earlier, and ours need not agree with it.
        var asked = clock.GetUtcNow();
        using var limit = new CancellationTokenSource(Limit, clock);
        var answer = await server.RefreshAsync(client, grant.RefreshToken(seals), limit.Token);
        CrashPoint.Hit("accounts.renew.before-commit");
        var result = Apply(answer, account, grant, server, asked);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM accounts.linked_accounts WHERE id = {accountId} FOR NO KEY UPDATE", CancellationToken.None); // before the live events, as a sync does
        await db.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    Result<AccessToken> Apply(RefreshAnswer answer, LinkedAccount account, Grant grant, IAuthorizationServer server, DateTimeOffset asked)
    {
        switch (answer)
        {
            case RefreshAnswer.Refreshed refreshed:
                grant.KeepAccessToken(seals, refreshed.Access, asked + refreshed.Lifetime);
                grant.RefreshedAt = asked;
                if (refreshed.Rotated is { } rotated)
                    grant.KeepRefreshToken(seals, rotated);
                if (refreshed.Scopes is { } scopes)
                    grant.Scopes = [.. scopes];
                return new AccessToken(refreshed.Access, grant.Version, account.Subject!);
            case RefreshAnswer.Ended:
                log.LogWarning("{Provider} says that the grant of account {Account} is over", server.Name, account.Id);
                grant.EndedAt = asked;
                account.Health = AccountHealth.NeedsAttention;
                account.HealthReason = $"{server.Name} no longer accepts Steward's permission: it ran out, or it was taken back. Everything that was read is still here. Sign in again to go on.";
                live.Stage(account.PersonId, "accounts_changed", account.Id, new { });
                return AccessTokens.Unusable(account, grant)!;
            case RefreshAnswer.ClientRefused refused:
                log.LogError("{Provider} refuses this Steward's client: {Reason}", server.Name, refused.Reason);
                return Error.Unavailable("client_refused", $"{server.Name} does not accept this Steward's client ID and secret ({refused.Reason}). Whoever runs it has to correct them on the settings page.");
            default:
                return Error.Unavailable("provider_unreachable", $"{server.Name} cannot be reached to renew the sign-in of {account.Address}. It is tried again.");
        }
    }
}
