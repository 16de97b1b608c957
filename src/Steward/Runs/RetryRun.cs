using Microsoft.EntityFrameworkCore;
using Steward.Platform;
using Steward.Runs.Store;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs;

/// <summary>Lets a failed run go on at the node that failed, with fresh attempts. Steps that were committed are not run again.</summary>
public sealed class RetryRun(StewardDbContext db, ICheckpointStore store)
{
    public async Task<Result<RunView>> ExecuteAsync(Guid ownerId, Guid runId, CancellationToken cancel)
    {
        if (!await db.Set<RunRow>().AnyAsync(run => run.Id == runId && run.OwnerId == ownerId, cancel))
            return Error.NotFound("run");
        if (!await store.RetryAsync(runId, cancel))
            return Error.Conflict("run_not_failed", "Only a failed run can be retried.");
        return RunView.Of(await db.Set<RunRow>().AsNoTracking().SingleAsync(run => run.Id == runId, cancel), []);
    }
}
