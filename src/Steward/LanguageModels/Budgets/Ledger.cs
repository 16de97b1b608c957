using Npgsql;
using NpgsqlTypes;
using Steward.Platform;

namespace Steward.LanguageModels.Budgets;

/// <summary>What one call is, for the ledger.</summary>
sealed record LedgerCall(Guid Id, ModelCall Call, string Provider, string Model, bool Local, DateTimeOffset StartedAt);

/// <param name="RefusedBy">"day", "hour" or "run"; null when it was reserved.</param>
/// <param name="Spent">In that window, with what is reserved.</param>
/// <param name="Tell">The person has not been told of this limit within the last hour.</param>
sealed record Reservation(string? RefusedBy, decimal Spent, decimal Allowed, bool Tell);

/// <summary>
/// The ledger of calls. Before a priced call its upper bound is reserved; afterwards it is settled at what it cost. Limits are sums over the ledger itself, so there is no
/// counter that could drift. Each method is one statement in a transaction of its own, whatever its caller does. When the process dies between the two, the reservation
/// expires and its upper bound stays counted: the provider may have charged it.
/// </summary>
sealed class Ledger(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Longer than any call can take: see <see cref="Calling.CallLimits"/>.</summary>
    public static readonly TimeSpan ReservationLife = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A term of WITH for statements that need not wait for the disk; it counts where it is read from. A reservation must be on the disk before anything is spent. What follows it may be lost with the
    /// last moments before a power cut: then the reservation stands and its upper bound is counted, never less than was spent.
    /// </summary>
    internal const string NotWaitedFor = "not_waited_for AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))";

    public async Task<Reservation> ReserveAsync(LedgerCall call, int inputTokens, decimal upperBound, DateTimeOffset dayStart, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("SELECT refused_by, spent, allowed, tell FROM models.reserve($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
        command.Parameters.Add(Uuid(call.Id));
        command.Parameters.Add(Uuid(call.Call.PersonId));
        command.Parameters.Add(Text(Name(call.Call.Task)));
        command.Parameters.Add(Text(call.Provider));
        command.Parameters.Add(Text(call.Model));
        command.Parameters.Add(Uuid(call.Call.RunId));
        command.Parameters.Add(Uuid(call.Call.ConversationId));
        command.Parameters.Add(Int(inputTokens));
        command.Parameters.Add(Money(upperBound));
        command.Parameters.Add(Time(call.StartedAt));
        command.Parameters.Add(Time(dayStart));
        command.Parameters.Add(Time(call.StartedAt + ReservationLife));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new Reservation(await reader.IsDBNullAsync(0, cancel) ? null : reader.GetString(0), reader.GetDecimal(1), reader.GetDecimal(2), reader.GetBoolean(3));
    }

    /// <summary>Settles a reservation. One that expired meanwhile is settled too: now it is known what the call cost.</summary>
    public async Task SettleAsync(LedgerCall call, TokenUse use, decimal cost, bool estimated, string? error)
    {
        await using var command = database.CreateCommand(
            $"""
            WITH {NotWaitedFor}
            UPDATE models.calls SET state = $3, charged = $4, input_tokens = $5, output_tokens = $6, estimated = $7, finished_at = $8, error = $9 FROM not_waited_for
            WHERE id = $1 AND person_id = $2 AND state IN ('reserved', 'expired')
            """);
        command.Parameters.Add(Uuid(call.Id));
        command.Parameters.Add(Uuid(call.Call.PersonId));
        command.Parameters.Add(Text(error is null ? "done" : "failed"));
        command.Parameters.Add(Money(cost));
        command.Parameters.Add(Int(use.Input));
        command.Parameters.Add(Int(use.Output));
        command.Parameters.Add(new() { Value = estimated });
        command.Parameters.Add(Time(clock.GetUtcNow()));
        command.Parameters.Add(Text(error));
        await command.ExecuteNonQueryAsync(CancellationToken.None); // what was spent is recorded even when nobody waits any more
    }

    /// <summary>Records a call that nothing was reserved for: a local one, or an answer from the cache.</summary>
    public async Task RecordAsync(LedgerCall call, string state, TokenUse use, decimal saved, string? error)
    {
        await using var command = database.CreateCommand(
            $"""
            WITH {NotWaitedFor}
            INSERT INTO models.calls (id, person_id, task, provider, model, local, state, run_id, conversation_id, started_at, finished_at, input_tokens, output_tokens, estimated, charged, saved, error)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, $16 FROM not_waited_for
            """);
        command.Parameters.Add(Uuid(call.Id));
        command.Parameters.Add(Uuid(call.Call.PersonId));
        command.Parameters.Add(Text(Name(call.Call.Task)));
        command.Parameters.Add(Text(call.Provider));
        command.Parameters.Add(Text(call.Model));
        command.Parameters.Add(new() { Value = call.Local });
        command.Parameters.Add(Text(state));
        command.Parameters.Add(Uuid(call.Call.RunId));
        command.Parameters.Add(Uuid(call.Call.ConversationId));
        command.Parameters.Add(Time(call.StartedAt));
        command.Parameters.Add(Time(clock.GetUtcNow()));
        command.Parameters.Add(Int(use.Input));
        command.Parameters.Add(Int(use.Output));
        command.Parameters.Add(new() { Value = use.Estimated });
        command.Parameters.Add(Money(saved));
        command.Parameters.Add(Text(error));
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    internal static string Name(ModelTask task) => Json.ToElement(task).GetString()!;

    static NpgsqlParameter Uuid(Guid? value) => new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = value is { } id ? id : DBNull.Value };
    static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value is null ? DBNull.Value : value };
    static NpgsqlParameter Int(int value) => new() { NpgsqlDbType = NpgsqlDbType.Integer, Value = value };
    static NpgsqlParameter Money(decimal value) => new() { NpgsqlDbType = NpgsqlDbType.Numeric, Value = decimal.Round(value, 8, MidpointRounding.ToPositiveInfinity) };
    static NpgsqlParameter Time(DateTimeOffset value) => new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = value };
}
