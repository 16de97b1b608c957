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
/// of the caller's context the answer is part of it; otherwise it is committed here.
/// </summary>
public sealed class AnswerInterrupt(StewardDbContext db, TimeProvider clock)
{
    public async Task<AnswerOutcome> ExecuteAsync(Guid runId, string interruptKey, JsonElement answer, CancellationToken cancel)
    {
        var transaction = db.Database.CurrentTransaction?.GetDbTransaction() as NpgsqlTransaction;
        if (transaction is not null)
            return await InterruptStatements.AnswerAsync(runId, interruptKey, answer, clock.GetUtcNow(), transaction.Connection!, transaction, cancel);
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            return await InterruptStatements.AnswerAsync(runId, interruptKey, answer, clock.GetUtcNow(), (NpgsqlConnection)db.Database.GetDbConnection(), null, cancel);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
