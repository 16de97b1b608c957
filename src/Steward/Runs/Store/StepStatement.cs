using System.Collections.Concurrent;
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
    }

    static readonly ConcurrentDictionary<Parts, string> texts = new();

    public static NpgsqlCommand Create(StepCommit step, NpgsqlConnection connection, NpgsqlTransaction? transaction)
    {
        var parts = PartsOf(step);
        var command = new NpgsqlCommand(texts.GetOrAdd(parts, Text), connection, transaction);
        var p = command.Parameters;
        p.Add(new NpgsqlParameter<Guid> { TypedValue = step.Lease.RunId });
        p.Add(new NpgsqlParameter<long> { TypedValue = step.Lease.Fence });
        p.Add(new NpgsqlParameter<long> { TypedValue = step.Seq });
        p.Add(new NpgsqlParameter<string> { TypedValue = step.Node });
        p.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = step.At });
        p.Add(new NpgsqlParameter<string> { TypedValue = Names.Of(step.Kind) });
        p.Add(new NpgsqlParameter<int> { TypedValue = step.Attempt });
        p.Add(new NpgsqlParameter<int> { TypedValue = step.DurationMs });
        p.Add(new NpgsqlParameter<short> { TypedValue = (short)step.Encoded.Format });
        p.Add(Json(step.Encoded.Delta));
        if (parts.HasFlag(Parts.Snapshot))
            p.Add(Json(step.Encoded.Snapshot!.Value));
        if (parts.HasFlag(Parts.Settle))
            SettleParameters(p, step.Settlement!);
        if (parts.HasFlag(Parts.Ask))
            AskParameters(p, step.Question!);
        if (parts.HasFlag(Parts.Close))
            p.Add(new NpgsqlParameter<string> { TypedValue = step.CloseKey! });
        if (parts.HasFlag(Parts.Blobs))
            BlobParameters(p, step.Encoded);
        if (parts.HasFlag(Parts.Inbox))
            p.Add(new NpgsqlParameter<int> { TypedValue = step.RequireInbox!.Value });
        return command;
    }

    static Parts PartsOf(StepCommit step) =>
        (step.Encoded.Snapshot is null ? Parts.None : Parts.Snapshot) | (step.Settlement is null ? Parts.None : Parts.Settle)
        | (step.Question is null ? Parts.None : Parts.Ask) | (step.CloseKey is null ? Parts.None : Parts.Close)
        | (step.Encoded.BlobHashes.Count == 0 ? Parts.None : Parts.Blobs) | (step.RequireInbox is null ? Parts.None : Parts.Inbox);

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
            blobs = $", large AS (INSERT INTO runs.blobs (owner_id, hash, body) SELECT run.owner_id, b.hash, b.body::json FROM run, unnest({P()}::text[], {P()}::text[]) AS b (hash, body) ON CONFLICT DO NOTHING)";
        }
        var text = new StringBuilder("WITH run AS (UPDATE runs.runs SET seq = $3, node = $4, updated_at = $5, crashes = 0");
        text.Append(snapshot is null ? "" : ", snapshot_seq = $3").Append(settle);
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

    public static void SettleParameters(NpgsqlParameterCollection p, Settlement settlement)
    {
        p.Add(new NpgsqlParameter<string> { TypedValue = Names.Of(settlement.Status) });
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = (object?)settlement.Wake?.ToUniversalTime() ?? DBNull.Value });
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)settlement.Reason ?? DBNull.Value });
        p.Add(new NpgsqlParameter<int> { TypedValue = settlement.InboxSeen });
    }

    static void AskParameters(NpgsqlParameterCollection p, InterruptRequest question)
    {
        p.Add(new NpgsqlParameter<string> { TypedValue = question.Key });
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Json, Value = question.Question.GetRawText() });
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Json, Value = question.AllowedAnswers is { } allowed ? JsonSerializer.Serialize(allowed) : DBNull.Value });
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = (object?)question.ExpiresAt?.ToUniversalTime() ?? DBNull.Value });
    }

    static void BlobParameters(NpgsqlParameterCollection p, EncodedStep encoded)
    {
        p.Add(new NpgsqlParameter<string[]> { TypedValue = [.. encoded.BlobHashes] });
        p.Add(new NpgsqlParameter<string[]> { TypedValue = [.. encoded.NewBlobs.Select(blob => blob.Hash)] });
        p.Add(new NpgsqlParameter<string[]> { TypedValue = [.. encoded.NewBlobs.Select(blob => Encoding.UTF8.GetString(blob.Json.Span))] });
    }

    static NpgsqlParameter Json(ReadOnlyMemory<byte> utf8) => new NpgsqlParameter<ReadOnlyMemory<byte>> { NpgsqlDbType = NpgsqlDbType.Json, TypedValue = utf8 };
}
