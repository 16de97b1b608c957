using Microsoft.EntityFrameworkCore;
using Steward.Platform;
using Steward.Runs.Store;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs;

/// <summary>
/// Asks a run to stop. Its worker cancels what it is doing and commits the cancellation, so a cancelled run has a last step like any other. What was done
/// until then and has a compensation is undone first, the latest first; until then the run shows itself as cancelling. Asking again changes nothing.
/// </summary>
public sealed class CancelRun(StewardDbContext db, ICheckpointStore store)
{
    public async Task<Result<RunView>> ExecuteAsync(Guid ownerId, Guid runId, CancellationToken cancel)
    {
        if (!await db.Set<RunRow>().AnyAsync(run => run.Id == runId && run.OwnerId == ownerId, cancel))
            return Error.NotFound("run");
        if (!await store.CancelAsync(runId, cancel))
            return Error.Conflict("run_over", "The run is over already.");
        return RunView.Of(await db.Set<RunRow>().AsNoTracking().SingleAsync(run => run.Id == runId, cancel), []);
    }
}
