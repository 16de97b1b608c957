using Npgsql;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs.Store;

/// <summary>Takes due runs: raises their fences and leases them to a worker, in one statement. Rows that somebody else has locked are skipped, never waited for.</summary>
static class ClaimStatement
{
    public static async Task<List<RunLease>> ExecuteAsync(ClaimRequest request, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH due AS (
                SELECT id FROM runs.runs
                WHERE next_wake <= $1 AND (workflow, version) IN (SELECT * FROM unnest($2::text[], $3::integer[]))
                ORDER BY next_wake LIMIT $4 FOR UPDATE SKIP LOCKED)
            UPDATE runs.runs r
            SET fence = r.fence + 1, crashes = r.crashes + CASE r.status WHEN 'running' THEN 1 ELSE 0 END, status = 'running', worker = $5, next_wake = $6
            FROM due WHERE r.id = due.id
            RETURNING r.id, r.owner_id, r.workflow, r.version, r.fence, r.seq, r.snapshot_seq, r.crashes, r.inbox, r.cancel_requested
            """, connection)
        {
            Parameters =
            {
                new() { Value = request.Now }, new() { Value = request.Workflows.Select(workflow => workflow.Workflow).ToArray() },
                new() { Value = request.Workflows.Select(workflow => workflow.Version).ToArray() }, new() { Value = request.Max },
                new() { Value = request.Worker }, new() { Value = request.Now + request.LeaseFor },
            },
        };
        await command.PrepareAsync(cancel);
        var leases = new List<RunLease>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            leases.Add(new RunLease(
                reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6),
                reader.GetInt32(7), reader.GetInt32(8), reader.GetBoolean(9)));
        }
        return leases;
    }
}
