using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Platform;
using Steward.Runs.Reading;
using Steward.Runs.Store;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs;

/// <summary>
/// Lets a failed run go on at the node that failed, with fresh attempts, and with a changed state when one is given. Steps that were committed are not run again.
/// </summary>
public sealed class RetryRun(StewardDbContext db, WorkflowCatalogue catalogue, ICheckpointStore store, StepCodec codec)
{
    /// <param name="changes">Null, or an object with a value for each channel that is to be replaced.</param>
    public async Task<Result<RunView>> ExecuteAsync(Guid ownerId, Guid runId, CancellationToken cancel, JsonElement? changes = null)
    {
        if (await db.Set<RunRow>().AsNoTracking().SingleOrDefaultAsync(run => run.Id == runId && run.OwnerId == ownerId, cancel) is not { } run)
            return Error.NotFound("run");
        EncodedStep? change = null;
        if (changes is { } wanted)
        {
            if (catalogue.Find(run.Workflow, run.Version) is not { } workflow)
                return ReadErrors.VersionMissing(run);
            try
            {
                change = StateChange.Requeue(StateChange.Read(workflow, wanted, codec), codec);
            }
            catch (WorkflowRuntimeException e)
            {
                return Error.Invalid("state", e.Message);
            }
        }
        if (!await store.RetryAsync(runId, change, cancel))
            return Error.Conflict("run_not_failed", "Only a failed run can be retried.");
        return RunView.Of(await db.Set<RunRow>().AsNoTracking().SingleAsync(row => row.Id == runId, cancel), []);
    }
}
