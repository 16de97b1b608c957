using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Steward.Platform;
using Steward.Workflows.Signals;

namespace Steward.Runs.Store;

/// <summary>A run's mailboxes. Putting a signal in is one statement, in the caller's transaction when there is one.</summary>
static class SignalStatements
{
    /// <summary>
    /// The run's row is locked first, as everywhere, so positions rise in the order of the commits, and of several signals with one key at the same time one is
    /// stored: the others find it when they get the lock.
    /// </summary>
    public static async Task<SignalResult> PutAsync(Guid runId, Signal signal, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        await using (var command = new NpgsqlCommand(
            """
            WITH run AS (SELECT id, inbox FROM runs.runs WHERE id = $1 AND status NOT IN ('completed', 'cancelled') AND NOT cancel_requested FOR UPDATE),
            put AS (
                INSERT INTO runs.signals (run_id, name, position, key, payload, received_at) SELECT id, $2, inbox + 1, $3, $4, $5 FROM run
                ON CONFLICT (run_id, name, key) DO NOTHING RETURNING run_id)
            UPDATE runs.runs r SET inbox = r.inbox + 1,
                status = CASE WHEN r.status = 'waiting' THEN 'ready' ELSE r.status END, next_wake = CASE WHEN r.status IN ('waiting', 'ready') THEN $5 ELSE r.next_wake END
            FROM put WHERE r.id = put.run_id
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = runId }, new() { Value = signal.Name }, new() { Value = signal.Key },
                new() { Value = signal.Payload.GetRawText(), NpgsqlDbType = NpgsqlDbType.Json }, new() { Value = now },
            },
        })
        {
            if (await command.ExecuteNonQueryAsync(cancel) == 1)
            {
                CrashPoint.Hit("runs.signal.stored");
                return SignalResult.Accepted;
            }
        }
        return await WhyAsync(runId, signal, connection, transaction, cancel);
    }

    static async Task<SignalResult> WhyAsync(Guid runId, Signal signal, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT EXISTS (SELECT 1 FROM runs.signals WHERE run_id = $1 AND name = $2 AND key = $3) FROM runs.runs WHERE id = $1", connection, transaction)
        {
            Parameters = { new() { Value = runId }, new() { Value = signal.Name }, new() { Value = signal.Key } },
        };
        return await command.ExecuteScalarAsync(cancel) switch { null => SignalResult.NotFound, true => SignalResult.AlreadyReceived, _ => SignalResult.RunOver };
    }

    public static async Task<IReadOnlyList<StoredSignal>> ReadAsync(
        Guid runId, IReadOnlyDictionary<string, long> after, int max, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT s.name, s.position, s.payload FROM unnest($2::text[], $3::bigint[]) AS mailbox (name, after) CROSS JOIN LATERAL (
                SELECT name, position, payload FROM runs.signals WHERE run_id = $1 AND name = mailbox.name AND position > mailbox.after ORDER BY position LIMIT $4) s
            ORDER BY s.position
            """, connection)
        {
            Parameters =
            {
                new() { Value = runId }, new() { Value = after.Keys.ToArray() }, new() { Value = after.Values.ToArray() }, new() { Value = max },
            },
        };
        var signals = new List<StoredSignal>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            signals.Add(new StoredSignal(reader.GetString(0), reader.GetInt64(1), JsonElement.Parse(reader.GetString(2))));
        return signals;
    }
}
