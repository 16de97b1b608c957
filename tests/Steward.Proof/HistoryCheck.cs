using Npgsql;
using Steward.Runs;

namespace Steward.Proof;

/// <summary>The offline checker: over the history that the database wrote, what was counted outside, and the real tables (<see cref="CheckRuns"/>).</summary>
public static class HistoryCheck
{
    const string Searched = "A receiver that is searched first receives once.";

    static readonly (string Rule, string Sql)[] rules =
    [
        ("Fences rise by one with each claim.",
            "SELECT run_id, before || ' then ' || fence FROM (SELECT run_id, fence, lag(fence) OVER (PARTITION BY run_id ORDER BY n) AS before FROM proof.history WHERE what IN ('started', 'claimed', 'requeued')) c WHERE fence <> before + 1"),
        ("Fences never fall along the history.",
            "SELECT run_id, before || ' then ' || fence FROM (SELECT run_id, fence, lag(fence) OVER (PARTITION BY run_id ORDER BY n) AS before FROM proof.history WHERE fence IS NOT NULL) c WHERE fence < before"),
        ("A step is written once, under one fence, and in the order of its number.",
            "SELECT run_id, before || ' then ' || seq FROM (SELECT run_id, seq, lag(seq) OVER (PARTITION BY run_id ORDER BY n) AS before FROM proof.history WHERE what = 'step') s WHERE seq <> before + 1"),
        ("No step is written while nobody holds the run.",
            """
            SELECT run_id, detail FROM (
                SELECT run_id, what, detail, tx, lag(what) OVER w AS before, lag(tx) OVER w AS before_tx FROM proof.history WHERE what NOT IN ('asked', 'answered', 'closed')
                WINDOW w AS (PARTITION BY run_id ORDER BY n)) s
            WHERE what = 'step' AND before IN ('ready', 'waiting', 'failed') AND tx <> before_tx
            """),
        ("A step is written by the process that has claimed the run.",
            """
            SELECT s.run_id, s.writer || ', held by ' || c.worker FROM proof.history s JOIN LATERAL (
                SELECT worker FROM proof.history c WHERE c.run_id = s.run_id AND c.what IN ('started', 'claimed') AND c.n < s.n ORDER BY c.n DESC LIMIT 1) c ON true
            WHERE s.what = 'step' AND s.writer LIKE 'worker-%' AND split_part(c.worker, '/', 2) <> substr(s.writer, 8)
            """),
        ("A question is answered once.", "SELECT run_id, detail FROM proof.history WHERE what = 'answered' GROUP BY run_id, detail HAVING count(*) > 1"),
        ("Nothing follows the end.",
            "SELECT h.run_id, h.what FROM proof.history h JOIN (SELECT run_id, min(n) AS n FROM proof.history WHERE what IN ('completed', 'cancelled') GROUP BY run_id) e ON e.run_id = h.run_id AND h.n > e.n WHERE h.what NOT IN ('step', 'closed', 'asked')"),
        ("An effect on our database happens once.", "SELECT run_id, name FROM proof.effects GROUP BY run_id, name HAVING count(*) > 1"),
        ("A staged effect happens once.", "SELECT (body->>'run')::uuid, body->>'name' FROM platform.outbox WHERE type = 'proof.effect' GROUP BY 1, 2 HAVING count(*) > 1"),
        ("An effect belongs to a step that is stored.",
            "SELECT e.run_id, e.name FROM proof.effects e LEFT JOIN runs.steps s ON s.run_id = e.run_id AND s.delta->>'task' = split_part(e.key, '-', 2) AND s.kind IN ('finished', 'interrupted') WHERE s.run_id IS NULL AND e.name NOT LIKE 'undo %'"),
        ("What acts on an answer sees the stored one.",
            "SELECT e.run_id, e.value || ' for ' || i.answer::text FROM proof.effects e JOIN runs.interrupts i ON i.run_id = e.run_id AND i.key = 'ask' WHERE e.name = 'act' AND e.value IS DISTINCT FROM i.answer::text"),
        ("A receiver that knows keys receives once.", "SELECT run_id, key FROM proof.received WHERE receiver = 'Keyed' GROUP BY run_id, key HAVING count(*) > 1"),
        ("A signal is taken once.",
            "SELECT run_id, count(*)::text FROM runs.steps WHERE kind = 'signalled' AND delta->>'signal' = 'go' GROUP BY run_id HAVING count(*) > 1"),
        ("What acts on a signal sees the stored one.",
            "SELECT e.run_id, e.value || ' for ' || s.payload::text FROM proof.effects e JOIN runs.signals s ON s.run_id = e.run_id WHERE e.name = 'heard' AND e.value IS DISTINCT FROM s.payload::text"),
        ("Nothing is compensated before it was done.",
            "SELECT u.run_id, u.name FROM proof.effects u LEFT JOIN proof.effects e ON e.run_id = u.run_id AND 'undo ' || e.name = u.name AND e.key = u.key AND e.at < u.at WHERE u.name LIKE 'undo %' AND e.run_id IS NULL"),
        ("Only cancelled runs are compensated.",
            "SELECT r.id, u.name FROM runs.runs r JOIN proof.effects u ON u.run_id = r.id AND u.name LIKE 'undo %' WHERE r.status = 'completed'"),
        ("A cancelled run has compensated what it did, each once.",
            """
            SELECT r.id, e.name FROM runs.runs r JOIN proof.effects e ON e.run_id = r.id AND e.name IN ('left', 'item0', 'item1', 'item2', 'act') WHERE r.status = 'cancelled'
            AND (SELECT count(*) FROM proof.effects u WHERE u.run_id = r.id AND u.name = 'undo ' || e.name) <> 1
            """),
        ("What was done last is compensated first.",
            """
            SELECT run_id, name FROM (
                SELECT u.run_id, u.name, s.seq, lag(s.seq) OVER (PARTITION BY u.run_id ORDER BY u.at) AS before FROM proof.effects u
                JOIN runs.steps s ON s.run_id = u.run_id AND s.kind = 'finished' AND s.delta->>'task' = split_part(u.key, '-', 2) WHERE u.name LIKE 'undo %') c WHERE seq > before
            """),
        (Searched, "SELECT run_id, key FROM proof.received WHERE receiver = 'Searched' GROUP BY run_id, key HAVING count(*) > 1"),
        ("A call that was repeated is never silent: the stored step says that it was not the first attempt.",
            """
            SELECT c.run_id, c.receiver || ' ' || c.key FROM (SELECT run_id, receiver, key FROM proof.calls GROUP BY run_id, receiver, key HAVING count(*) > 1) c
            JOIN runs.steps s ON s.run_id = c.run_id AND s.kind = 'finished' AND s.delta->>'task' = split_part(c.key, '-', 2) WHERE s.attempt = 1
            """),
    ];

    /// <param name="alsoSearched">False where workers sleep between the look and the call: against that no search helps.</param>
    public static async Task<IReadOnlyList<UnsoundRun>> FindAsync(NpgsqlDataSource database, bool alsoSearched = true)
    {
        var found = new List<UnsoundRun>(await new CheckRuns(database).ExecuteAsync(default));
        foreach (var (rule, sql) in rules.Where(one => alsoSearched || one.Rule != Searched))
            found.AddRange(await RowsAsync(database, rule, sql + " LIMIT 20"));
        found.AddRange(await RowsAsync(database, "A completed run had all its effects.",
            $"""
            SELECT r.id, coalesce(string_agg(e.name, ' '), 'none') FROM runs.runs r LEFT JOIN (
                SELECT run_id, name FROM proof.effects UNION ALL SELECT (body->>'run')::uuid, body->>'name' FROM platform.outbox WHERE type = 'proof.effect') e ON e.run_id = r.id
            WHERE r.status = 'completed' AND r.workflow LIKE 'proof%' GROUP BY r.id
            HAVING string_agg(e.name, ' ' ORDER BY e.name COLLATE "C") IS DISTINCT FROM '{string.Join(' ', ProofWorkflow.Effects.Order(StringComparer.Ordinal))}' LIMIT 20
            """));
        return found;
    }

    static async Task<List<UnsoundRun>> RowsAsync(NpgsqlDataSource database, string rule, string sql)
    {
        var found = new List<UnsoundRun>();
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            found.Add(new UnsoundRun(rule, reader.GetGuid(0), reader.IsDBNull(1) ? "" : reader.GetString(1)));
        return found;
    }
}
