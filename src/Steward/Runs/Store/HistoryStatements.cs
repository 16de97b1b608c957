using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;

namespace Steward.Runs.Store;

/// <summary>What forks and migrations need beside the steps.</summary>
static class HistoryStatements
{
    public static async Task<IReadOnlyList<AskedQuestion>> QuestionsAsync(Guid runId, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT key, question, allowed, expires_at, asked_at FROM runs.interrupts WHERE run_id = $1", connection)
        {
            Parameters = { new() { Value = runId } },
        };
        var questions = new List<AskedQuestion>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            questions.Add(Question(reader));
        return questions;
    }

    // Not async: the row is in memory when this runs.
    static AskedQuestion Question(NpgsqlDataReader row) => new(
        new InterruptRequest(
            row.GetString(0), JsonElement.Parse(row.GetString(1)), row.IsDBNull(2) ? null : [.. JsonElement.Parse(row.GetString(2)).EnumerateArray()],
            row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3)),
        row.GetFieldValue<DateTimeOffset>(4));

    /// <summary>
    /// The fence rises, so whoever held the run before can commit nothing. A run whose lease has run out may be moved too: of a version that no worker has any more,
    /// nobody would ever take it over.
    /// </summary>
    public static async Task<bool> MigrateAsync(MigrationStep step, DateTimeOffset now, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH run AS (
                UPDATE runs.runs SET version = $3, node = $4, seq = $2, snapshot_seq = $2, fence = fence + 1, inbox = inbox + 1, worker = NULL, updated_at = $5,
                    status = CASE WHEN status = 'running' THEN 'ready' ELSE status END, next_wake = CASE WHEN status = 'running' THEN $5 ELSE next_wake END
                WHERE id = $1 AND seq = $2 - 1 AND version = $6 AND (status IN ('ready', 'waiting', 'failed') OR (status = 'running' AND next_wake <= $5))
                RETURNING id, owner_id),
            step AS (
                INSERT INTO runs.steps (run_id, seq, kind, node, attempt, at, duration_ms, format, delta, snapshot, blobs)
                SELECT id, $2, 'migrated', $4, 1, $5, 0, $7, $8, $9, $10 FROM run),
            large AS (
                INSERT INTO runs.blobs (owner_id, hash, body) SELECT run.owner_id, b.hash, b.body FROM run, unnest($11::text[], $12::bytea[]) AS b (hash, body)
                ON CONFLICT DO NOTHING)
            SELECT id FROM run
            """, connection)
        {
            Parameters =
            {
                new() { Value = step.RunId }, new() { Value = step.Seq }, new() { Value = step.ToVersion }, new() { Value = step.Node }, new() { Value = now },
                new() { Value = step.FromVersion }, new() { Value = (short)step.Encoded.Format }, Json(step.Encoded.Delta), Json(step.Encoded.Snapshot!.Value),
                Hashes(step.Encoded), new() { Value = step.Encoded.NewBlobs.Select(blob => blob.Hash).ToArray() },
                new() { Value = step.Encoded.NewBlobs.Select(StepStatement.Bytes).ToArray() },
            },
        };
        return await command.ExecuteScalarAsync(cancel) is not null;
    }

    public static NpgsqlParameter Json(ReadOnlyMemory<byte> utf8) => new() { Value = Encoding.UTF8.GetString(utf8.Span), NpgsqlDbType = NpgsqlDbType.Json };

    public static NpgsqlParameter Hashes(EncodedStep? step) =>
        new() { Value = step is { BlobHashes.Count: > 0 } ? step.BlobHashes.ToArray() : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
