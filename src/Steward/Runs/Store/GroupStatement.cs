using System.Text;
using Npgsql;
using NpgsqlTypes;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs.Store;

/// <summary>
/// The ordinary steps of several runs in one statement and so in one commit. Every row is fenced by itself. Rows that somebody else has locked are skipped, so
/// that the group waits for nobody and cannot be part of a deadlock; what was skipped or refused is simply not in the answer.
/// </summary>
static class GroupStatement
{
    /// <summary>
    /// Locks and looks in a lateral subquery, and updates by the address of the row just locked: whatever the planner believes about the table's size, it is one
    /// look-up per row. A row that was changed in the very moment before the lock is not found by that address, and counts as skipped.
    /// </summary>
    const string Text =
        """
        WITH given AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                AS g (id, fence, seq, node, at, kind, attempt, duration_ms, format, delta, snapshot, status, wake, reason, seen)),
        held AS (
            SELECT g.*, r.place FROM given g CROSS JOIN LATERAL (
                SELECT ctid AS place FROM runs.runs WHERE id = g.id AND fence = g.fence AND seq = g.seq - 1 AND status = 'running' FOR UPDATE SKIP LOCKED) r),
        run AS (
            UPDATE runs.runs r SET seq = h.seq, node = h.node, updated_at = h.at, crashes = 0,
                snapshot_seq = CASE WHEN h.snapshot IS NULL THEN r.snapshot_seq ELSE h.seq END,
                worker = CASE WHEN h.status IS NULL THEN r.worker END,
                reason = CASE WHEN h.status IS NULL THEN r.reason ELSE h.reason END,
                status = CASE WHEN h.status IS NULL THEN r.status WHEN h.status = 'waiting' AND r.inbox > h.seen THEN 'ready' ELSE h.status END,
                next_wake = CASE WHEN h.status IS NULL THEN r.next_wake WHEN h.status = 'waiting' AND r.inbox > h.seen THEN h.at ELSE h.wake END,
                finished_at = CASE WHEN h.status IS NULL THEN r.finished_at WHEN h.status <> 'waiting' THEN h.at END
            FROM held h WHERE r.ctid = h.place
            RETURNING r.id, r.inbox, r.cancel_requested, h.seq, h.kind, h.node, h.attempt, h.at, h.duration_ms, h.format, h.delta, h.snapshot),
        step AS (
            INSERT INTO runs.steps (run_id, seq, kind, node, attempt, at, duration_ms, format, delta, snapshot)
            SELECT id, seq, kind, node, attempt, at, duration_ms, format, delta::json, snapshot::json FROM run)
        SELECT id, inbox, cancel_requested FROM run
        """;

    /// <summary>Questions, large values, conditions and outcomes have statements of their own: they can be refused for reasons that are no concern of other runs, or are too rare to be carried along.</summary>
    public static bool Takes(StepCommit step) => step.Question is null && step.CloseKey is null && step.RequireInbox is null && step.Settlement?.Outcome is null && step.Encoded.BlobHashes.Count == 0;

    /// <returns>What was committed, by run.</returns>
    public static async Task<Dictionary<Guid, CommitResult>> ExecuteAsync(IReadOnlyList<StepCommit> steps, Lanes.Lane lane, CancellationToken cancel)
    {
        var command = await lane.CommandAsync(Text, Declare, cancel);
        Fill(command.Parameters, steps);
        var committed = new Dictionary<Guid, CommitResult>(steps.Count);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            committed[reader.GetGuid(0)] = new CommitResult(CommitState.Committed, reader.GetInt32(1), reader.GetBoolean(2));
        return committed;
    }

    static void Declare(NpgsqlParameterCollection p)
    {
        p.Add(new NpgsqlParameter<Guid[]>());
        p.Add(new NpgsqlParameter<long[]>());
        p.Add(new NpgsqlParameter<long[]>());
        p.Add(new NpgsqlParameter<string[]>());
        p.Add(new NpgsqlParameter<DateTimeOffset[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        p.Add(new NpgsqlParameter<string[]>());
        p.Add(new NpgsqlParameter<int[]>());
        p.Add(new NpgsqlParameter<int[]>());
        p.Add(new NpgsqlParameter<short[]>());
        p.Add(new NpgsqlParameter<string[]>());
        p.Add(new NpgsqlParameter<string?[]>());
        p.Add(new NpgsqlParameter<string?[]>());
        p.Add(new NpgsqlParameter<DateTimeOffset?[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        p.Add(new NpgsqlParameter<string?[]>());
        p.Add(new NpgsqlParameter<int?[]>());
    }

    static void Fill(NpgsqlParameterCollection p, IReadOnlyList<StepCommit> steps)
    {
        Set(p[0], steps, step => step.Lease.RunId);
        Set(p[1], steps, step => step.Lease.Fence);
        Set(p[2], steps, step => step.Seq);
        Set(p[3], steps, step => step.Node);
        Set(p[4], steps, step => step.At);
        Set(p[5], steps, step => Names.Of(step.Kind));
        Set(p[6], steps, step => step.Attempt);
        Set(p[7], steps, step => step.DurationMs);
        Set(p[8], steps, step => (short)step.Encoded.Format);
        Set(p[9], steps, step => Encoding.UTF8.GetString(step.Encoded.Delta.Span));
        Set(p[10], steps, step => step.Encoded.Snapshot is { } snapshot ? Encoding.UTF8.GetString(snapshot.Span) : null);
        Set(p[11], steps, step => step.Settlement is { } settlement ? Names.Of(settlement.Status) : null);
        Set(p[12], steps, step => step.Settlement?.Wake?.ToUniversalTime());
        Set(p[13], steps, step => step.Settlement?.Reason);
        Set(p[14], steps, step => step.Settlement?.InboxSeen);
    }

    static void Set<T>(NpgsqlParameter parameter, IReadOnlyList<StepCommit> steps, Func<StepCommit, T> value)
    {
        var values = new T[steps.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(steps[i]);
        ((NpgsqlParameter<T[]>)parameter).TypedValue = values;
    }
}
