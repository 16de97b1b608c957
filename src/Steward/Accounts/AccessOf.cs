using Microsoft.EntityFrameworkCore;
using Steward.Accounts.Grants;
using Steward.Platform;

namespace Steward.Accounts;

/// <summary>What Steward may do on linked accounts, as it stands in the database. Local accounts, which are Steward's own, allow everything.</summary>
public sealed class AccessOf(StewardDbContext db, IEnumerable<IAuthorizationServer> servers)
{
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<AccountAccess>>> AllAsync(IReadOnlyCollection<LinkedAccount> accounts, CancellationToken cancel)
    {
        Guid[] ids = [.. accounts.Select(a => a.Id)];
        var scopes = await db.Set<Grant>().Where(g => ids.Contains(g.AccountId)).ToDictionaryAsync(g => g.AccountId, g => g.Scopes, cancel);
        return accounts.ToDictionary(a => a.Id, a => Of(a, scopes.GetValueOrDefault(a.Id) ?? []));
    }

    public async Task<bool> AllowsAsync(LinkedAccount account, AccountAccess access, CancellationToken cancel) => (await AllAsync([account], cancel))[account.Id].Contains(access);

    /// <summary>
    /// What keeps Steward from doing this on the account and is mended by its person's consent: <c>account_needs_attention</c>, <c>access_missing</c>. Null when nothing does; an account without any
    /// permission is not judged here. What is missing stays missing until the caller's transaction ends: whoever stores that something waits for it is told of the consent afterwards, never before.
    /// </summary>
    public async Task<Error?> MissingAsync(LinkedAccount account, AccountAccess access, CancellationToken cancel)
    {
        if (servers.FirstOrDefault(s => s.Provider == account.Provider) is not { } server)
            return null;
        if (Missing(await db.Set<Grant>().AsNoTracking().SingleOrDefaultAsync(g => g.AccountId == account.Id, cancel), account, access, server) is null)
            return null;
        var held = await db.Set<Grant>().FromSql($"SELECT * FROM accounts.grants WHERE account_id = {account.Id} FOR SHARE").AsNoTracking().ToListAsync(cancel);
        return Missing(held.FirstOrDefault(), account, access, server);
    }

    static Error? Missing(Grant? grant, LinkedAccount account, AccountAccess access, IAuthorizationServer server) =>
        grant is null ? null
        : grant.EndedAt is not null ? Error.Unavailable("account_needs_attention", $"{server.Name} no longer accepts Steward's permission for {account.Address}. Sign in again, and this goes on by itself.")
        : server.ScopesFor(access).Intersect(grant.Scopes, StringComparer.Ordinal).Any() ? null
        : Error.Refused("access_missing", $"You have not allowed Steward to {Words(access)} at {account.Address} yet. Allow it at {server.Name}, and this goes on by itself.");

    static string Words(AccountAccess access) => access switch
    {
        AccountAccess.ReadMail => "read your mail",
        AccountAccess.DraftMail => "write drafts",
        AccountAccess.SendMail => "send mail",
        AccountAccess.ChangeMail => "change your mail",
        AccountAccess.ReadCalendar => "read your calendars",
        AccountAccess.ChangeCalendar => "change your calendars",
    };

    IReadOnlyList<AccountAccess> Of(LinkedAccount account, string[] scopes) => servers.FirstOrDefault(s => s.Provider == account.Provider) is { } server
        ? [.. Enum.GetValues<AccountAccess>().Where(access => server.ScopesFor(access).Intersect(scopes, StringComparer.Ordinal).Any())]
        : Enum.GetValues<AccountAccess>();
}
