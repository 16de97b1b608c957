using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Platform;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs.Store;

/// <summary>
/// One step's unit of work. A scope is opened when somebody asks for a service; if nothing was staged on its context, the step is one statement of its own,
/// else one transaction with what was staged. The run's row is always the last one locked, so steps cannot deadlock with those who answer them.
/// </summary>
sealed class PostgresStepScope(GroupCommit commits, IServiceScopeFactory scopes) : IStepScope, IServiceProvider
{
    AsyncServiceScope? scope;

    public IServiceProvider Services => this;

    object? IServiceProvider.GetService(Type serviceType) => (scope ??= scopes.CreateAsyncScope()).ServiceProvider.GetService(serviceType);

    /// <summary>For transactional nodes: whatever the node does through the context, at once or staged, is one transaction with the checkpoint.</summary>
    public async ValueTask BeginTransactionAsync(CancellationToken cancel) => await this.GetRequiredService<StewardDbContext>().Database.BeginTransactionAsync(cancel);

    public async ValueTask<CommitResult> CommitAsync(StepCommit step, CancellationToken cancel)
    {
        try
        {
            var db = scope is null ? null : this.GetRequiredService<StewardDbContext>();
            var result = db is not null && (db.Database.CurrentTransaction is not null || db.ChangeTracker.HasChanges())
                ? await CommitTogetherAsync(db, step, cancel)
                : await CommitAloneAsync(step, cancel);
            CrashPoint.Hit("runs.step.after-commit");
            return result;
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is PostgresException inner && Refusals.Is(inner))
        {
            throw new StagedWorkRejectedException(e.Message, e.InnerException ?? e);
        }
        catch (PostgresException e) when (Refusals.Is(e))
        {
            throw new StagedWorkRejectedException(
                e.ConstraintName == "interrupts_pkey" ? $"The question '{step.Question?.Key}' was asked before in this run." : e.MessageText, e.ConstraintName == "interrupts_pkey" ? null : e);
        }
    }

    ValueTask<CommitResult> CommitAloneAsync(StepCommit step, CancellationToken cancel)
    {
        CrashPoint.Hit("runs.step.before-commit");
        return commits.CommitAsync(step, cancel);
    }

    static async ValueTask<CommitResult> CommitTogetherAsync(StewardDbContext db, StepCommit step, CancellationToken cancel)
    {
        await using var transaction = db.Database.CurrentTransaction ?? await db.Database.BeginTransactionAsync(cancel);
        await db.SaveChangesAsync(cancel);
        CrashPoint.Hit("runs.step.staged");
        var result = await StepStatement.ExecuteAsync(step, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction(), cancel);
        if (result.State != CommitState.Committed)
        {
            await transaction.RollbackAsync(cancel);
            return result;
        }
        CrashPoint.Hit("runs.step.before-commit");
        await transaction.CommitAsync(cancel);
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        if (scope is { } opened)
        {
            scope = null;
            await opened.DisposeAsync();
        }
    }
}
