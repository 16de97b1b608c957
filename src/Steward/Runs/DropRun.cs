using Microsoft.EntityFrameworkCore;
using Steward.Platform;
using Steward.Runs.Store;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs;

/// <summary>
/// Drops a failed run as it stands: it ends as cancelled, nothing is compensated, and its last step says so. For whatever a person has put right by hand;
/// cancelling it instead compensates.
/// </summary>
public sealed class DropRun(StewardDbContext db, ICheckpointStore store)
{
    public async Task<Result<RunView>> ExecuteAsync(Guid ownerId, Guid runId, CancellationToken cancel)
    {
        if (!await db.Set<RunRow>().AnyAsync(run => run.Id == runId && run.OwnerId == ownerId, cancel))
            return Error.NotFound("run");
        if (!await store.DropAsync(runId, cancel))
            return Error.Conflict("run_not_failed", "Only a failed run can be dropped.");
        return RunView.Of(await db.Set<RunRow>().AsNoTracking().SingleAsync(run => run.Id == runId, cancel), []);
    }
}
