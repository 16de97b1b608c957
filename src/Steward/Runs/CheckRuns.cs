using Npgsql;

namespace Steward.Runs;

/// <param name="Rule">What should hold, as a sentence.</param>
public sealed record UnsoundRun(string Rule, Guid RunId, string Detail);

/// <summary>
/// Looks whether the stored runs are what the engine promises: an offline check over the real tables, which changes nothing, takes no locks, and needs no
/// workflow to be registered. It reads one snapshot, so it may be run while workers work. Whatever it finds is a bug of the engine or a hand in the database.
/// </summary>
public sealed class CheckRuns(NpgsqlDataSource database)
{
    static readonly (string Rule, string Sql)[] rules =
    [
        ("The steps of a run are numbered without gaps.",
            "SELECT run_id, min(seq) || ' to ' || max(seq) || ', but ' || count(*) FROM runs.steps GROUP BY run_id HAVING count(*) <> max(seq) - min(seq) + 1"),
        ("A run's number is that of its last step.",
            "SELECT r.id, r.seq || ' and ' || coalesce(max(s.seq)::text, 'none') FROM runs.runs r LEFT JOIN runs.steps s ON s.run_id = r.id GROUP BY r.id HAVING max(s.seq) IS DISTINCT FROM r.seq"),
        ("Every step belongs to a run.",
            "SELECT DISTINCT s.run_id, 'orphan' FROM runs.steps s LEFT JOIN runs.runs r ON r.id = s.run_id WHERE r.id IS NULL"),
        ("A planned task ends once.",
            "SELECT run_id, min(node) || ' ' || (delta->>'task') FROM runs.steps WHERE kind IN ('finished', 'interrupted', 'slept', 'listening', 'compensated') AND format > 0 GROUP BY run_id, delta->>'task' HAVING count(*) > 1"),
        ("A question lets its run go on once.",
            "SELECT run_id, delta->>'key' FROM runs.steps WHERE kind IN ('answered', 'expired') AND delta->>'key' IS NOT NULL GROUP BY run_id, delta->>'key' HAVING count(*) > 1"),
        ("A signal is taken once.",
            "SELECT run_id, delta->>'signal' FROM runs.steps WHERE kind = 'signalled' AND format > 0 GROUP BY run_id, delta->>'signal', delta->>'signalAt' HAVING count(*) > 1"),
        ("A run goes on with an answer that is stored.",
            "SELECT s.run_id, s.delta->>'key' FROM runs.steps s LEFT JOIN runs.interrupts i ON i.run_id = s.run_id AND i.key = s.delta->>'key' WHERE s.kind = 'answered' AND s.format > 0 AND i.answered_at IS NULL"),
        ("A question that expired has no answer.",
            "SELECT s.run_id, i.key FROM runs.steps s JOIN runs.interrupts i ON i.run_id = s.run_id AND i.key = s.delta->>'key' WHERE s.kind = 'expired' AND i.answered_at IS NOT NULL"),
        ("Nothing follows the end of a run.",
            "SELECT r.id, r.status FROM runs.runs r JOIN runs.steps s ON s.run_id = r.id AND s.kind IN ('cancelled', 'dropped') WHERE s.seq < r.seq"),
        ("Nothing is compensated before the run was told to end.",
            """
            SELECT s.run_id, s.node FROM runs.steps s WHERE s.kind = 'compensated' AND s.format > 0
                AND NOT EXISTS (SELECT 1 FROM runs.steps c WHERE c.run_id = s.run_id AND c.kind = 'cancelling' AND c.seq < s.seq)
            """),
        ("A run that can go on is due some day.",
            "SELECT id, status FROM runs.runs WHERE status IN ('ready', 'running') AND next_wake IS NULL AND blocked_on IS NULL"),
        ("A run that waits has something to wait for.",
            """
            SELECT r.id, r.node FROM runs.runs r WHERE r.status = 'waiting' AND r.next_wake IS NULL
                AND NOT EXISTS (SELECT 1 FROM runs.interrupts i WHERE i.run_id = r.id AND i.answered_at IS NULL AND i.closed_at IS NULL)
                AND NOT EXISTS (SELECT 1 FROM runs.steps s WHERE s.run_id = r.id AND s.kind IN ('listening', 'forked', 'migrated'))
            """),
        ("A run that is over is never due.",
            "SELECT id, status FROM runs.runs WHERE status IN ('completed', 'failed', 'cancelled') AND (next_wake IS NOT NULL OR worker IS NOT NULL OR finished_at IS NULL)"),
    ];

    /// <returns>At most a hundred findings per rule; none when all is sound.</returns>
    public async Task<IReadOnlyList<UnsoundRun>> ExecuteAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        var found = new List<UnsoundRun>();
        foreach (var (rule, sql) in rules)
        {
            await using var command = new NpgsqlCommand(sql + " LIMIT 100", connection, snapshot);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
                found.Add(new UnsoundRun(rule, reader.GetGuid(0), await reader.IsDBNullAsync(1, cancel) ? "" : reader.GetString(1)));
        }
        return found;
    }
}
