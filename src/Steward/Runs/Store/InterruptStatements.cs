using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Steward.Platform;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;

namespace Steward.Runs.Store;

/// <summary>Answering, in the caller's transaction when there is one.</summary>
static class InterruptStatements
{
    /// <summary>
    /// The run's row is locked before the question's, as everywhere, so answering cannot deadlock with the run's own steps. Of several answers at the same time
    /// one is stored; the others read it.
    /// </summary>
    /// <param name="claim">Who takes the run if it waits; null: it becomes due.</param>
    public static async Task<(AnswerOutcome Outcome, RunLease? Lease)> AnswerAsync(
        Guid runId, string key, JsonElement answer, DirectClaim? claim, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        var before = await LookAsync(runId, key, answer, now, connection, transaction, cancel);
        if (before is not null)
            return (before, null);
        await using (var command = Command(runId, key, answer, claim, now, connection, transaction))
        {
            await command.PrepareAsync(cancel);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            if (await reader.ReadAsync(cancel))
            {
                var lease = reader.GetBoolean(0) ? ClaimStatement.Lease(reader) : null;
                CrashPoint.Hit("runs.answer.stored");
                return (new AnswerOutcome(AnswerResult.Answered, answer), lease);
            }
        }
        return (await LookAsync(runId, key, answer, now, connection, transaction, cancel) ?? new AnswerOutcome(AnswerResult.Closed), null);
    }

    static NpgsqlCommand Command(Guid runId, string key, JsonElement answer, DirectClaim? claim, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction? transaction) => new(
        """
        WITH run AS (
            SELECT id, status, status = 'waiting' AND (workflow, version) IN (SELECT * FROM unnest($5::text[], $6::integer[])) AS take FROM runs.runs
            WHERE id = $1 AND status NOT IN ('completed', 'cancelled') AND NOT cancel_requested FOR UPDATE),
        answered AS (
            UPDATE runs.interrupts i SET answer = $3, answered_at = $4 FROM run
            WHERE i.run_id = run.id AND i.key = $2 AND i.answered_at IS NULL AND i.closed_at IS NULL RETURNING i.run_id, run.take)
        UPDATE runs.runs r SET inbox = r.inbox + 1, fence = r.fence + a.take::integer, worker = CASE WHEN a.take THEN $7 ELSE r.worker END,
            status = CASE WHEN a.take THEN 'running' WHEN r.status = 'waiting' THEN 'ready' ELSE r.status END,
            next_wake = CASE WHEN a.take THEN $8 WHEN r.status IN ('waiting', 'ready') THEN $4 ELSE r.next_wake END
        FROM answered a WHERE r.id = a.run_id
        RETURNING a.take, r.id, r.owner_id, r.workflow, r.version, r.fence, r.seq, r.snapshot_seq, r.crashes, r.inbox, r.cancel_requested
        """, connection, transaction)
    {
        Parameters =
        {
            new() { Value = runId }, new() { Value = key }, new() { Value = answer.GetRawText(), NpgsqlDbType = NpgsqlDbType.Json }, new() { Value = now },
            new() { Value = claim?.Workflows.Select(known => known.Workflow).ToArray() ?? [] }, new() { Value = claim?.Workflows.Select(known => known.Version).ToArray() ?? [] },
            new() { Value = claim?.Worker ?? "" }, new() { Value = claim?.Until ?? now },
        },
    };

    /// <returns>Null when the question is open for this answer.</returns>
    static async Task<AnswerOutcome?> LookAsync(
        Guid runId, string key, JsonElement answer, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT i.answer, i.allowed, i.closed_at IS NOT NULL OR i.expires_at <= $3 OR r.status IN ('completed', 'cancelled') OR r.cancel_requested
            FROM runs.interrupts i JOIN runs.runs r ON r.id = i.run_id WHERE i.run_id = $1 AND i.key = $2
            """, connection, transaction)
        {
            Parameters = { new() { Value = runId }, new() { Value = key }, new() { Value = now } },
        };
        await command.PrepareAsync(cancel);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? Judge(reader, answer) : new AnswerOutcome(AnswerResult.NotFound);
    }

    static AnswerOutcome? Judge(NpgsqlDataReader row, JsonElement answer)
    {
        if (!row.IsDBNull(0))
            return new AnswerOutcome(AnswerResult.AlreadyAnswered, JsonElement.Parse(row.GetString(0)));
        if (!row.IsDBNull(2) && row.GetBoolean(2))
            return new AnswerOutcome(AnswerResult.Closed);
        return !row.IsDBNull(1) && !JsonElement.Parse(row.GetString(1)).EnumerateArray().Any(one => JsonElement.DeepEquals(one, answer))
            ? new AnswerOutcome(AnswerResult.NotAllowed)
            : null;
    }
}
