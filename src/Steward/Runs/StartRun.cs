using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Steward.Platform;
using Steward.Runs.Store;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.State;

namespace Steward.Runs;

/// <param name="Id">Made by the caller; a second start with the same id does nothing.</param>
/// <param name="Version">Null: the newest that this process knows.</param>
public sealed record StartRunRequest(Guid Id, Guid OwnerId, string Workflow, Patch Input, int? Version = null);

/// <param name="Created">False when a run with this id was there already.</param>
public sealed record StartedRun(Guid Id, bool Created);

/// <summary>
/// Starts a run together with what the caller stores. In a transaction of the caller's context the row is inserted at once, and repeats do nothing whatever
/// happens at the same time. Without one it is staged for the caller's SaveChanges; then a start that races with its own repeat can fail there with a
/// unique violation, and nothing is stored. Workers are woken by the commit.
/// </summary>
public sealed class StartRun(StewardDbContext db, WorkflowCatalogue catalogue, StepCodec codec, RunWorker worker, TimeProvider clock)
{
    /// <exception cref="InvalidOperationException">There is no such workflow, or the input has a channel that it does not declare: a bug of the caller.</exception>
    public async Task<StartedRun> ExecuteAsync(StartRunRequest request, CancellationToken cancel)
    {
        var run = Create(request);
        if (db.Database.CurrentTransaction?.GetDbTransaction() is NpgsqlTransaction transaction)
            return new(run.Id, await RunStatements.StartAsync(run, transaction.Connection!, transaction, cancel));
        if (db.ChangeTracker.Entries<RunRow>().Any(entry => entry.Entity.Id == run.Id) || await db.Set<RunRow>().AnyAsync(known => known.Id == run.Id, cancel))
            return new(run.Id, Created: false);
        await StageAsync(run, cancel);
        return new(run.Id, Created: true);
    }

    /// <summary>For a caller that stores nothing else: one statement, committed when this returns, whatever happens at the same time. If this process has room for the run, it begins in that statement.</summary>
    /// <exception cref="InvalidOperationException">As above.</exception>
    public async Task<StartedRun> AloneAsync(StartRunRequest request, CancellationToken cancel) => new(request.Id, await worker.StartAsync(Create(request), cancel));

    NewRun Create(StartRunRequest request)
    {
        var workflow = (request.Version is { } version ? catalogue.Find(request.Workflow, version) : catalogue.Newest(request.Workflow))
            ?? throw new InvalidOperationException($"The workflow {request.Workflow} is not registered.");
        return RunStart.Create(request.Id, request.OwnerId, workflow, request.Input, codec, clock.GetUtcNow());
    }

    async Task StageAsync(NewRun run, CancellationToken cancel)
    {
        db.Add(new RunRow
        {
            Id = run.Id, OwnerId = run.OwnerId, Workflow = run.Workflow, Version = run.Version, Status = RunStatus.Ready, Node = run.Node,
            NextWake = run.At, CreatedAt = run.At, UpdatedAt = run.At,
        });
        db.Add(new StepRow
        {
            RunId = run.Id, Kind = Workflows.Stepping.StepKind.Started, Node = run.Node, Attempt = 1, At = run.At, Format = (short)run.Input.Format,
            Delta = System.Text.Encoding.UTF8.GetString(run.Input.Delta.Span), Blobs = run.Input.BlobHashes.Count == 0 ? null : [.. run.Input.BlobHashes],
        });
        foreach (var blob in run.Input.NewBlobs)
        {
            // The same content may be stored already, or be staged by another start; staging cannot say "on conflict do nothing". One that is stored is written again:
            // if it is pruned before the caller saves, that finds no row and fails, instead of starting a run whose value is gone.
            if (await db.Set<BlobRow>().FindAsync([run.OwnerId, blob.Hash], cancel) is { } stored)
                db.Entry(stored).Property(row => row.Body).IsModified |= db.Entry(stored).State == EntityState.Unchanged;
            else
                db.Add(new BlobRow { OwnerId = run.OwnerId, Hash = blob.Hash, Body = StepStatement.Bytes(blob) });
        }
    }
}
