using System.Text;
using Npgsql;
using Steward.Runs.Store;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Stepping;

namespace Steward.Tests.Runs;

/// <summary>Steps of many runs in one commit: each is fenced by itself, and no run's trouble is another's.</summary>
public sealed class GroupCommitTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    async Task<List<RunLease>> HeldAsync(RunsHarness runs, int count)
    {
        for (var i = 0; i < count; i++)
            await runs.StartAsync();
        var leases = await runs.Store.ClaimAsync(
            new ClaimRequest("group", [(runs.Workflow.Name, runs.Workflow.Version)], count, database.Clock.GetUtcNow(), TimeSpan.FromMinutes(1)), default);
        Assert.Equal(count, leases.Count);
        return [.. leases];
    }

    RunsHarness Runs() => new(database, RunsHarness.Builder().Node("a", _ => NodeResult.Next()).Edge("a", Workflow.End).Start("a").Build());

    StepCommit Step(RunLease lease, string delta = """{"task":1}""", string? snapshot = null, Settlement? settlement = null) => new(
        lease, lease.Seq + 1, StepKind.Finished, "a", 1, database.Clock.GetUtcNow(), 3,
        new EncodedStep(StepCodec.Format, Encoding.UTF8.GetBytes(delta), snapshot is null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(snapshot), [], []), settlement, null);

    async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = database.Source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    Task<long> StepsAsync(RunLease lease) => ScalarAsync<long>("SELECT count(*) FROM runs.steps WHERE run_id = $1 AND seq > 0", lease.RunId);

    [Fact]
    public async Task Each_row_is_fenced_by_itself_and_a_locked_one_is_skipped()
    {
        using var runs = Runs();
        var held = await HeldAsync(runs, 6);
        using var lanes = new Lanes(database.Source);
        await using var other = await database.Source.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var lockRow = new NpgsqlCommand("SELECT 1 FROM runs.runs WHERE id = $1 FOR UPDATE", other, transaction) { Parameters = { new() { Value = held[3].RunId } } })
            await lockRow.ExecuteScalarAsync();
        StepCommit[] steps =
        [
            Step(held[0]), Step(held[1] with { Fence = held[1].Fence - 1 }), Step(held[2] with { Seq = held[2].Seq + 1 }), Step(held[3]),
            Step(held[4] with { RunId = Guid.NewGuid() }), Step(held[5]),
        ];
        using (var lane = await lanes.RentAsync(default))
            Assert.Equal<HashSet<Guid>>([held[0].RunId, held[5].RunId], (await GroupStatement.ExecuteAsync(steps, lane, default)).Keys.ToHashSet());
        await transaction.RollbackAsync();
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(i is 0 or 5 ? 1 : 0, await StepsAsync(held[i]));
            Assert.Equal(i is 0 or 5 ? 1L : 0L, await ScalarAsync<long>("SELECT seq FROM runs.runs WHERE id = $1", held[i].RunId));
        }
    }

    [Fact]
    public async Task Many_steps_share_commits_and_what_one_of_them_does_wrong_stays_its_own()
    {
        using var runs = Runs();
        var held = await HeldAsync(runs, 40);
        using var lanes = new Lanes(database.Source);
        var commits = new GroupCommit(lanes);
        var done = held.Select((lease, i) => commits.CommitAsync(i switch
        {
            20 => Step(lease, "this is no JSON"),
            30 => Step(lease with { Fence = lease.Fence - 1 }),
            _ => Step(lease),
        }, default).AsTask()).ToList();
        await Task.WhenAll(done).ContinueWith(_ => { }, TaskScheduler.Default);
        for (var i = 0; i < held.Count; i++)
        {
            if (i == 20)
                Assert.Equal("22P02", (await Assert.ThrowsAsync<PostgresException>(() => done[20])).SqlState);
            else
                Assert.Equal(i == 30 ? CommitState.Lost : CommitState.Committed, (await done[i]).State);
            Assert.Equal(i is 20 or 30 ? 0 : 1, await StepsAsync(held[i]));
        }
        // Once more without trouble: far fewer transactions than steps.
        var good = held.Where((_, i) => i is not (20 or 30)).Select(lease => lease with { Seq = 1 }).ToList();
        await Task.WhenAll(good.Select(lease => commits.CommitAsync(Step(lease), default).AsTask()));
        var transactions = await ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM runs.steps WHERE seq = 2 AND run_id = ANY ($1)", good.Select(lease => lease.RunId).ToArray());
        Assert.InRange(transactions, 1, good.Count / 2);
    }

    [Fact]
    public async Task Together_a_step_leaves_the_same_rows_as_alone()
    {
        using var runs = Runs();
        var held = await HeldAsync(runs, 6);
        var now = database.Clock.GetUtcNow();
        Settlement?[] settlements = [null, new(RunStatus.Waiting, now.AddMinutes(5), null, 0, now), new(RunStatus.Failed, null, "broken", 0, now)];
        using var lanes = new Lanes(database.Source);
        using (var lane = await lanes.RentAsync(default))
        {
            await GroupStatement.ExecuteAsync([.. held.Take(3).Select((lease, i) => Step(lease, snapshot: i == 1 ? "{}" : null, settlement: settlements[i]))], lane, default);
            for (var i = 0; i < 3; i++)
                await StepStatement.ExecuteAsync(Step(held[3 + i], snapshot: i == 1 ? "{}" : null, settlement: settlements[i]), lane, default);
        }
        for (var i = 0; i < 3; i++)
            Assert.Equal(await RowAsync(held[3 + i]), await RowAsync(held[i]));

        Task<string> RowAsync(RunLease lease) => ScalarAsync<string>(
            """
            SELECT (to_jsonb(r) - 'id' - 'owner_id')::text || (to_jsonb(s) - 'run_id')::text FROM runs.runs r JOIN runs.steps s ON s.run_id = r.id AND s.seq = 1 WHERE r.id = $1
            """, lease.RunId);
    }

    [Fact]
    public async Task A_message_that_came_in_between_keeps_a_waiting_run_due_also_in_a_group()
    {
        using var runs = Runs();
        var held = await HeldAsync(runs, 2);
        var now = database.Clock.GetUtcNow();
        await using (var message = database.Source.CreateCommand("UPDATE runs.runs SET inbox = inbox + 1 WHERE id = $1"))
        {
            message.Parameters.AddWithValue(held[0].RunId);
            await message.ExecuteNonQueryAsync();
        }
        using var lanes = new Lanes(database.Source);
        using (var lane = await lanes.RentAsync(default))
        {
            var results = await GroupStatement.ExecuteAsync([.. held.Select(lease => Step(lease, settlement: new(RunStatus.Waiting, null, null, 0, now)))], lane, default);
            Assert.Equal(1, results[held[0].RunId].Inbox);
        }
        Assert.Equal("ready", await ScalarAsync<string>("SELECT status FROM runs.runs WHERE id = $1", held[0].RunId));
        Assert.Equal("waiting", await ScalarAsync<string>("SELECT status FROM runs.runs WHERE id = $1", held[1].RunId));
    }

    [Fact]
    public async Task A_step_cancelled_while_it_waits_for_its_turn_is_never_written()
    {
        using var runs = Runs();
        var held = await HeldAsync(runs, 4);
        using var lanes = new Lanes(database.Source);
        var commits = new GroupCommit(lanes);
        await using var other = await database.Source.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var lockRows = new NpgsqlCommand("SELECT 1 FROM runs.runs WHERE id = ANY ($1) FOR UPDATE", other, transaction)
        {
            Parameters = { new() { Value = new[] { held[0].RunId, held[1].RunId } } },
        })
            await lockRows.ExecuteNonQueryAsync();
        // These two wait for the lock, and so everybody after them for their places.
        var first = commits.CommitAsync(Step(held[0]), default).AsTask();
        var second = commits.CommitAsync(Step(held[1]), default).AsTask();
        using var cancel = new CancellationTokenSource();
        var third = commits.CommitAsync(Step(held[2]), cancel.Token).AsTask();
        var fourth = commits.CommitAsync(Step(held[3]), default).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        await transaction.RollbackAsync();
        Assert.All(await Task.WhenAll(first, second, fourth), result => Assert.Equal(CommitState.Committed, result.State));
        Assert.Equal(0, await StepsAsync(held[2]));
    }

    [Fact]
    public async Task A_cut_connection_is_everybodys_trouble_and_the_next_commit_works()
    {
        using var runs = Runs();
        var held = await HeldAsync(runs, 3);
        using var lanes = new Lanes(database.Source);
        var commits = new GroupCommit(lanes);
        Assert.Equal(CommitState.Committed, (await commits.CommitAsync(Step(held[0]), default)).State);
        await using (var cut = database.Source.CreateCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'WITH run AS%'"))
            await cut.ExecuteNonQueryAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => commits.CommitAsync(Step(held[1]), default).AsTask());
        Assert.Equal(CommitState.Committed, (await commits.CommitAsync(Step(held[1]), default)).State);
        Assert.Equal(CommitState.Committed, (await commits.CommitAsync(Step(held[2]), default)).State);
    }
}
