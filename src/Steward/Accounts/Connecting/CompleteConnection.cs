using Microsoft.EntityFrameworkCore;
using Steward.Accounts.Grants;
using Steward.Accounts.SignIn;
using Steward.Platform;

namespace Steward.Accounts.Connecting;

/// <param name="Code">What the provider gave the browser; or else <paramref name="Error"/>.</param>
sealed record CompleteConnectionRequest(string State, string? Code, string? Error);

/// <param name="Outcome">connected: it is new; merged: it was there already, and is the same one still; renewed: it is signed in again or allowed more.</param>
/// <param name="Declined">What was asked for and not allowed: it stays off.</param>
sealed record CompletedConnection(Guid AccountId, string Address, string Outcome, IReadOnlyList<AccountAccess> Declined, string ReturnTo);

/// <summary>
/// Finishes a sign-in: only by the person and in the browser that began it, once, in time. The account is known by the provider's subject, never by its
/// address. Account, grant and message commit together, or nothing does.
/// </summary>
sealed class CompleteConnection(
    StewardDbContext db, Seals seals, IEnumerable<IAuthorizationServer> servers, OAuthClients clients, RevokeGrant revoke, LiveEvents live, Outbox outbox, Ids ids, TimeProvider clock)
{
    static readonly Error Unknown = Error.Refused("connection_unknown", "This sign-in was not begun in this browser, took longer than ten minutes, or is finished already. Begin it again on the accounts page.");

    public async Task<Result<CompletedConnection>> ExecuteAsync(Guid personId, CompleteConnectionRequest request, string browser, CancellationToken cancel)
    {
        if (await TakeAsync(personId, request.State ?? "", browser, cancel) is not { } connection)
            return Unknown;
        var server = servers.Single(s => s.Provider == connection.Provider);
        if (request.Error is { Length: > 0 } error)
            return error == "access_denied"
                ? Error.Refused("access_denied", $"Nothing was connected: at {server.Name} you chose not to allow it.")
                : Error.Refused("provider_refused", $"{server.Name} did not let you sign in to this Steward ({VisibleText.CleanLine(error.Length > 60 ? error[..60] : error)}). Nothing was connected.");
        if (string.IsNullOrEmpty(request.Code) || await clients.FindAsync(server.Provider, cancel) is not { } client)
            return Unknown;
        var verifier = seals.Open(Connection.VerifierColumn, Connection.Row(connection.StateSha256), connection.VerifierSealed);
        var answer = await server.ExchangeAsync(client, new(request.Code, verifier, connection.RedirectUri, connection.Nonce), cancel);
        // From here on there is a grant at the provider: it is kept or taken back, whether or not the browser waits for the answer.
        return answer.Error is { } refused ? refused : await KeepAsync(connection, server, answer.Value, CancellationToken.None);
    }

    /// <summary>Uses the state up. Null when there is none such for this person and browser.</summary>
    async Task<Connection?> TakeAsync(Guid personId, string state, string browser, CancellationToken cancel)
    {
        var (digest, from, now) = (Secrets.Digest(state), Secrets.Digest(browser), clock.GetUtcNow());
        var mine = db.Set<Connection>().Where(c => c.StateSha256 == digest && c.PersonId == personId && c.BrowserSha256 == from);
        var taken = await mine.Where(c => c.UsedAt == null && c.ExpiresAt > now).ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancel);
        return taken == 1 ? await mine.AsNoTracking().SingleAsync(cancel) : null;
    }

    async Task<Result<CompletedConnection>> KeepAsync(Connection connection, IAuthorizationServer server, TokenAnswer answer, CancellationToken cancel)
    {
        var identity = answer.Identity;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Two sign-ins of one account at the same moment are taken one after the other, so that the second finds what the first has made.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"{connection.PersonId}/{server.Provider}/{identity.Subject}"}, 0))", cancel);
        var meant = connection.AccountId is not { } id ? null : await db.Set<LinkedAccount>().SingleOrDefaultAsync(a => a.Id == id && a.PersonId == connection.PersonId, cancel);
        var account = await db.Set<LinkedAccount>().SingleOrDefaultAsync(a => a.PersonId == connection.PersonId && a.Provider == server.Provider && a.Subject == identity.Subject, cancel);
        if (connection.AccountId is not null && (meant is null || account?.Id != meant.Id))
            return await WrongAccountAsync(meant, server, answer, cancel);

        var isNew = account is null;
        var grant = isNew ? null : (await db.Set<Grant>().FromSql($"SELECT * FROM accounts.grants WHERE account_id = {account!.Id} FOR UPDATE").ToListAsync(cancel)).FirstOrDefault();
        // Grant, account, live events: in this order everywhere, so that a sync that is under way cannot wait for this in a circle.
        if (!isNew)
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM accounts.linked_accounts WHERE id = {account!.Id} FOR NO KEY UPDATE", cancel);
        if (answer.Refresh is null && grant is null or { EndedAt: not null })
            return Error.Refused("not_lasting", $"{server.Name} allowed this once only, so that Steward could not go on by itself. Take Steward's permission back at {server.PermissionsPage}, then connect again.");
        if (isNew)
        {
            db.Add(account = new LinkedAccount
            {
                Id = ids.New(), PersonId = connection.PersonId, Provider = server.Provider, Subject = identity.Subject, Address = identity.Address, CreatedAt = clock.GetUtcNow(),
                DisplayName = string.IsNullOrWhiteSpace(identity.DisplayName) ? identity.Address : identity.DisplayName, Label = connection.Label ?? "personal",
            });
            await db.SaveChangesAsync(cancel); // the grant refers to it
        }
        account!.Address = identity.Address;
        account.Label = connection.Label ?? account.Label;
        account.Health = AccountHealth.Ok;
        account.HealthReason = null;
        Keep(grant, account, answer);
        live.Stage(account.PersonId, "accounts_changed", account.Id, new { });
        outbox.Stage(AccountConnected.Type, new AccountConnected(account.PersonId, account.Id));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        var outcome = isNew ? "connected" : meant is null ? "merged" : "renewed";
        return new CompletedConnection(account.Id, account.Address, outcome, Declined(connection, server, answer), connection.ReturnTo);
    }

    void Keep(Grant? grant, LinkedAccount account, TokenAnswer answer)
    {
        var now = clock.GetUtcNow();
        if (grant is null)
            db.Add(grant = new Grant { AccountId = account.Id, Scopes = [], RefreshTokenSealed = [] });
        if (answer.Refresh is { } refresh)
            grant.KeepRefreshToken(seals, refresh);
        grant.KeepAccessToken(seals, answer.Access, now + answer.Lifetime);
        grant.Scopes = [.. answer.Scopes];
        grant.GrantedAt = now;
        grant.EndedAt = null;
    }

    /// <summary>Nothing of this Steward's is changed; the permission that came of the mistake is taken back unless it belongs to an account that is connected.</summary>
    async Task<Error> WrongAccountAsync(LinkedAccount? meant, IAuthorizationServer server, TokenAnswer answer, CancellationToken cancel)
    {
        if (answer.Refresh is { } unwanted && !await revoke.IsLinkedAsync(server.Provider, answer.Identity.Subject, except: null, cancel))
            await server.RevokeAsync(unwanted, cancel);
        return meant is null
            ? Error.Conflict("account_gone", "The account was disconnected meanwhile. Nothing was changed.")
            : Error.Refused("wrong_account", $"You chose {answer.Identity.Address} at {server.Name}, but this was for {meant.Address}. Nothing was changed. Try again and choose {meant.Address}, or connect the other one as an account of its own.");
    }

    static List<AccountAccess> Declined(Connection connection, IAuthorizationServer server, TokenAnswer answer) => [.. Enum.GetValues<AccountAccess>().Where(access =>
        server.ScopesFor(access) is var enough && enough.Intersect(connection.Scopes, StringComparer.Ordinal).Any() && !enough.Intersect(answer.Scopes, StringComparer.Ordinal).Any())];
}
