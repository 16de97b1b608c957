using Npgsql;

namespace Steward.Platform;

/// <param name="Rate">Units per second that come in.</param>
/// <param name="Burst">Units that it holds at most.</param>
public sealed record BucketAsk(string Name, double Units, double Rate, double Burst);

/// <summary>
/// Rate limits that all workers share: token buckets in rows, with the database's clock. Asking takes the units at once, on credit if need be, and says how
/// long to wait until they are there; so whoever asks first is served first, and nobody polls. Several buckets are taken in one statement, in the order of
/// their names: no deadlock, and no one takes from one while waiting for another.
/// </summary>
public sealed class TokenBuckets(NpgsqlDataSource database)
{
    /// <returns>How long to wait before doing what was asked for.</returns>
    public async Task<TimeSpan> TakeAsync(IReadOnlyList<BucketAsk> asks, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            WITH taken AS (
                INSERT INTO platform.token_buckets AS b (name, rate, burst, level, at)
                SELECT name, rate, burst, burst - units, clock_timestamp() FROM unnest($1::text[], $2::float8[], $3::float8[], $4::float8[]) AS asked (name, units, rate, burst) ORDER BY name
                ON CONFLICT (name) DO UPDATE SET rate = EXCLUDED.rate, burst = EXCLUDED.burst, at = clock_timestamp(),
                    level = least(EXCLUDED.burst, b.level + extract(epoch FROM clock_timestamp() - b.at) * EXCLUDED.rate) - (EXCLUDED.burst - EXCLUDED.level)
                RETURNING -level / rate AS wait)
            SELECT greatest(0, max(wait)) FROM taken
            """);
        command.Parameters.Add(new() { Value = asks.Select(a => a.Name).ToArray() });
        command.Parameters.Add(new() { Value = asks.Select(a => a.Units).ToArray() });
        command.Parameters.Add(new() { Value = asks.Select(a => a.Rate).ToArray() });
        command.Parameters.Add(new() { Value = asks.Select(a => a.Burst).ToArray() });
        return TimeSpan.FromSeconds((double)(await command.ExecuteScalarAsync(cancel))!);
    }

    /// <summary>Gives back what was taken and not used.</summary>
    public Task GiveBackAsync(IReadOnlyList<BucketAsk> asks, CancellationToken cancel) => TakeAsync([.. asks.Select(a => a with { Units = -a.Units })], cancel);

    /// <summary>The other side says to wait: so does everybody, as if the bucket were that far empty.</summary>
    public async Task PauseAsync(string name, TimeSpan time, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("UPDATE platform.token_buckets SET level = least(level, -rate * $2), at = clock_timestamp() WHERE name = $1");
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = time.TotalSeconds });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
