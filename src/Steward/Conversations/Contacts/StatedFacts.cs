using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Conversations.Contacts;

/// <summary>What a person has said of others is stored or forgotten, and everybody who holds their contacts hears of it.</summary>
sealed class StatedFacts(StewardDbContext db, ContactBooks books, LiveEvents live)
{
    /// <summary>Saves what is staged, in the transaction that is open if one is.</summary>
    public async Task SaveAsync(Guid personId, CancellationToken cancel)
    {
        live.Stage(personId, ContactBooks.Changed, null, new { });
        await db.SaveChangesAsync(cancel);
        books.Forget(personId);
    }

    /// <summary>Forgets, in a transaction of its own; false when there was nothing.</summary>
    public async Task<bool> ForgetAsync<T>(Guid personId, IQueryable<T> said, CancellationToken cancel) where T : class
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await said.ExecuteDeleteAsync(cancel) == 0)
            return false;
        live.Stage(personId, ContactBooks.Changed, null, new { });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        books.Forget(personId);
        return true;
    }
}
