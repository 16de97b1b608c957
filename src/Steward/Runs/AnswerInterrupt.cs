using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Steward.Platform;
using Steward.Runs.Store;
using Steward.Workflows.Interrupts;

namespace Steward.Runs;

/// <summary>
/// Answers a run's question. The first answer is stored and wakes the run; every later one gets the stored one back and changes nothing. Inside a transaction
/// of the caller's context the answer is part of it; otherwise it is committed here, and if this process has room for the run, it goes on in that statement.
/// </summary>
public sealed class AnswerInterrupt(StewardDbContext db, RunWorker worker, TimeProvider clock)
{
    public async Task<AnswerOutcome> ExecuteAsync(Guid runId, string interruptKey, JsonElement answer, CancellationToken cancel) =>
        db.Database.CurrentTransaction?.GetDbTransaction() is NpgsqlTransaction transaction
            ? (await InterruptStatements.AnswerAsync(runId, interruptKey, answer, null, clock.GetUtcNow(), transaction.Connection!, transaction, cancel)).Outcome
            : await worker.AnswerAsync(runId, interruptKey, answer, cancel);
}
