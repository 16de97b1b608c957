using System.Text;
using System.Text.Json;
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
        await using var command = new NpgsqlCommand(run.Origin is null ? Start : Fork, connection, transaction)
        {
            Parameters =
            {
                new() { Value = run.Id }, new() { Value = run.OwnerId }, new() { Value = run.Workflow }, new() { Value = run.Version }, new() { Value = run.Node },
                new() { Value = run.At }, new() { Value = (short)run.Input.Format }, HistoryStatements.Json(run.Input.Delta), HistoryStatements.Hashes(run.Input),
                new() { Value = run.Input.NewBlobs.Select(blob => blob.Hash).ToArray() },
                new() { Value = run.Input.NewBlobs.Select(StepStatement.Bytes).ToArray() },
            },
        };
        if (run.Origin is { } origin)
            ForkParameters(command.Parameters, run, origin);
        else
            HolderParameters(command.Parameters, run);
        await command.PrepareAsync(cancel);
        return await command.ExecuteScalarAsync(cancel) is not null;
    }

    const string Start =
        """
        WITH run AS (
            INSERT INTO runs.runs (id, owner_id, workflow, version, status, node, seq, snapshot_seq, fence, crashes, inbox, cancel_requested, worker, next_wake, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $12, $5, 0, 0, $13, 0, 0, false, $14, $15, $6, $6)
            ON CONFLICT (id) DO NOTHING RETURNING id),
        step AS (
            INSERT INTO runs.steps (run_id, seq, kind, node, attempt, at, duration_ms, format, delta, blobs)
            SELECT id, 0, 'started', $5, 1, $6, 0, $7, $8, $9 FROM run),
        large AS (
            INSERT INTO runs.blobs (owner_id, hash, body) SELECT $2, b.hash, b.body FROM run, unnest($10::text[], $11::bytea[]) AS b (hash, body)
            ON CONFLICT DO NOTHING)
        SELECT id FROM run
        """;

    /// <summary>The origin's row is held until the commit, so that nobody prunes the large values that the fork refers to from now on.</summary>
    const string Fork =
        """
        WITH origin AS (SELECT id FROM runs.runs WHERE id = $12 AND pruned_at IS NULL FOR SHARE),
        run AS (
            INSERT INTO runs.runs (id, owner_id, workflow, version, status, node, seq, snapshot_seq, fence, crashes, inbox, cancel_requested, next_wake, created_at, updated_at, origin_run, origin_seq)
            SELECT $1, $2, $3, $4, 'ready', $5, 0, 0, 0, 0, 0, false, $6, $6, $6, origin.id, $13 FROM origin
            ON CONFLICT (id) DO NOTHING RETURNING id),
        step AS (
            INSERT INTO runs.steps (run_id, seq, kind, node, attempt, at, duration_ms, format, delta, blobs, snapshot)
            SELECT id, 0, 'forked', $5, 1, $6, 0, $7, $8, $9, $14 FROM run),
        ask AS (
            INSERT INTO runs.interrupts (run_id, key, node, question, allowed, asked_at, expires_at)
            SELECT run.id, q.key, q.node, q.question::json, q.allowed::json, $6, q.expires
            FROM run, unnest($15::text[], $16::text[], $17::text[], $18::text[], $19::timestamptz[]) AS q (key, node, question, allowed, expires)),
        large AS (
            INSERT INTO runs.blobs (owner_id, hash, body) SELECT $2, b.hash, b.body FROM run, unnest($10::text[], $11::bytea[]) AS b (hash, body)
            ON CONFLICT DO NOTHING)
        SELECT id FROM run
        """;

    static void HolderParameters(NpgsqlParameterCollection p, NewRun run)
    {
        p.Add(new() { Value = Names.Of(run.Holder is null ? RunStatus.Ready : RunStatus.Running) });
        p.Add(new() { Value = run.Holder is null ? 0 : run.Lease.Fence });
        p.Add(new() { Value = (object?)run.Holder?.Worker ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = run.Holder?.Until ?? run.At });
    }

    static void ForkParameters(NpgsqlParameterCollection p, NewRun run, RunOrigin origin)
    {
        p.Add(new() { Value = origin.RunId });
        p.Add(new() { Value = origin.Seq });
        p.Add(HistoryStatements.Json(run.Input.Snapshot!.Value));
        p.Add(new() { Value = run.Questions.Select(question => question.Request.Key).ToArray() });
        p.Add(new() { Value = run.Questions.Select(question => question.Node).ToArray() });
        p.Add(new() { Value = run.Questions.Select(question => question.Request.Question.GetRawText()).ToArray() });
        p.Add(new() { Value = run.Questions.Select(question => question.Request.AllowedAnswers is { } allowed ? JsonSerializer.Serialize(allowed) : null).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        p.Add(new() { Value = run.Questions.Select(question => question.Request.ExpiresAt?.ToUniversalTime()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
    }

    /// <summary>A failed run can be cancelled too. Asking again changes nothing, so a run whose compensation failed stays where it is until it is retried or dropped.</summary>
    public static async Task<bool> CancelAsync(Guid runId, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH asked AS (
                UPDATE runs.runs SET cancel_requested = true, inbox = inbox + 1,
                    status = CASE WHEN status = 'running' THEN status ELSE 'ready' END, next_wake = CASE WHEN status = 'running' THEN next_wake ELSE $2 END
                WHERE id = $1 AND status NOT IN ('completed', 'cancelled') AND NOT cancel_requested RETURNING id)
            SELECT EXISTS (SELECT 1 FROM asked) OR EXISTS (SELECT 1 FROM runs.runs WHERE id = $1 AND status NOT IN ('completed', 'cancelled') AND cancel_requested)
            """, connection, transaction)
        {
            Parameters = { new() { Value = runId }, new() { Value = now } },
        };
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    /// <summary>A failed run has no holder, so its next step may be written here; the fence rises all the same.</summary>
    /// <param name="change">What is changed in the state first.</param>
    public static Task<bool> RetryAsync(Guid runId, EncodedStep? change, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel) =>
        FromFailedAsync("requeued", "status = 'ready', reason = NULL, finished_at = NULL, next_wake = $2", runId, change, now, connection, transaction, cancel);

    public static Task<bool> DropAsync(Guid runId, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel) =>
        FromFailedAsync("dropped", "status = 'cancelled', reason = 'Dropped after: ' || reason, finished_at = $2, next_wake = NULL", runId, null, now, connection, transaction, cancel);

    static async Task<bool> FromFailedAsync(
        string kind, string standing, Guid runId, EncodedStep? change, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            WITH run AS (
                UPDATE runs.runs SET fence = fence + 1, seq = seq + 1, crashes = 0, inbox = inbox + 1, updated_at = $2, {standing}
                WHERE id = $1 AND status = 'failed' AND pruned_at IS NULL RETURNING id, owner_id, seq, node),
            step AS (
                INSERT INTO runs.steps (run_id, seq, kind, node, attempt, at, duration_ms, format, delta, blobs) SELECT id, seq, '{kind}', node, 1, $2, 0, $3, $4, $5 FROM run),
            large AS (
                INSERT INTO runs.blobs (owner_id, hash, body) SELECT run.owner_id, b.hash, b.body FROM run, unnest($6::text[], $7::bytea[]) AS b (hash, body)
                ON CONFLICT DO NOTHING)
            SELECT id FROM run
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = runId }, new() { Value = now }, new() { Value = (short)StepCodec.Format },
                HistoryStatements.Json(change?.Delta ?? StepCodec.Requeued), HistoryStatements.Hashes(change),
                new() { Value = change?.NewBlobs.Select(blob => blob.Hash).ToArray() ?? [] },
                new() { Value = change?.NewBlobs.Select(StepStatement.Bytes).ToArray() ?? [] },
            },
        };
        return await command.ExecuteScalarAsync(cancel) is not null;
    }
}
