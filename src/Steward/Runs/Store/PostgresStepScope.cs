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
sealed class PostgresStepScope(NpgsqlDataSource database, IServiceScopeFactory scopes) : IStepScope, IServiceProvider
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
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is PostgresException inner && IsRefusal(inner))
        {
            throw new StagedWorkRejectedException(e.Message, e.InnerException ?? e);
        }
        catch (PostgresException e) when (IsRefusal(e))
        {
            throw new StagedWorkRejectedException(
                e.ConstraintName == "interrupts_pkey" ? $"The question '{step.Question?.Key}' was asked before in this run." : e.MessageText, e.ConstraintName == "interrupts_pkey" ? null : e);
        }
    }

    async ValueTask<CommitResult> CommitAloneAsync(StepCommit step, CancellationToken cancel)
    {
        CrashPoint.Hit("runs.step.before-commit");
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await ExecuteAsync(step, connection, null, cancel);
    }

    static async ValueTask<CommitResult> CommitTogetherAsync(StewardDbContext db, StepCommit step, CancellationToken cancel)
    {
        await using var transaction = db.Database.CurrentTransaction ?? await db.Database.BeginTransactionAsync(cancel);
        await db.SaveChangesAsync(cancel);
        CrashPoint.Hit("runs.step.staged");
        var result = await ExecuteAsync(step, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction(), cancel);
        if (result.State != CommitState.Committed)
        {
            await transaction.RollbackAsync(cancel);
            return result;
        }
        CrashPoint.Hit("runs.step.before-commit");
        await transaction.CommitAsync(cancel);
        return result;
    }

    static async ValueTask<CommitResult> ExecuteAsync(StepCommit step, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        await using (var command = StepStatement.Create(step, connection, transaction))
        {
            await command.PrepareAsync(cancel);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            if (await reader.ReadAsync(cancel))
                return new CommitResult(CommitState.Committed, reader.GetInt32(0), reader.GetBoolean(1));
        }
        return step.RequireInbox is null ? new CommitResult(CommitState.Lost) : await WhyAsync(step, connection, transaction, cancel);
    }

    /// <summary>Nothing was updated: has a message come, or is the run another's?</summary>
    static async ValueTask<CommitResult> WhyAsync(StepCommit step, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT inbox, cancel_requested FROM runs.runs WHERE id = $1 AND fence = $2 AND seq = $3 - 1 AND status = 'running'", connection, transaction)
        {
            Parameters = { new() { Value = step.Lease.RunId }, new() { Value = step.Lease.Fence }, new() { Value = step.Seq } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new CommitResult(CommitState.InboxMoved, reader.GetInt32(0), reader.GetBoolean(1))
            : new CommitResult(CommitState.Lost);
    }

    /// <summary>Errors that the staged work itself causes: bad data, constraints, conflicts. Everything else is the database's trouble, not the node's.</summary>
    static bool IsRefusal(PostgresException e) => e.SqlState[..2] is "21" or "22" or "23" or "25" or "40" or "42" or "44" or "P0";

    public async ValueTask DisposeAsync()
    {
        if (scope is { } opened)
        {
            scope = null;
            await opened.DisposeAsync();
        }
    }
}
