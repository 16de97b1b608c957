using Microsoft.EntityFrameworkCore;
using Steward.Platform;
using Steward.Runs.Store;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs;

/// <param name="Migrated">How many runs were moved.</param>
/// <param name="Refused">Those that could not be, each with the reason; they stay at their version and can be tried again.</param>
public sealed record MigrationReport(int Migrated, IReadOnlyList<RefusedMigration> Refused);

public sealed record RefusedMigration(Guid RunId, string Reason);

/// <summary>
/// Moves runs that are not over to another version of their workflow, by a migration that is registered (<see cref="RunsModule.AddWorkflowMigration"/>). Each run is
/// moved by itself, in one commit that stores its checkpoint in the new version's terms, or not at all.
/// </summary>
public sealed class MigrateRuns(StewardDbContext db, IEnumerable<WorkflowMigration> migrations, ICheckpointStore store, StepCodec codec, TimeProvider clock)
{
    const int Batch = 100;

    /// <summary>One run, for its owner.</summary>
    public async Task<Result<RunView>> ExecuteAsync(Guid ownerId, Guid runId, int toVersion, CancellationToken cancel)
    {
        if (await FindAsync(ownerId, runId, cancel) is not { } run)
            return Error.NotFound("run");
        if (Find(run.Workflow, run.Version, toVersion) is not { } migration)
            return Error.Invalid("toVersion", $"There is no migration of {run.Workflow} from version {run.Version} to {toVersion}.");
        if (await MigrateAsync(runId, migration, cancel) is { } reason)
            return Error.Conflict("not_migrated", reason);
        return RunView.Of((await FindAsync(ownerId, runId, cancel))!, []);
    }

    /// <summary>All runs of that version that are not over, whoever owns them: for the operator.</summary>
    public async Task<Result<MigrationReport>> ExecuteAllAsync(string workflow, int fromVersion, int toVersion, CancellationToken cancel)
    {
        if (Find(workflow, fromVersion, toVersion) is not { } migration)
            return Error.Invalid("toVersion", $"There is no migration of {workflow} from version {fromVersion} to {toVersion}.");
        var (migrated, refused, after) = (0, new List<RefusedMigration>(), Guid.Empty);
        while (true)
        {
            var batch = await db.Set<RunRow>().AsNoTracking()
                .Where(run => run.Workflow == workflow && run.Version == fromVersion && run.Status != RunStatus.Completed && run.Status != RunStatus.Cancelled && run.Id.CompareTo(after) > 0)
                .OrderBy(run => run.Id).Take(Batch).Select(run => run.Id).ToListAsync(cancel);
            foreach (var id in batch)
            {
                if (await MigrateAsync(id, migration, cancel) is { } reason)
                    refused.Add(new(id, reason));
                else
                    migrated++;
            }
            if (batch.Count < Batch)
                return new MigrationReport(migrated, refused);
            after = batch[^1];
        }
    }

    /// <returns>Why the run could not be moved, or null.</returns>
    async Task<string?> MigrateAsync(Guid runId, WorkflowMigration migration, CancellationToken cancel)
    {
        try
        {
            var stored = (await store.HistoryAsync(runId, cancel))!;
            return await store.MigrateAsync(RunMigration.Create(runId, migration, stored, codec, clock.GetUtcNow()), cancel)
                ? null
                : "A worker holds the run, or it has just gone on: try again.";
        }
        catch (Exception e) when (e is WorkflowRuntimeException or System.Text.Json.JsonException)
        {
            return e.Message;
        }
    }

    WorkflowMigration? Find(string workflow, int from, int to) =>
        migrations.FirstOrDefault(migration => migration.From.Name == workflow && migration.From.Version == from && migration.To.Version == to);

    Task<RunRow?> FindAsync(Guid ownerId, Guid runId, CancellationToken cancel) =>
        db.Set<RunRow>().AsNoTracking().SingleOrDefaultAsync(run => run.Id == runId && run.OwnerId == ownerId, cancel);
}
