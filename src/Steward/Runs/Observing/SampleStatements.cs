using Npgsql;

namespace Steward.Runs.Observing;

/// <summary>Counts over the indexes of ready, running and waiting runs; finished ones are not read.</summary>
static class SampleStatements
{
    public static async Task<RunSample> ReadAsync(NpgsqlDataSource database, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT workflow, sum(due)::bigint, min(oldest), sum(running)::bigint, sum(waiting)::bigint FROM (
                SELECT workflow, count(*) AS due, min(next_wake) AS oldest, 0 AS running, 0 AS waiting FROM runs.runs WHERE status = 'ready' AND next_wake <= $1 GROUP BY workflow
                UNION ALL SELECT workflow, count(*) FILTER (WHERE next_wake <= $1), min(next_wake) FILTER (WHERE next_wake <= $1), 0, count(*) FILTER (WHERE next_wake > $1 OR next_wake IS NULL)
                    FROM runs.runs WHERE status = 'waiting' GROUP BY workflow
                UNION ALL SELECT workflow, count(*) FILTER (WHERE next_wake <= $1), min(next_wake) FILTER (WHERE next_wake <= $1), count(*) FILTER (WHERE next_wake > $1), 0
                    FROM runs.runs WHERE status = 'running' GROUP BY workflow) parts
            GROUP BY workflow ORDER BY workflow
            """);
        command.Parameters.AddWithValue(now);
        var workflows = new List<WorkflowSample>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            workflows.Add(Row(reader, now));
        return new RunSample(workflows);
    }

    static WorkflowSample Row(NpgsqlDataReader row, DateTimeOffset now) => new(
        row.GetString(0), row.GetInt64(1), row.IsDBNull(2) ? TimeSpan.Zero : now - row.GetFieldValue<DateTimeOffset>(2), row.GetInt64(3), row.GetInt64(4));

    /// <summary>Which versions have due runs: one look at an index per version, however many runs there are.</summary>
    public static async Task<IReadOnlyList<(string Workflow, int Version)>> DueVersionsAsync(NpgsqlDataSource database, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            WITH RECURSIVE ready AS (
                (SELECT workflow, version FROM runs.runs WHERE status = 'ready' ORDER BY workflow, version LIMIT 1)
                UNION ALL
                SELECT n.workflow, n.version FROM ready d CROSS JOIN LATERAL (
                    SELECT r.workflow, r.version FROM runs.runs r WHERE r.status = 'ready' AND (r.workflow, r.version) > (d.workflow, d.version) ORDER BY r.workflow, r.version LIMIT 1) n),
            waiting AS (
                (SELECT workflow, version FROM runs.runs WHERE status = 'waiting' ORDER BY workflow, version LIMIT 1)
                UNION ALL
                SELECT n.workflow, n.version FROM waiting d CROSS JOIN LATERAL (
                    SELECT r.workflow, r.version FROM runs.runs r WHERE r.status = 'waiting' AND (r.workflow, r.version) > (d.workflow, d.version) ORDER BY r.workflow, r.version LIMIT 1) n)
            SELECT workflow, version FROM ready
            UNION SELECT w.workflow, w.version FROM waiting w
                WHERE EXISTS (SELECT 1 FROM runs.runs r WHERE r.status = 'waiting' AND r.workflow = w.workflow AND r.version = w.version AND r.next_wake <= $1)
            UNION SELECT workflow, version FROM runs.runs WHERE status = 'running' AND next_wake <= $1
            ORDER BY 1, 2
            """);
        command.Parameters.AddWithValue(now);
        var versions = new List<(string, int)>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            versions.Add((reader.GetString(0), reader.GetInt32(1)));
        return versions;
    }
}
