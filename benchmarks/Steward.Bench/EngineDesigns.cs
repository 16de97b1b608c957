using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Steward.Bench;

/// <summary>
/// What the decision about the hot path rests on: the same fenced 2 KB steps in different statements, each as many at once as a group would have, on one connection.
/// </summary>
static class EngineDesigns
{
    const string One =
        """
        WITH run AS (UPDATE runs SET seq = $3, node = $4, updated_at = $5 WHERE id = $1 AND fence = $2 AND seq = $3 - 1 RETURNING id)
        INSERT INTO steps (run_id, seq, node, at, body) SELECT id, $3, $4, $5, $6 FROM run
        """;

    const string Waiting =
        """
        WITH given AS (SELECT * FROM unnest($1, $2, $3, $4) AS g (id, fence, seq, body)),
        run AS (UPDATE runs r SET seq = g.seq, node = 'n', updated_at = $5 FROM given g WHERE r.id = g.id AND r.fence = g.fence AND r.seq = g.seq - 1 RETURNING r.id, g.seq, g.body)
        INSERT INTO steps (run_id, seq, node, at, body) SELECT id, seq, 'n', $5, body FROM run
        """;

    const string Skipping =
        """
        WITH given AS (SELECT * FROM unnest($1, $2, $3, $4) AS g (id, fence, seq, body)),
        held AS (SELECT g.*, r.place FROM given g CROSS JOIN LATERAL (SELECT ctid AS place FROM runs WHERE id = g.id AND fence = g.fence AND seq = g.seq - 1 FOR UPDATE SKIP LOCKED) r),
        run AS (UPDATE runs r SET seq = h.seq, node = 'n', updated_at = $5 FROM held h WHERE r.ctid = h.place RETURNING r.id, h.seq, h.body)
        INSERT INTO steps (run_id, seq, node, at, body) SELECT id, seq, 'n', $5, body FROM run
        """;

    public static async Task RunAsync(Report report, EngineBare bare, bool quick)
    {
        await using var connection = await bare.OpenAsync();
        await LargeAsync(report, connection, quick);
        report.Section("Designs: 2 KB steps on one connection");
        var steps = quick ? 800 : 4000;
        foreach (var (name, size, commit) in new (string, int, Func<NpgsqlConnection, Guid[], long, Task>)[]
        {
            ("begin, lock, update, insert, commit", 1, TransactionAsync),
            ("one statement, text parsed each time", 1, (c, ids, seq) => OneAsync(c, ids[0], seq, prepare: false)),
            ("one statement, prepared", 1, (c, ids, seq) => OneAsync(c, ids[0], seq, prepare: true)),
            ("8 steps: a batch of statements, one commit", 8, BatchAsync),
            ("8 steps: one statement, waits for locks", 8, (c, ids, seq) => GroupAsync(c, Waiting, ids, seq)),
            ("8 steps: one statement, skips locks", 8, (c, ids, seq) => GroupAsync(c, Skipping, ids, seq)),
            ("32 steps: a batch of statements, one commit", 32, BatchAsync),
            ("32 steps: one statement, waits for locks", 32, (c, ids, seq) => GroupAsync(c, Waiting, ids, seq)),
            ("32 steps: one statement, skips locks", 32, (c, ids, seq) => GroupAsync(c, Skipping, ids, seq)),
        })
        {
            var rounds = new List<double>();
            for (var round = 0; round < 3; round++)
            {
                var ids = await bare.InsertRunsAsync(size);
                var seq = 0L;
                for (var i = 0; i < 50; i++)
                    await commit(connection, ids, ++seq);
                var clock = Stopwatch.StartNew();
                for (var i = 0; i < steps / size; i++)
                    await commit(connection, ids, ++seq);
                rounds.Add(steps / size * size / clock.Elapsed.TotalSeconds);
            }
            report.Add(name, EngineBench.Median(rounds), "steps/s");
        }
    }

    /// <summary>
    /// A value of 100 KB, by the way in which it is laid down: whole, which PostgreSQL cuts into fifty rows of the side table, or in parts that fill a page each. In turns; the text
    /// of letters and digits does not compress, the words do.
    /// </summary>
    static async Task LargeAsync(Report report, NpgsqlConnection connection, bool quick)
    {
        report.Section("Designs: values of 100 KB on one connection");
        await ExecuteAsync(connection,
            """
            CREATE TABLE whole (hash text PRIMARY KEY, body bytea NOT NULL);
            CREATE TABLE plain (hash text PRIMARY KEY, body bytea NOT NULL); ALTER TABLE plain ALTER COLUMN body SET STORAGE EXTERNAL;
            CREATE TABLE parts (hash text NOT NULL, part smallint NOT NULL, body bytea NOT NULL, PRIMARY KEY (hash, part)); ALTER TABLE parts ALTER COLUMN body SET STORAGE PLAIN;
            CREATE TABLE packed (hash text NOT NULL, part smallint NOT NULL, body bytea NOT NULL, PRIMARY KEY (hash, part)); ALTER TABLE packed ALTER COLUMN body SET STORAGE MAIN;
            """);
        var words = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 12_000).Select(i => $"line {i * 7919 % 10_007} of it; ")))[..102_400];
        foreach (var (what, body) in new (string, Func<byte[]>)[] { ("noise", () => System.Text.Encoding.UTF8.GetBytes(Noise.Text(102_400))), ("words", () => words) })
        {
            var times = new Dictionary<string, List<double>>();
            for (var round = 0; round < (quick ? 100 : 400); round++)
            {
                foreach (var table in new[] { "whole", "plain", "parts", "packed" })
                {
                    var bytes = body();
                    var began = Stopwatch.GetTimestamp();
                    await StoreAsync(connection, table, Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"), bytes);
                    if (round >= 20)
                        (times.TryGetValue(table, out var own) ? own : times[table] = []).Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                }
            }
            foreach (var (table, own) in times)
            {
                report.Add($"100 KB of {what}, {table}: p50", Report.Percentile(own, 0.5), "ms");
                await using var size = new NpgsqlCommand($"SELECT pg_total_relation_size('{table}') / (SELECT count(DISTINCT hash) FROM {table}) / 1024.0", connection);
                report.Add($"100 KB of {what}, {table}: on disk", (double)(decimal)(await size.ExecuteScalarAsync())!, "KB each, of all so far");
            }
        }
    }

    static async Task StoreAsync(NpgsqlConnection connection, string table, string hash, byte[] body)
    {
        const int Part = 8000;
        var cut = table is "parts" or "packed";
        await using var command = new NpgsqlCommand(cut
            ? $"INSERT INTO {table} (hash, part, body) SELECT $1, p.part, p.body FROM unnest($2, $3) AS p (part, body) ON CONFLICT DO NOTHING"
            : $"INSERT INTO {table} (hash, body) VALUES ($1, $2) ON CONFLICT DO NOTHING", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = hash });
        if (cut)
        {
            command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. Enumerable.Range(0, (body.Length + Part - 1) / Part).Select(i => (short)i)] });
            command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. body.Chunk(Part)] });
        }
        else
        {
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = body });
        }
        await command.PrepareAsync();
        await command.ExecuteNonQueryAsync();
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync();
    }

    static async Task OneAsync(NpgsqlConnection connection, Guid id, long seq, bool prepare)
    {
        await using var command = new NpgsqlCommand(One, connection);
        Add(command.Parameters, id, seq);
        if (prepare)
            await command.PrepareAsync();
        if (await command.ExecuteNonQueryAsync() != 1)
            throw new InvalidOperationException("A step was refused.");
    }

    static void Add(NpgsqlParameterCollection p, Guid id, long seq)
    {
        p.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        p.Add(new NpgsqlParameter<long> { TypedValue = 1 });
        p.Add(new NpgsqlParameter<long> { TypedValue = seq });
        p.Add(new NpgsqlParameter<string> { TypedValue = "n" });
        p.Add(new NpgsqlParameter<DateTime> { TypedValue = DateTime.UtcNow });
        p.Add(new NpgsqlParameter<string> { TypedValue = Noise.Text(2048) });
    }

    static async Task TransactionAsync(NpgsqlConnection connection, Guid[] ids, long seq)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var look = new NpgsqlCommand("SELECT fence, seq FROM runs WHERE id = $1 FOR UPDATE", connection, transaction) { Parameters = { new() { Value = ids[0] } } })
        {
            await look.PrepareAsync();
            await look.ExecuteScalarAsync();
        }
        await using (var update = new NpgsqlCommand("UPDATE runs SET seq = $2, updated_at = $3 WHERE id = $1", connection, transaction)
        {
            Parameters = { new() { Value = ids[0] }, new() { Value = seq }, new() { Value = DateTime.UtcNow } },
        })
        {
            await update.PrepareAsync();
            await update.ExecuteNonQueryAsync();
        }
        await using (var insert = new NpgsqlCommand("INSERT INTO steps (run_id, seq, node, at, body) VALUES ($1, $2, 'n', $3, $4)", connection, transaction)
        {
            Parameters = { new() { Value = ids[0] }, new() { Value = seq }, new() { Value = DateTime.UtcNow }, new() { Value = Noise.Text(2048) } },
        })
        {
            await insert.PrepareAsync();
            await insert.ExecuteNonQueryAsync();
        }
        await transaction.CommitAsync();
    }

    static async Task BatchAsync(NpgsqlConnection connection, Guid[] ids, long seq)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var id in ids)
        {
            var command = new NpgsqlBatchCommand(One);
            Add(command.Parameters, id, seq);
            batch.BatchCommands.Add(command);
        }
        await batch.PrepareAsync();
        if (await batch.ExecuteNonQueryAsync() != ids.Length)
            throw new InvalidOperationException("A step was refused.");
    }

    static async Task GroupAsync(NpgsqlConnection connection, string text, Guid[] ids, long seq)
    {
        await using var command = new NpgsqlCommand(text, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]> { TypedValue = ids }, new NpgsqlParameter<long[]> { TypedValue = [.. ids.Select(_ => 1L)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. ids.Select(_ => seq)] }, new NpgsqlParameter<string[]> { TypedValue = [.. ids.Select(_ => Noise.Text(2048))] },
                new NpgsqlParameter<DateTime> { TypedValue = DateTime.UtcNow, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        };
        await command.PrepareAsync();
        if (await command.ExecuteNonQueryAsync() != ids.Length)
            throw new InvalidOperationException("A step was refused.");
    }
}
