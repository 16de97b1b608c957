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
        if (await StoreAsync(runId, key, answer, judged: false, claim, now, connection, transaction, cancel) is { } stored)
            return stored;
        return await LookAsync(runId, key, answer, now, connection, transaction, cancel) is { } refused
            ? (refused, null)
            : await StoreAsync(runId, key, answer, judged: true, claim, now, connection, transaction, cancel)
                ?? (await LookAsync(runId, key, answer, now, connection, transaction, cancel) ?? new AnswerOutcome(AnswerResult.Closed), null);
    }

    /// <summary>
    /// Nearly every answer is one of the allowed ones letter by letter, which the statement sees for itself: one round trip. What it does not take is looked at, and what
    /// says the same in other letters (<c>1.0</c> for <c>1</c>) is stored as judged.
    /// </summary>
    static async Task<(AnswerOutcome Outcome, RunLease? Lease)?> StoreAsync(
        Guid runId, string key, JsonElement answer, bool judged, DirectClaim? claim, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        await using var command = Command(runId, key, answer, judged, claim, now, connection, transaction);
        await command.PrepareAsync(cancel);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel))
            return null;
        var lease = reader.GetBoolean(0) ? ClaimStatement.Lease(reader) : null;
        CrashPoint.Hit("runs.answer.stored");
        return (new AnswerOutcome(AnswerResult.Answered, answer), lease);
    }

    static NpgsqlCommand Command(
        Guid runId, string key, JsonElement answer, bool judged, DirectClaim? claim, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction? transaction) => new(
        """
        WITH run AS (
            SELECT id, status, status = 'waiting' AND (workflow, version) IN (SELECT * FROM unnest($5::text[], $6::integer[])) AS take FROM runs.runs
            WHERE id = $1 AND status NOT IN ('completed', 'cancelled') AND NOT cancel_requested FOR UPDATE),
        answered AS (
            UPDATE runs.interrupts i SET answer = $3, answered_at = $4 FROM run
            WHERE i.run_id = run.id AND i.key = $2 AND i.answered_at IS NULL AND i.closed_at IS NULL AND (i.expires_at IS NULL OR i.expires_at > $4)
                AND ($9 OR i.allowed IS NULL OR EXISTS (SELECT 1 FROM json_array_elements(i.allowed) AS one WHERE one::text = $3::text)) RETURNING i.run_id, run.take)
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
            new() { Value = claim?.Worker ?? "" }, new() { Value = claim?.Until ?? now }, new() { Value = judged },
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
