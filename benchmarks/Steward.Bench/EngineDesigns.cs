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
        report.Section("Designs: 2 KB steps on one connection");
        await using var connection = await bare.OpenAsync();
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
