using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Platform;
using Steward.Runs.Reading;
using Steward.Runs.Store;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.State;

namespace Steward.Runs;

/// <param name="Seq">The step after which the new run goes on.</param>
/// <param name="Changes">Null, or an object with a value for each channel that is to be replaced.</param>
/// <param name="NewId">The new run's id, made by the caller so that a repeat does nothing; null: one is made.</param>
public sealed record ForkRunRequest(Guid OwnerId, Guid RunId, long Seq, JsonElement? Changes = null, Guid? NewId = null);

/// <summary>Starts a new run of the same version from a checkpoint of another one. See <see cref="RunFork"/> for what that repeats (nothing) and asks anew.</summary>
public sealed class ForkRun(StewardDbContext db, WorkflowCatalogue catalogue, ICheckpointStore store, StepCodec codec, Ids ids, TimeProvider clock)
{
    public async Task<Result<RunView>> ExecuteAsync(ForkRunRequest request, CancellationToken cancel)
    {
        if (await FindAsync(request.OwnerId, request.RunId, cancel) is not { } run)
            return Error.NotFound("run");
        if (run.PrunedAt is { } pruned)
            return ReadErrors.Pruned(pruned);
        if (catalogue.Find(run.Workflow, run.Version) is not { } workflow)
            return ReadErrors.VersionMissing(run);
        NewRun fork;
        try
        {
            var change = request.Changes is { } changes ? StateChange.Read(workflow, changes, codec) : Patch.Empty;
            try
            {
                var stored = (await store.HistoryAsync(run.Id, cancel))!;
                fork = RunFork.Create(
                    request.NewId ?? ids.New(), run.OwnerId, workflow, run.Id, stored, request.Seq, change, await store.QuestionsAsync(run.Id, cancel), codec, clock.GetUtcNow());
            }
            catch (WorkflowRuntimeException e)
            {
                return Error.Invalid("seq", e.Message);
            }
        }
        catch (WorkflowRuntimeException e)
        {
            return Error.Invalid("state", e.Message);
        }
        await store.StartAsync(fork, cancel);
        return await FindAsync(request.OwnerId, fork.Id, cancel) is { } begun && begun.OriginRun == run.Id
            ? RunView.Of(begun, [])
            : Error.Conflict("not_forked", "The id is taken, or the run was pruned in this moment.");
    }

    Task<RunRow?> FindAsync(Guid ownerId, Guid runId, CancellationToken cancel) =>
        db.Set<RunRow>().AsNoTracking().SingleOrDefaultAsync(run => run.Id == runId && run.OwnerId == ownerId, cancel);
}
