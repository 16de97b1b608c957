using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Items.Syncing;

/// <summary>Takes what is due. Of any number of nodes one gets each row, for as long as its lease lasts; whoever had it before can no longer write.</summary>
sealed class ClaimSync(StewardDbContext db, IEnumerable<ISyncSource> sources, TimeProvider clock)
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>Accounts that were connected since are begun with.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var source in sources)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO items.syncs (account_id, resource, person_id, phase, done, due_at, quiet, failures, fence)
                SELECT id, {source.Resource}, person_id, 'First', 0, {now}, 0, 0, 0 FROM accounts.linked_accounts a WHERE provider = {source.Provider} AND health <> 'Disconnected'
                    AND NOT EXISTS (SELECT FROM items.syncs s WHERE s.account_id = a.id AND s.resource = {source.Resource})
                ON CONFLICT DO NOTHING
                """, cancel);
        }
    }

    /// <param name="limit">At most this many.</param>
    public async Task<IReadOnlyList<Sync>> TakeAsync(int limit, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return await db.Set<Sync>().FromSql(
            $"""
            UPDATE items.syncs SET lease_until = {now + Lease}, fence = fence + 1
            WHERE (account_id, resource) IN (
                SELECT s.account_id, s.resource FROM items.syncs s JOIN accounts.linked_accounts a ON a.id = s.account_id
                WHERE s.due_at <= {now} AND (s.lease_until IS NULL OR s.lease_until <= {now}) AND a.health <> 'Disconnected'
                ORDER BY s.due_at LIMIT {limit} FOR UPDATE OF s SKIP LOCKED)
            RETURNING *
            """).AsNoTracking().ToListAsync(cancel);
    }

    public async Task<SyncAccount?> AccountAsync(Sync sync, CancellationToken cancel) => await db.Set<LinkedAccount>().AsNoTracking()
        .Where(a => a.Id == sync.AccountId && a.PersonId == sync.PersonId).Select(a => new SyncAccount(a.PersonId, a.Id, a.Address)).FirstOrDefaultAsync(cancel);
}
