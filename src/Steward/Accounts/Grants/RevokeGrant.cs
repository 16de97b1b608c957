using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Accounts.Grants;

/// <summary>Takes a permission back at the provider.</summary>
sealed class RevokeGrant(StewardDbContext db, Seals seals, IEnumerable<IAuthorizationServer> servers)
{
    /// <summary>
    /// A provider takes back everything that one of its users has allowed to this Steward. So it is not asked while somebody else here uses the same account.
    /// </summary>
    /// <returns>What the person has to know; null when the permission is gone.</returns>
    public async Task<string?> ExecuteAsync(LinkedAccount account, CancellationToken cancel)
    {
        if (servers.FirstOrDefault(s => s.Provider == account.Provider) is not { } server)
            return null;
        var grant = await db.Set<Grant>().AsNoTracking().SingleOrDefaultAsync(g => g.AccountId == account.Id, cancel);
        if (grant is null)
            return null;
        if (await IsLinkedAsync(account.Provider, account.Subject!, account.Id, cancel))
            return $"This Steward's permission at {server.Name} stays, because the same account is also connected by somebody else here.";
        return await server.RevokeAsync(grant.RefreshToken(seals), cancel) ? null
            : $"{server.Name} could not be reached. Steward has forgotten its keys, but take its permission back yourself at {server.PermissionsPage}.";
    }

    public Task<bool> IsLinkedAsync(string provider, string subject, Guid? except, CancellationToken cancel) =>
        db.Set<LinkedAccount>().Where(a => a.Provider == provider && a.Subject == subject && a.Id != except)
            .Join(db.Set<Grant>(), a => a.Id, g => g.AccountId, (_, g) => g.AccountId).AnyAsync(cancel);
}
