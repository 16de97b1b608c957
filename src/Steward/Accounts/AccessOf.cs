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

    IReadOnlyList<AccountAccess> Of(LinkedAccount account, string[] scopes) => servers.FirstOrDefault(s => s.Provider == account.Provider) is { } server
        ? [.. Enum.GetValues<AccountAccess>().Where(access => server.ScopesFor(access).Intersect(scopes, StringComparer.Ordinal).Any())]
        : Enum.GetValues<AccountAccess>();
}
