using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Steward.Platform;
using Steward.Runs;
using Steward.Runs.Reading;
using Steward.Runs.Store;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Policies;
using Steward.Workflows.State;

namespace Steward.Tests.Runs;

public sealed class RetentionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly Channel<string?> Text = Channel.LastValue<string?>("text");

    static Workflow Writing(int length) => RunsHarness.Builder().Channels(Text)
        .Node("write", _ => NodeResult.Next(Patch.Empty.Set(Text, Noise(length)).Add(RunsHarness.Log, "wrote")))
        .Node("check", context => context.State.Get(Text)!.Length == length ? NodeResult.Next() : NodeResult.Fail("lost"))
        .Edge("write", "check").Edge("check", Workflow.End).Start("write").Build();

    static string Noise(int length)
    {
        var noise = new char[length];
        var random = new Random(7);
        for (var i = 0; i < length; i++)
            noise[i] = (char)('a' + random.Next(26));
        return new string(noise);
    }

    static PruneRuns Pruning(RunsHarness harness, RetentionOptions? options = null) => new(harness.Store, options ?? new RetentionOptions(), harness.Clock, NullLogger<PruneRuns>.Instance);

    async Task<long> SizeAsync(string sql, params object[] values)
    {
        await using var command = database.Source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task After_thirty_days_finished_runs_hold_their_events_and_almost_no_bytes()
    {
        using var harness = new RunsHarness(database, Writing(6_000));
        while (await Pruning(harness).ExecuteAsync(harness.Clock.GetUtcNow().AddYears(1), default) > 0)
        {
            // What other tests of this database left behind is not counted here.
        }
        var owner = Guid.NewGuid();
        for (var i = 0; i < 60; i++)
            await harness.StartAsync(owner);
        await harness.RunDueAsync();
        const string Payload = "SELECT sum(pg_column_size(delta) + coalesce(pg_column_size(snapshot), 0)) FROM runs.steps s JOIN runs.runs r ON r.id = s.run_id WHERE r.owner_id = $1";
        const string Events = "SELECT count(*) FROM runs.steps s JOIN runs.runs r ON r.id = s.run_id WHERE r.owner_id = $1";
        var (bytes, events) = (await SizeAsync(Payload, owner), await SizeAsync(Events, owner));
        Assert.InRange(bytes, 60 * 3_000, long.MaxValue);

        harness.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, await Pruning(harness).ExecuteAsync(harness.Clock.GetUtcNow(), default));
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(60, await Pruning(harness, new RetentionOptions { Batch = 25 }).ExecuteAsync(harness.Clock.GetUtcNow(), default));
        Assert.Equal(0, await Pruning(harness).ExecuteAsync(harness.Clock.GetUtcNow(), default));
        Assert.Equal(events, await SizeAsync(Events, owner));
        Assert.InRange(await SizeAsync(Payload, owner), 0, events * 8);
    }

    [Fact]
    public async Task A_policy_is_per_status_and_what_waits_for_a_person_stays()
    {
        var (failed, done) = (Guid.NewGuid(), Guid.NewGuid());
        using var harness = new RunsHarness(database, RunsHarness.Builder()
            .Node("a", context => context.RunId == failed ? throw new IOException("no") : NodeResult.Next(Patch.Empty.Add(RunsHarness.Log, "a")), new NodeOptions { Retry = RetryPolicy.Once })
            .Edge("a", Workflow.End).Start("a").Build());
        await harness.StartAsync(id: failed);
        await harness.StartAsync(id: done);
        await harness.RunDueAsync();
        harness.Clock.Advance(TimeSpan.FromDays(40));
        await Pruning(harness).ExecuteAsync(harness.Clock.GetUtcNow(), default);
        Assert.Null((await harness.FindAsync(failed)).PrunedAt);
        Assert.NotNull((await harness.FindAsync(done)).PrunedAt);
        await Pruning(harness, new RetentionOptions { KeepFor = new Dictionary<RunStatus, TimeSpan> { [RunStatus.Failed] = TimeSpan.FromDays(1) } }).ExecuteAsync(harness.Clock.GetUtcNow(), default);
        Assert.NotNull((await harness.FindAsync(failed)).PrunedAt);
        Assert.False(await harness.Store.RetryAsync(failed, default));
    }

    [Fact]
    public async Task History_says_pruned_and_events_still_show()
    {
        using var harness = new RunsHarness(database, Writing(100));
        var owner = Guid.NewGuid();
        var run = await harness.StartAsync(owner);
        await harness.RunDueAsync();
        harness.Clock.Advance(TimeSpan.FromDays(31));
        await Pruning(harness).ExecuteAsync(harness.Clock.GetUtcNow(), default);
        await using var scope = harness.Services.CreateAsyncScope();
        var (read, history) = (scope.ServiceProvider.GetRequiredService<ReadRuns>(), scope.ServiceProvider.GetRequiredService<ReadHistory>());
        Assert.Equal("run_pruned", (await history.ListAsync(owner, run, null, null, default)).Error!.Code);
        Assert.Equal("run_pruned", (await history.DiffAsync(owner, run, 0, 1, default)).Error!.Code);
        Assert.Equal("run_pruned", (await scope.ServiceProvider.GetRequiredService<ForkRun>().ExecuteAsync(new(owner, run, 1), default)).Error!.Code);
        Assert.Equal(["write", "write", "check"], (await read.EventsAsync(owner, run, null, null, default)).Value.Items.Select(one => one.Node));
        Assert.NotNull((await read.FindAsync(owner, run, default)).Value.PrunedAt);
    }

    [Fact]
    public async Task A_large_value_that_a_start_is_about_to_reuse_is_not_taken_from_under_it()
    {
        using var harness = new RunsHarness(database, Writing(50_000));
        var owner = Guid.NewGuid();
        await harness.StartAsync(owner);
        await harness.RunDueAsync();
        harness.Clock.Advance(TimeSpan.FromDays(31));
        var codec = harness.Services.GetRequiredService<StepCodec>();
        var next = RunStart.Create(Guid.NewGuid(), owner, harness.Workflow, Patch.Empty.Set(Text, Noise(50_000)), codec, harness.Clock.GetUtcNow());
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        Assert.True(await RunStatements.StartAsync(next, connection, transaction, default));

        var pruning = Pruning(harness).ExecuteAsync(harness.Clock.GetUtcNow(), default);
        while (await SizeAsync("SELECT count(*) FROM pg_locks WHERE relation = 'runs.blobs'::regclass AND NOT granted") == 0 && !pruning.IsCompleted)
            await Task.Yield();
        Assert.False(pruning.IsCompleted);
        await transaction.CommitAsync();
        Assert.InRange(await pruning, 1, int.MaxValue);
        await harness.RunDueAsync();
        Assert.Equal(RunStatus.Completed, (await harness.FindAsync(next.Id)).Status);
        Assert.Equal(1, await SizeAsync("SELECT count(*) FROM runs.blobs WHERE owner_id = $1", owner));
    }

    [Fact]
    public async Task Steps_that_reuse_a_value_while_it_is_pruned_never_lose_it()
    {
        using var harness = new RunsHarness(database, Writing(45_000));
        var owner = Guid.NewGuid();
        var stop = false;
        var pruning = Task.Run(async () =>
        {
            while (!Volatile.Read(ref stop))
                await harness.Store.PruneAsync(new PruneRequest(RunStatus.Completed, DateTimeOffset.MaxValue.AddDays(-1).ToUniversalTime(), 3, harness.Clock.GetUtcNow()), default);
        });
        var runs = new List<Guid>();
        for (var i = 0; i < 40; i++)
        {
            runs.Add(await harness.StartAsync(owner));
            await harness.RunDueAsync();
        }
        Volatile.Write(ref stop, true);
        await pruning;
        // Each wrote the same value, which the run before had just lost, and each read it again in its next node.
        foreach (var run in runs)
            Assert.Equal((RunStatus.Completed, null), ((await harness.FindAsync(run)).Status, (await harness.FindAsync(run)).Reason));
    }

    [Fact]
    public async Task A_staged_start_whose_value_was_pruned_meanwhile_stores_nothing()
    {
        using var harness = new RunsHarness(database, Writing(40_000));
        var owner = Guid.NewGuid();
        await harness.StartAsync(owner);
        await harness.RunDueAsync();
        harness.Clock.Advance(TimeSpan.FromDays(31));
        await using var scope = harness.Services.CreateAsyncScope();
        var id = Guid.NewGuid();
        await scope.ServiceProvider.GetRequiredService<StartRun>().ExecuteAsync(new(id, owner, harness.Workflow.Name, Patch.Empty.Set(Text, Noise(40_000))), default);
        await Pruning(harness).ExecuteAsync(harness.Clock.GetUtcNow(), default);
        await Assert.ThrowsAsync<Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException>(() => scope.ServiceProvider.GetRequiredService<StewardDbContext>().SaveChangesAsync());
        Assert.Null(await harness.Store.FindAsync(id, default));
    }
}
