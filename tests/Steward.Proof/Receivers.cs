using Npgsql;
using Steward.Platform;

namespace Steward.Proof;

public enum Receiver
{
    /// <summary>Knows keys: a second call with the same key changes nothing.</summary>
    Keyed,
    /// <summary>Knows no keys, but can be searched: whoever calls looks first.</summary>
    Searched,
    /// <summary>Neither: a repeat can only be counted.</summary>
    Plain,
}

/// <summary>The outside world, as tables that no step's transaction touches: a call is committed at once, whatever becomes of the step. Every call is noted.</summary>
public sealed class Receivers(NpgsqlDataSource outside)
{
    /// <summary>Called between the look and the call, and after the call: where tests cut.</summary>
    public Func<string, Task>? Watch { get; set; }

    public async Task CallAsync(Receiver receiver, Guid run, string key, int attempt, CancellationToken cancel)
    {
        await using var connection = await outside.OpenConnectionAsync(cancel);
        await ExecuteAsync(connection, "INSERT INTO proof.calls (receiver, run_id, key, attempt) VALUES ($1, $2, $3, $4)", cancel, receiver.ToString(), run, key, attempt);
        CrashPoint.Hit("test.outside.before");
        if (receiver == Receiver.Searched && await ExecuteAsync(connection, "SELECT 1 FROM proof.received WHERE receiver = $1 AND key = $2", cancel, receiver.ToString(), key) is not null)
            return;
        if (Watch is not null)
            await Watch("before");
        await ExecuteAsync(connection,
            receiver == Receiver.Keyed
                ? "INSERT INTO proof.received (receiver, run_id, key, deduplicated) VALUES ($1, $2, $3, $3) ON CONFLICT (deduplicated) DO NOTHING"
                : "INSERT INTO proof.received (receiver, run_id, key) VALUES ($1, $2, $3)", cancel, receiver.ToString(), run, key);
        CrashPoint.Hit("test.outside.called");
        if (Watch is not null)
            await Watch("after");
    }

    static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteScalarAsync(cancel);
    }
}
