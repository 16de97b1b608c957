using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Steward.Platform;

namespace Steward.Bench;

/// <summary>
/// The limit: one prepared statement per step that moves a fenced row and inserts the step's bytes, a connection per concurrent run, and nothing else. Its
/// runs are there before the clock starts.
/// </summary>
sealed class EngineBare(EngineDatabase database, NpgsqlDataSource source) : IEngineContender
{
    const string Step =
        """
        WITH run AS (UPDATE runs SET seq = $3, node = $4, updated_at = $5 WHERE id = $1 AND fence = $2 AND seq = $3 - 1 RETURNING id)
        INSERT INTO steps (run_id, seq, node, at, body) SELECT id, $3, $4, $5, $6 FROM run
        """;

    readonly Ids made = new(TimeProvider.System);

    public string Name => "bare commits";
    public EngineDatabase Database => database;

    public static async Task<EngineBare> CreateAsync(EngineDatabase database)
    {
        var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(
            """
            CREATE TABLE runs (id uuid PRIMARY KEY, fence bigint NOT NULL, seq bigint NOT NULL, node text NOT NULL, updated_at timestamptz NOT NULL) WITH (fillfactor = 70);
            CREATE TABLE steps (run_id uuid NOT NULL, seq bigint NOT NULL, node text NOT NULL, at timestamptz NOT NULL, body text NOT NULL, PRIMARY KEY (run_id, seq));
            """);
        await command.ExecuteNonQueryAsync();
        return new EngineBare(database, source);
    }

    public async Task WarmUpAsync()
    {
        await RunAsync(EngineCase.Small, 8, 2000);
        await RunAsync(EngineCase.LargeRewritten, 8, 50);
    }

    public async Task<EngineSample> RunAsync(EngineCase kase, int concurrency, int runs)
    {
        var ids = new ConcurrentQueue<Guid>(await InsertRunsAsync(runs));
        if (kase is { LargeBytes: > 0, Rewrite: "small" })
        {
            await using var insert = source.CreateCommand("INSERT INTO steps SELECT id, 0, 'n0', now(), body FROM unnest($1, $2) AS s (id, body)");
            insert.Parameters.AddWithValue(ids.ToArray());
            insert.Parameters.AddWithValue(ids.Select(_ => Noise.Text(kase.LargeBytes)).ToArray());
            await insert.ExecuteNonQueryAsync();
        }
        var times = new ConcurrentBag<List<double>>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(() => WorkAsync(kase, ids, times))));
        return new EngineSample(clock.Elapsed.TotalSeconds, runs, [.. times.SelectMany(one => one)]);
    }

    public async Task<NpgsqlConnection> OpenAsync() => await source.OpenConnectionAsync();

    /// <summary>Rows to make steps of.</summary>
    public async Task<Guid[]> InsertRunsAsync(int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => made.New()).ToArray();
        await using var insert = source.CreateCommand("INSERT INTO runs SELECT id, 1, 0, 'n0', now() FROM unnest($1) AS id");
        insert.Parameters.AddWithValue(ids);
        await insert.ExecuteNonQueryAsync();
        return ids;
    }

    async Task WorkAsync(EngineCase kase, ConcurrentQueue<Guid> ids, ConcurrentBag<List<double>> times)
    {
        var own = new List<double>();
        times.Add(own);
        await using var connection = await source.OpenConnectionAsync();
        var (id, fence, seq) = (new NpgsqlParameter<Guid>(), new NpgsqlParameter<long> { TypedValue = 1 }, new NpgsqlParameter<long>());
        var (node, at, body) = (new NpgsqlParameter<string>(), new NpgsqlParameter<DateTime>(), new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Text });
        await using var command = new NpgsqlCommand(Step, connection) { Parameters = { id, fence, seq, node, at, body } };
        await command.PrepareAsync();
        while (ids.TryDequeue(out var run))
        {
            id.TypedValue = run;
            for (var i = 0; i < EngineCase.Nodes; i++)
            {
                (seq.TypedValue, node.TypedValue, at.TypedValue, body.TypedValue) = (i + 1, $"n{i}", DateTime.UtcNow, kase.StepText());
                var began = Stopwatch.GetTimestamp();
                if (await command.ExecuteNonQueryAsync() != 1)
                    throw new InvalidOperationException("A bare commit was refused.");
                own.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }
    }
}
