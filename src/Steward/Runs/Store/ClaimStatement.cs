using Npgsql;
using NpgsqlTypes;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs.Store;

/// <summary>
/// Takes due runs: raises their fences and leases them to a worker, in one statement. Rows that somebody else has locked are skipped, never waited for.
/// What it reads does not grow with finished, waiting or due runs: it jumps from owner to owner and looks at a few runs of each.
/// </summary>
/// <remarks>
/// Fair: runs are taken by their <c>share</c>, which is how many their owner would then have running anywhere; among equals the circle of owners goes on
/// after the one who was served last. So somebody's ten thousand due runs are behind everybody else's first one. Limits are exact over all workers: with
/// limits, claims come one after another (a lock that lasts as long as the statement), because two that count at the same moment would both find room.
/// </remarks>
static class ClaimStatement
{
    const long LockKey = 0x53_54_45_57_43_4C_4D; // "STEWCLM"

    /// <summary>So many timers are looked at. If more are due at once, they are made ready first, so that no owner's timers hide another's.</summary>
    const int TimerWindow = 200;

    const string Text =
        $$"""
        WITH RECURSIVE held AS (
            SELECT owner_id, workflow, count(*) AS n FROM runs.runs WHERE status = 'running' AND next_wake > $1 GROUP BY owner_id, workflow),
        owners AS (SELECT owner_id, sum(n) AS n FROM held GROUP BY owner_id),
        known AS (
            SELECT k.workflow, k.version, k.most - coalesce(h.n, 0) AS room FROM unnest($2::text[], $3::integer[], $7::integer[]) AS k (workflow, version, most)
            LEFT JOIN (SELECT workflow, sum(n) AS n FROM held GROUP BY workflow) h USING (workflow)
            WHERE k.most IS NULL OR k.most > coalesce(h.n, 0)),
        circle AS (
            SELECT k.workflow, k.version, half.last, 1 AS n, (
                SELECT r.owner_id FROM runs.runs r WHERE r.status = 'ready' AND r.workflow = k.workflow AND r.version = k.version
                AND r.owner_id > half.after AND r.owner_id <= half.last ORDER BY r.owner_id LIMIT 1) AS owner_id
            FROM known k, (VALUES ($8, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid), ('00000000-0000-0000-0000-000000000000'::uuid, $8)) AS half (after, last)
            UNION ALL
            SELECT c.workflow, c.version, c.last, c.n + 1, (
                SELECT r.owner_id FROM runs.runs r WHERE r.status = 'ready' AND r.workflow = c.workflow AND r.version = c.version
                AND r.owner_id > c.owner_id AND r.owner_id <= c.last ORDER BY r.owner_id LIMIT 1)
            FROM circle c WHERE c.owner_id IS NOT NULL AND c.n < 64),
        timers AS (
            SELECT d.id, d.owner_id, d.workflow, d.next_wake FROM known k CROSS JOIN LATERAL (
                SELECT * FROM runs.runs r WHERE r.status = 'waiting' AND r.workflow = k.workflow AND r.version = k.version AND r.next_wake <= $1
                ORDER BY r.next_wake LIMIT 200) d),
        candidates AS (
            SELECT d.id, d.owner_id, d.workflow, d.next_wake FROM circle c CROSS JOIN LATERAL (
                SELECT * FROM runs.runs r WHERE r.status = 'ready' AND r.workflow = c.workflow AND r.version = c.version AND r.owner_id = c.owner_id AND r.next_wake <= $1
                ORDER BY r.next_wake LIMIT $4) d
            UNION ALL SELECT * FROM timers
            UNION ALL (
                SELECT r.id, r.owner_id, r.workflow, r.next_wake FROM runs.runs r JOIN known USING (workflow, version)
                WHERE r.status = 'running' AND r.next_wake <= $1 ORDER BY r.next_wake LIMIT 1000)),
        shared AS (
            SELECT c.*, coalesce(o.n, 0) + row_number() OVER (PARTITION BY c.owner_id ORDER BY c.next_wake, c.id) AS share
            FROM candidates c LEFT JOIN owners o USING (owner_id)),
        ranked AS (
            SELECT s.*, row_number() OVER (PARTITION BY s.workflow ORDER BY s.share, s.owner_id <= $8, s.owner_id) AS place_in_workflow
            FROM shared s WHERE $9::integer IS NULL OR s.share <= $9),
        pick AS (
            SELECT r.id FROM ranked r LEFT JOIN (SELECT workflow, min(room) AS room FROM known GROUP BY workflow) k USING (workflow)
            WHERE k.room IS NULL OR r.place_in_workflow <= k.room ORDER BY r.share, r.owner_id <= $8, r.owner_id LIMIT $4 * 4),
        taken AS (
            SELECT r.id FROM runs.runs r WHERE r.id = ANY (ARRAY(SELECT id FROM pick)) AND r.next_wake <= $1 AND r.status IN ('ready', 'waiting', 'running')
            ORDER BY array_position(ARRAY(SELECT id FROM pick), r.id) LIMIT $4 FOR UPDATE SKIP LOCKED),
        claimed AS (
            UPDATE runs.runs r
            SET fence = r.fence + 1, crashes = r.crashes + CASE r.status WHEN 'running' THEN 1 ELSE 0 END, status = 'running', worker = $5, next_wake = $6, blocked_on = NULL
            WHERE r.id = ANY (ARRAY(SELECT id FROM taken))
            RETURNING r.id, r.owner_id, r.workflow, r.version, r.fence, r.seq, r.snapshot_seq, r.crashes, r.inbox, r.cancel_requested)
        SELECT t.n, c.* FROM (SELECT count(*) AS n FROM timers) t LEFT JOIN claimed c ON true ORDER BY array_position(ARRAY(SELECT id FROM pick), c.id)
        """;

    public static async Task<List<RunLease>> ExecuteAsync(ClaimRequest request, NpgsqlConnection connection, CancellationToken cancel)
    {
        var leases = new List<RunLease>();
        var timers = await ClaimAsync(request, leases, connection, cancel);
        if (timers < TimerWindow || leases.Count >= request.Max)
            return leases;
        await MakeReadyAsync(request, connection, cancel);
        await ClaimAsync(request with { Max = request.Max - leases.Count, After = leases.Count == 0 ? request.After : leases[^1].OwnerId }, leases, connection, cancel);
        return leases;
    }

    /// <returns>How many due timers were seen.</returns>
    static async Task<long> ClaimAsync(ClaimRequest request, List<RunLease> leases, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (request.Limits.Any)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock($1)") { Parameters = { new() { Value = LockKey } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Text)
        {
            Parameters =
            {
                new() { Value = request.Now }, new() { Value = request.Workflows.Select(workflow => workflow.Workflow).ToArray() },
                new() { Value = request.Workflows.Select(workflow => workflow.Version).ToArray() }, new() { Value = request.Max },
                new() { Value = request.Worker }, new() { Value = request.Now + request.LeaseFor },
                new() { Value = request.Workflows.Select(workflow => request.Limits.Of(workflow.Workflow)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { Value = request.After }, new() { Value = (object?)request.Limits.PerOwner ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
            },
        });
        await batch.PrepareAsync(cancel);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        if (request.Limits.Any)
            await reader.NextResultAsync(cancel);
        var timers = 0L;
        while (await reader.ReadAsync(cancel))
        {
            timers = reader.GetInt64(0);
            if (Lease(reader) is { } lease)
                leases.Add(lease);
        }
        return timers;
    }

    // Not async: the row is in memory when this runs.
    public static RunLease? Lease(NpgsqlDataReader row) => row.IsDBNull(1)
        ? null
        : new RunLease(
            row.GetGuid(1), row.GetGuid(2), row.GetString(3), row.GetInt32(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt32(8), row.GetInt32(9), row.GetBoolean(10));

    static async Task MakeReadyAsync(ClaimRequest request, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE runs.runs SET status = 'ready' WHERE id = ANY (ARRAY(
                SELECT d.id FROM unnest($2::text[], $3::integer[]) AS k (workflow, version) CROSS JOIN LATERAL (
                    SELECT r.id FROM runs.runs r WHERE r.status = 'waiting' AND r.workflow = k.workflow AND r.version = k.version AND r.next_wake <= $1
                    ORDER BY r.next_wake LIMIT 20000 FOR UPDATE SKIP LOCKED) d)) AND status = 'waiting'
            """, connection)
        {
            Parameters =
            {
                new() { Value = request.Now }, new() { Value = request.Workflows.Select(workflow => workflow.Workflow).ToArray() },
                new() { Value = request.Workflows.Select(workflow => workflow.Version).ToArray() },
            },
        };
        await command.PrepareAsync(cancel);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>When the next timer or lease of these workflows ends: the moment to look again if nothing is said until then.</summary>
    public static async Task<DateTimeOffset?> NextWakeAsync(IReadOnlyList<(string Workflow, int Version)> workflows, DateTimeOffset now, Lanes.Lane lane, CancellationToken cancel)
    {
        var command = await lane.CommandAsync(
            """
            SELECT min(next_wake) FROM (
                SELECT (SELECT r.next_wake FROM runs.runs r WHERE r.status = 'waiting' AND r.workflow = k.workflow AND r.version = k.version AND r.next_wake > $1 ORDER BY r.next_wake LIMIT 1)
                FROM unnest($2::text[], $3::integer[]) AS k (workflow, version)
                UNION ALL (SELECT next_wake FROM runs.runs WHERE status = 'running' AND next_wake > $1 ORDER BY next_wake LIMIT 1)) AS soon (next_wake)
            """,
            p =>
            {
                p.Add(new NpgsqlParameter<DateTimeOffset>());
                p.Add(new NpgsqlParameter<string[]>());
                p.Add(new NpgsqlParameter<int[]>());
            }, cancel);
        ((NpgsqlParameter<DateTimeOffset>)command.Parameters[0]).TypedValue = now;
        ((NpgsqlParameter<string[]>)command.Parameters[1]).TypedValue = [.. workflows.Select(workflow => workflow.Workflow)];
        ((NpgsqlParameter<int[]>)command.Parameters[2]).TypedValue = [.. workflows.Select(workflow => workflow.Version)];
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) && !await reader.IsDBNullAsync(0, cancel) ? await reader.GetFieldValueAsync<DateTimeOffset>(0, cancel) : null;
    }
}
