using Npgsql;
using Steward.Platform;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs.Store;

/// <summary>Takes the payloads of finished runs away, a few runs in one transaction.</summary>
static class PruneStatements
{
    /// <summary>
    /// Runs that somebody has locked (who forks from them, for one) are left for the next time. Large values go last, under a lock that lets no step store or
    /// reuse one meanwhile: a step that was there before is seen as a reference, and one that comes later finds the value gone and stores it again.
    /// </summary>
    public static async Task<int> PruneAsync(PruneRequest request, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var runs = await PickAsync(request, connection, cancel);
        if (runs.Length == 0)
            return 0;
        var (owners, hashes) = await ReferencesAsync(runs, connection, cancel);
        await ExecuteAsync("UPDATE runs.steps SET format = 0, delta = '{}', snapshot = NULL, blobs = NULL WHERE run_id = ANY($1)", connection, cancel, runs);
        await ExecuteAsync("DELETE FROM runs.signals WHERE run_id = ANY($1)", connection, cancel, runs);
        await ExecuteAsync(
            "UPDATE runs.interrupts SET question = 'null', allowed = NULL, answer = CASE WHEN answer IS NOT NULL THEN 'null'::json END WHERE run_id = ANY($1)", connection, cancel, runs);
        await ExecuteAsync("UPDATE runs.runs SET pruned_at = $2 WHERE id = ANY($1)", connection, cancel, runs, request.Now);
        if (hashes.Length > 0)
        {
            await ExecuteAsync("LOCK TABLE runs.blobs IN SHARE ROW EXCLUSIVE MODE", connection, cancel);
            await ExecuteAsync(
                """
                DELETE FROM runs.blobs b USING unnest($1::uuid[], $2::text[]) AS gone (owner_id, hash)
                WHERE b.owner_id = gone.owner_id AND b.hash = gone.hash AND NOT EXISTS (
                    SELECT 1 FROM runs.steps s JOIN runs.runs r ON r.id = s.run_id WHERE s.blobs @> ARRAY[gone.hash] AND r.owner_id = gone.owner_id)
                """, connection, cancel, owners, hashes);
        }
        CrashPoint.Hit("runs.prune.before-commit");
        await transaction.CommitAsync(cancel);
        return runs.Length;
    }

    static async Task<Guid[]> PickAsync(PruneRequest request, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT id FROM runs.runs WHERE status = $1 AND finished_at < $2 AND pruned_at IS NULL AND finished_at IS NOT NULL
            ORDER BY finished_at LIMIT $3 FOR UPDATE SKIP LOCKED
            """, connection)
        {
            Parameters = { new() { Value = Names.Of(request.Status) }, new() { Value = request.FinishedBefore }, new() { Value = request.Max } },
        };
        var ids = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            ids.Add(reader.GetGuid(0));
        return [.. ids];
    }

    static async Task<(Guid[] Owners, string[] Hashes)> ReferencesAsync(Guid[] runs, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT DISTINCT r.owner_id, hash FROM runs.steps s JOIN runs.runs r ON r.id = s.run_id CROSS JOIN unnest(s.blobs) AS hash WHERE s.run_id = ANY($1)", connection)
        {
            Parameters = { new() { Value = runs } },
        };
        var (owners, hashes) = (new List<Guid>(), new List<string>());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            owners.Add(reader.GetGuid(0));
            hashes.Add(reader.GetString(1));
        }
        return ([.. owners], [.. hashes]);
    }

    static async Task ExecuteAsync(string text, NpgsqlConnection connection, CancellationToken cancel, params object[] values)
    {
        await using var command = new NpgsqlCommand(text, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
