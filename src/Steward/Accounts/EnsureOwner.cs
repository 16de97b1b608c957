using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Accounts;

/// <summary>The first start makes the owner, who signs in by link or token and may set a password later. Harmless to repeat, also by two nodes at once.</summary>
public sealed class EnsureOwner(StewardDbContext db, Ids ids, TimeProvider clock)
{
    public async Task<Person> ExecuteAsync(string displayName, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"LOCK TABLE accounts.people IN SHARE ROW EXCLUSIVE MODE", cancel);
        var owner = await db.Set<Person>().OrderBy(p => p.CreatedAt).FirstOrDefaultAsync(p => p.Role == Role.Owner, cancel);
        if (owner is null)
        {
            owner = new Person
            {
                Id = ids.New(), Email = "owner@localhost", NormalizedEmail = "OWNER@LOCALHOST", DisplayName = displayName, Role = Role.Owner,
                SecurityStamp = SignIn.Secrets.New(), CreatedAt = clock.GetUtcNow(),
            };
            db.Add(owner);
            await db.SaveChangesAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
        return owner;
    }
}
