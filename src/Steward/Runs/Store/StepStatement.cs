using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;

namespace Steward.Runs.Store;

/// <summary>
/// The commit of a step as one statement: the fenced update of the run, the step, and what else it has (a question, large values, the settlement). All of it
/// hangs on the update: when the fence or the number is not ours, nothing is written. Outside a transaction the statement is its own, so a step that staged
/// nothing costs one round trip and one commit.
/// </summary>
static class StepStatement
{
    /// <summary>Which optional parts a step has; each combination is one prepared text.</summary>
    [Flags]
    enum Parts
    {
        None = 0,
        Snapshot = 1,
        Settle = 2,
        Ask = 4,
        Close = 8,
        Blobs = 16,
        Inbox = 32,
        Outcome = 64,
    }

    static readonly ConcurrentDictionary<Parts, string> texts = new();

    /// <summary>In the transaction of what the node staged.</summary>
    public static async ValueTask<CommitResult> ExecuteAsync(StepCommit step, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        var parts = PartsOf(step);
        await using var command = new NpgsqlCommand(texts.GetOrAdd(parts, Text), connection, transaction);
        Declare(command.Parameters, parts);
        Fill(command.Parameters, parts, step);
        await command.PrepareAsync(cancel);
        return await ReadAsync(command, cancel) ?? await WhyAsync(step, connection, transaction, cancel);
    }

    /// <summary>As a transaction of its own.</summary>
    public static async ValueTask<CommitResult> ExecuteAsync(StepCommit step, Lanes.Lane lane, CancellationToken cancel)
    {
        var parts = PartsOf(step);
        var command = await lane.CommandAsync(texts.GetOrAdd(parts, Text), p => Declare(p, parts), cancel);
        Fill(command.Parameters, parts, step);
        return await ReadAsync(command, cancel) ?? await WhyAsync(step, lane.Connection, null, cancel);
    }

    static async ValueTask<CommitResult?> ReadAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new CommitResult(CommitState.Committed, reader.GetInt32(0), reader.GetBoolean(1)) : null;
    }

    /// <summary>Nothing was updated: has a message come, or is the run another's?</summary>
    static async ValueTask<CommitResult> WhyAsync(StepCommit step, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        if (step.RequireInbox is null)
            return new CommitResult(CommitState.Lost);
        await using var command = new NpgsqlCommand(
            "SELECT inbox, cancel_requested FROM runs.runs WHERE id = $1 AND fence = $2 AND seq = $3 - 1 AND status = 'running'", connection, transaction)
        {
            Parameters = { new() { Value = step.Lease.RunId }, new() { Value = step.Lease.Fence }, new() { Value = step.Seq } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new CommitResult(CommitState.InboxMoved, reader.GetInt32(0), reader.GetBoolean(1))
            : new CommitResult(CommitState.Lost);
    }

    /// <summary>The parameters of <see cref="Text"/>, in its order.</summary>
    static void Declare(NpgsqlParameterCollection p, Parts parts)
    {
        p.Add(new NpgsqlParameter<Guid>());
        p.Add(new NpgsqlParameter<long>());
        p.Add(new NpgsqlParameter<long>());
        p.Add(new NpgsqlParameter<string>());
        p.Add(new NpgsqlParameter<DateTimeOffset>());
        p.Add(new NpgsqlParameter<string>());
        p.Add(new NpgsqlParameter<int>());
        p.Add(new NpgsqlParameter<int>());
        p.Add(new NpgsqlParameter<short>());
        p.Add(Json());
        if (parts.HasFlag(Parts.Snapshot))
            p.Add(Json());
        if (parts.HasFlag(Parts.Settle))
            DeclareSettle(p);
        if (parts.HasFlag(Parts.Ask))
        {
            p.Add(new NpgsqlParameter<string>());
            p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Json });
            p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Json });
            p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz });
        }
        if (parts.HasFlag(Parts.Close))
            p.Add(new NpgsqlParameter<string>());
        if (parts.HasFlag(Parts.Blobs))
        {
            p.Add(new NpgsqlParameter<string[]>());
            p.Add(new NpgsqlParameter<string[]>());
            p.Add(new NpgsqlParameter<byte[][]>());
        }
        if (parts.HasFlag(Parts.Outcome))
            p.Add(new NpgsqlParameter<string>());
        if (parts.HasFlag(Parts.Inbox))
            p.Add(new NpgsqlParameter<int>());
    }

    static void Fill(NpgsqlParameterCollection p, Parts parts, StepCommit step)
    {
        var at = 0;
        Set(step.Lease.RunId);
        Set(step.Lease.Fence);
        Set(step.Seq);
        Set(step.Node);
        Set(step.At);
        Set(Names.Of(step.Kind));
        Set(step.Attempt);
        Set(step.DurationMs);
        Set((short)step.Encoded.Format);
        Set(step.Encoded.Delta);
        if (parts.HasFlag(Parts.Snapshot))
            Set(step.Encoded.Snapshot!.Value);
        if (parts.HasFlag(Parts.Settle))
            at = FillSettle(p, at, step.Settlement!);
        if (parts.HasFlag(Parts.Ask))
        {
            var question = step.Question!;
            Set(question.Key);
            p[at++].Value = question.Question.GetRawText();
            p[at++].Value = question.AllowedAnswers is { } allowed ? JsonSerializer.Serialize(allowed) : DBNull.Value;
            p[at++].Value = (object?)question.ExpiresAt?.ToUniversalTime() ?? DBNull.Value;
        }
        if (parts.HasFlag(Parts.Close))
            Set(step.CloseKey!);
        if (parts.HasFlag(Parts.Blobs))
        {
            Set<string[]>([.. step.Encoded.BlobHashes]);
            Set<string[]>([.. step.Encoded.NewBlobs.Select(blob => blob.Hash)]);
            Set<byte[][]>([.. step.Encoded.NewBlobs.Select(Bytes)]);
        }
        if (parts.HasFlag(Parts.Outcome))
            Set(step.Settlement!.Outcome!);
        if (parts.HasFlag(Parts.Inbox))
            Set(step.RequireInbox!.Value);

        void Set<T>(T value) => ((NpgsqlParameter<T>)p[at++]).TypedValue = value;
    }

    static Parts PartsOf(StepCommit step) =>
        (step.Encoded.Snapshot is null ? Parts.None : Parts.Snapshot) | (step.Settlement is null ? Parts.None : Parts.Settle)
        | (step.Question is null ? Parts.None : Parts.Ask) | (step.CloseKey is null ? Parts.None : Parts.Close)
        | (step.Encoded.BlobHashes.Count == 0 ? Parts.None : Parts.Blobs) | (step.RequireInbox is null ? Parts.None : Parts.Inbox)
        | (step.Settlement?.Outcome is null ? Parts.None : Parts.Outcome);

    static string Text(Parts parts)
    {
        var next = 11;
        string P() => "$" + next++;
        var snapshot = parts.HasFlag(Parts.Snapshot) ? P() : null;
        var settle = parts.HasFlag(Parts.Settle) ? SettleText(P(), P(), P(), P()) : "";
        var ask = parts.HasFlag(Parts.Ask)
            ? $", ask AS (INSERT INTO runs.interrupts (run_id, key, node, question, allowed, asked_at, expires_at) SELECT $1, {P()}, $4, {P()}, {P()}, $5, {P()} FROM run)"
            : "";
        var close = parts.HasFlag(Parts.Close)
            ? $", close AS (UPDATE runs.interrupts i SET closed_at = $5 FROM run WHERE i.run_id = run.id AND i.key = {P()} AND i.answered_at IS NULL)"
            : "";
        var (hashes, blobs) = ("", "");
        if (parts.HasFlag(Parts.Blobs))
        {
            hashes = P();
            blobs = $", large AS (INSERT INTO runs.blobs (owner_id, hash, body) SELECT run.owner_id, b.hash, b.body FROM run, unnest({P()}::text[], {P()}::bytea[]) AS b (hash, body) ON CONFLICT DO NOTHING)";
        }
        var text = new StringBuilder("WITH run AS (UPDATE runs.runs SET seq = $3, node = $4, updated_at = $5, crashes = 0");
        text.Append(snapshot is null ? "" : ", snapshot_seq = $3").Append(settle).Append(parts.HasFlag(Parts.Outcome) ? $", outcome = {P()}" : "");
        text.Append(" WHERE id = $1 AND fence = $2 AND seq = $3 - 1 AND status = 'running'");
        text.Append(parts.HasFlag(Parts.Inbox) ? $" AND inbox = {P()}" : "");
        text.Append(" RETURNING id, owner_id, inbox, cancel_requested), step AS (INSERT INTO runs.steps (run_id, seq, kind, node, attempt, at, duration_ms, format, delta");
        text.Append(snapshot is null ? "" : ", snapshot").Append(hashes.Length == 0 ? "" : ", blobs");
        text.Append(") SELECT $1, $3, $6, $4, $7, $5, $8, $9, $10");
        text.Append(snapshot is null ? "" : ", " + snapshot).Append(hashes.Length == 0 ? "" : ", " + hashes);
        text.Append(" FROM run)").Append(ask).Append(close).Append(blobs).Append(" SELECT inbox, cancel_requested FROM run");
        return text.ToString();
    }

    /// <summary>A message that came while the step ran keeps a waiting run due; the row lock of this update decides which of the two was first.</summary>
    public static string SettleText(string status, string wake, string reason, string seen) =>
        $"""
        , worker = NULL, reason = {reason}
        , status = CASE WHEN {status} = 'waiting' AND inbox > {seen} THEN 'ready' ELSE {status} END
        , next_wake = CASE WHEN {status} = 'waiting' AND inbox > {seen} THEN $5 ELSE {wake} END
        , finished_at = CASE WHEN {status} = 'waiting' THEN NULL ELSE $5 END
        """;

    public static void DeclareSettle(NpgsqlParameterCollection p)
    {
        p.Add(new NpgsqlParameter<string>());
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz });
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new NpgsqlParameter<int>());
    }

    /// <returns>The place after them.</returns>
    public static int FillSettle(NpgsqlParameterCollection p, int at, Settlement settlement)
    {
        p[at].Value = Names.Of(settlement.Status);
        p[at + 1].Value = (object?)settlement.Wake?.ToUniversalTime() ?? DBNull.Value;
        p[at + 2].Value = (object?)settlement.Reason ?? DBNull.Value;
        p[at + 3].Value = settlement.InboxSeen;
        return at + 4;
    }

    public static byte[] Bytes(Blob blob) =>
        MemoryMarshal.TryGetArray(blob.Json, out var whole) && whole.Count == whole.Array!.Length ? whole.Array : blob.Json.ToArray();

    static NpgsqlParameter<ReadOnlyMemory<byte>> Json() => new() { NpgsqlDbType = NpgsqlDbType.Json };
}
