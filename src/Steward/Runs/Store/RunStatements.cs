using System.Text;
using Npgsql;
using NpgsqlTypes;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs.Store;

/// <summary>What others than a run's holder do to its row. Each is one statement, in the caller's transaction when there is one.</summary>
static class RunStatements
{
    /// <returns>False when the id is taken; then nothing is written.</returns>
    public static async Task<bool> StartAsync(NewRun run, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH run AS (
                INSERT INTO runs.runs (id, owner_id, workflow, version, status, node, seq, snapshot_seq, fence, crashes, inbox, cancel_requested, next_wake, created_at, updated_at)
                VALUES ($1, $2, $3, $4, 'ready', $5, 0, 0, 0, 0, 0, false, $6, $6, $6)
                ON CONFLICT (id) DO NOTHING RETURNING id),
            step AS (
                INSERT INTO runs.steps (run_id, seq, kind, node, attempt, at, duration_ms, format, delta, blobs)
                SELECT id, 0, 'started', $5, 1, $6, 0, $7, $8, $9 FROM run),
            large AS (
                INSERT INTO runs.blobs (owner_id, hash, body) SELECT $2, b.hash, b.body::json FROM run, unnest($10::text[], $11::text[]) AS b (hash, body)
                ON CONFLICT DO NOTHING)
            SELECT id FROM run
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = run.Id }, new() { Value = run.OwnerId }, new() { Value = run.Workflow }, new() { Value = run.Version }, new() { Value = run.Node },
                new() { Value = run.At }, new() { Value = (short)run.Input.Format }, new() { Value = Encoding.UTF8.GetString(run.Input.Delta.Span), NpgsqlDbType = NpgsqlDbType.Json },
                new() { Value = run.Input.BlobHashes.Count == 0 ? DBNull.Value : run.Input.BlobHashes.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = run.Input.NewBlobs.Select(blob => blob.Hash).ToArray() },
                new() { Value = run.Input.NewBlobs.Select(blob => Encoding.UTF8.GetString(blob.Json.Span)).ToArray() },
            },
        };
        return await command.ExecuteScalarAsync(cancel) is not null;
    }

    /// <summary>A failed run can be cancelled too: that is how a dead letter is dropped.</summary>
    public static async Task<bool> CancelAsync(Guid runId, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE runs.runs SET cancel_requested = true, inbox = inbox + 1,
                status = CASE WHEN status = 'running' THEN status ELSE 'ready' END, next_wake = CASE WHEN status = 'running' THEN next_wake ELSE $2 END
            WHERE id = $1 AND status NOT IN ('completed', 'cancelled')
            """, connection, transaction)
        {
            Parameters = { new() { Value = runId }, new() { Value = now } },
        };
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>A failed run has no holder, so its next step may be written here; the fence rises all the same.</summary>
    public static async Task<bool> RetryAsync(Guid runId, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH run AS (
                UPDATE runs.runs SET status = 'ready', fence = fence + 1, seq = seq + 1, crashes = 0, inbox = inbox + 1, reason = NULL, finished_at = NULL, next_wake = $2, updated_at = $2
                WHERE id = $1 AND status = 'failed' AND NOT cancel_requested RETURNING id, seq, node),
            step AS (
                INSERT INTO runs.steps (run_id, seq, kind, node, attempt, at, duration_ms, format, delta) SELECT id, seq, 'requeued', node, 1, $2, 0, $3, $4 FROM run)
            SELECT id FROM run
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = runId }, new() { Value = now }, new() { Value = (short)StepCodec.Format },
                new() { Value = Encoding.UTF8.GetString(StepCodec.Requeued.Span), NpgsqlDbType = NpgsqlDbType.Json },
            },
        };
        return await command.ExecuteScalarAsync(cancel) is not null;
    }
}
