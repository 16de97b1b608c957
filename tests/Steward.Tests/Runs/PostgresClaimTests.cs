using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Runs;
using Steward.Runs.Store;
using Steward.Testing;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Tests;
using Steward.Workflows.Tests.Checkpoints;

namespace Steward.Tests.Runs;

public sealed class PostgresClaimTests : ClaimConformance, IClassFixture<TestDatabase>, IDisposable
{
    readonly ServiceProvider services;
    readonly TestDatabase database;

    public PostgresClaimTests(TestDatabase database)
    {
        this.database = database;
        services = database.Services(add => add.AddRuns(), Clock);
    }

    protected override TestClock Clock { get; } = new();
    protected override ICheckpointStore Store => services.GetRequiredService<ICheckpointStore>();

    /// <summary>Counted, not timed: the blocks that a claim reads, in a table full of finished, waiting and due runs, and of runs that nobody here can run.</summary>
    [Fact]
    public async Task What_a_claim_reads_does_not_grow_with_the_table()
    {
        var workflow = Sleeping();
        var owner = Guid.NewGuid();
        await StartAsync(workflow, owner, 1);
        await FillAsync(workflow.Name, 100);
        var small = await BlocksOfClaimAsync(workflow.Name);
        await FillAsync(workflow.Name, 20_000);
        var large = await BlocksOfClaimAsync(workflow.Name);
        Assert.InRange(large, 1, (small * 3) + 200);
    }

    /// <summary>As many finished ones, unanswered questions, far timers, due ones of one person, and due ones of a version that is not known.</summary>
    async Task FillAsync(string workflow, int count)
    {
        await using var insert = database.Source.CreateCommand(
            """
            INSERT INTO runs.runs (id, owner_id, workflow, version, status, node, seq, snapshot_seq, fence, crashes, inbox, cancel_requested, next_wake, created_at, updated_at)
            SELECT gen_random_uuid(), '0198aaaa-0000-7000-8000-0000000000aa', $1, CASE kind WHEN 4 THEN 9 ELSE 1 END,
                (ARRAY['completed', 'waiting', 'waiting', 'ready', 'ready'])[kind + 1], 'sleep', 0, 0, 0, 0, 0, false,
                CASE kind WHEN 2 THEN $2 + interval '1 day' WHEN 3 THEN $2 WHEN 4 THEN $2 END, $2, $2
            FROM generate_series(1, $3) i, generate_series(0, 4) kind
            """);
        insert.Parameters.AddWithValue(workflow);
        insert.Parameters.AddWithValue(Clock.GetUtcNow());
        insert.Parameters.AddWithValue(count);
        await insert.ExecuteNonQueryAsync();
        await using var analyze = database.Source.CreateCommand("VACUUM ANALYZE runs.runs");
        await analyze.ExecuteNonQueryAsync();
    }

    async Task<long> BlocksOfClaimAsync(string workflow)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        var request = new ClaimRequest("w", [(workflow, 1)], 4, Clock.GetUtcNow(), TestEngine.Lease);
        // Prepared statements get a plan for any parameters after five uses; it is that one which a worker lives with.
        for (var i = 0; i < 6; i++)
            Assert.Equal(4, (await ClaimStatement.ExecuteAsync(request, connection, default)).Count);
        var before = await BlocksAsync(connection);
        await ClaimStatement.ExecuteAsync(request, connection, default);
        return await BlocksAsync(connection) - before;
    }

    static async Task<long> BlocksAsync(NpgsqlConnection connection)
    {
        await using (var flush = new NpgsqlCommand("SELECT pg_stat_force_next_flush()", connection))
            await flush.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(
            "SELECT heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read FROM pg_statio_user_tables WHERE schemaname = 'runs' AND relname = 'runs'", connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public void Dispose() => services.Dispose();
}
