using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Items;

/// <param name="Phase">"first" while the past is still being fetched, newest first; "steady" afterwards.</param>
/// <param name="Done">How much of the past is here.</param>
/// <param name="Total">As the provider estimates it.</param>
/// <param name="Error">Why the last attempt failed, and what to do.</param>
public sealed record SyncView(Guid AccountId, string Resource, string Phase, long Done, long? Total, DateTimeOffset? LastAt, DateTimeOffset NextAt, string? ErrorCode, string? Error);

/// <summary>How far the accounts of a person are in step with their providers.</summary>
public sealed class ListSyncs(StewardDbContext db)
{
    public async Task<IReadOnlyList<SyncView>> ExecuteAsync(Guid personId, CancellationToken cancel) =>
        [.. (await db.Set<Syncing.Sync>().AsNoTracking().Where(s => s.PersonId == personId).OrderBy(s => s.AccountId).ThenBy(s => s.Resource).ToListAsync(cancel))
            .Select(s => new SyncView(s.AccountId, s.Resource, s.Phase == Syncing.SyncPhase.First ? "first" : "steady", s.Done, s.Total, s.LastAt, s.DueAt, s.ErrorCode, s.ErrorDetail))];
}
