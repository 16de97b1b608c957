using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Items;

/// <param name="Whole">The past is here; only changes are asked for.</param>
/// <param name="Failing">The last attempt failed.</param>
public sealed record SyncState(bool Whole, bool Failing, long Done, long? Total, DateTimeOffset? LastAt);

/// <summary>For readers of mirrored accounts: how far the mirror can be trusted.</summary>
public sealed class SyncStanding(StewardDbContext db)
{
    /// <summary>Null before the first sync has begun.</summary>
    public async Task<SyncState?> OfAsync(Guid accountId, string resource, CancellationToken cancel) => await db.Set<Syncing.Sync>().AsNoTracking()
        .Where(s => s.AccountId == accountId && s.Resource == resource)
        .Select(s => new SyncState(s.Phase == Syncing.SyncPhase.Steady, s.Failures > 0, s.Done, s.Total, s.LastAt)).FirstOrDefaultAsync(cancel);
}
