using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Items;

/// <summary>Makes an account's sync due now: it was connected again, its provider says that something changed, or the person asks.</summary>
public sealed class WakeSync(StewardDbContext db, TimeProvider clock)
{
    public const string Channel = "steward_syncs";

    /// <param name="resource">Null: all of the account's.</param>
    public async Task ExecuteAsync(Guid accountId, string? resource, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await db.Set<Syncing.Sync>().Where(s => s.AccountId == accountId && (resource == null || s.Resource == resource))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.DueAt, now).SetProperty(s => s.Quiet, 0), cancel);
        await db.Database.ExecuteSqlAsync($"SELECT pg_notify({Channel}, '')", cancel);
    }
}
