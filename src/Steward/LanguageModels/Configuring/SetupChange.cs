using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.LanguageModels.Configuring;

/// <summary>Saves what a person changed and counts their version on, in one transaction: the next call of theirs, in any process, reads it anew.</summary>
static class SetupChange
{
    public static async Task SaveAsync(StewardDbContext db, Guid personId, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.SaveChangesAsync(cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO models.choices AS c (person_id, tier, local_only, version) VALUES ({personId}, 'free', false, 1)
            ON CONFLICT (person_id) DO UPDATE SET version = c.version + 1
            """, cancel);
        await transaction.CommitAsync(cancel);
    }
}
