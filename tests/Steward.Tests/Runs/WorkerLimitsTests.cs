using System.Collections.Concurrent;
using Npgsql;
using Steward.Runs;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.State;

namespace Steward.Tests.Runs;

/// <summary>Several workers on one database, on real time: what they may do at once, and what each takes on.</summary>
public sealed class WorkerLimitsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Counts who is inside a node, and lets one out at a time.</summary>
    sealed class Room
    {
        readonly ConcurrentDictionary<Guid, int> inside = new();
        readonly SemaphoreSlim leave = new(0);
        readonly SemaphoreSlim entered = new(0);

        public int Most { get; private set; }
        public int MostOfOnePerson { get; private set; }
        public ConcurrentQueue<Guid> Order { get; } = new();

        public async ValueTask<NodeResult> StayAsync(NodeContext context, CancellationToken cancel)
        {
            lock (inside)
            {
                inside.AddOrUpdate(context.OwnerId, 1, (_, n) => n + 1);
                Most = Math.Max(Most, inside.Values.Sum());
                MostOfOnePerson = Math.Max(MostOfOnePerson, inside.Values.Max());
                Order.Enqueue(context.OwnerId);
            }
            entered.Release();
            await leave.WaitAsync(cancel);
            lock (inside)
                inside.AddOrUpdate(context.OwnerId, 0, (_, n) => n - 1);
            return NodeResult.Next();
        }

        public async Task EnteredAsync(int count)
        {
            for (var i = 0; i < count; i++)
                Assert.True(await entered.WaitAsync(Patience), "nobody came in");
        }

        public void Let(int count) => leave.Release(count);
    }

    static Workflow Of(Room room) => RunsHarness.Builder().Node("stay", room.StayAsync, new NodeOptions { Kind = NodeKind.Pure })
        .Edge("stay", Workflow.End).Start("stay").Build();

    static async Task EndedAsync(WorkerNode node, IEnumerable<Guid> runs)
    {
        using var patience = new CancellationTokenSource(Patience);
        foreach (var run in runs)
        {
            while ((await node.Store.FindAsync(run, patience.Token))!.Status != RunStatus.Completed)
                await Task.Delay(5, patience.Token);
        }
    }

    [Fact]
    public async Task Limits_hold_over_two_workers()
    {
        var room = new Room();
        var workflow = Of(room);
        var options = new RunWorkerOptions
        {
            Concurrency = 8, Poll = TimeSpan.FromMilliseconds(50),
            Limits = new RunLimits { PerPerson = 2, PerWorkflow = new Dictionary<string, int>(StringComparer.Ordinal) { [workflow.Name] = 5 } },
        };
        await using var one = await new WorkerNode(database, options, notifications: true, workflow).StartAsync();
        await using var two = await new WorkerNode(database, options, notifications: true, workflow).StartAsync();
        var runs = new List<Guid>();
        for (var person = 0; person < 4; person++)
        {
            var owner = Guid.NewGuid();
            for (var i = 0; i < 5; i++)
                runs.Add(await one.StartRunAsync(workflow.Name, owner));
        }
        // Five come in and no sixth does until one leaves.
        await room.EnteredAsync(5);
        room.Let(20);
        await EndedAsync(one, runs);
        Assert.Equal(5, room.Most);
        Assert.InRange(room.MostOfOnePerson, 1, 2);
    }

    [Fact]
    public async Task Somebodys_hundred_runs_do_not_delay_anothers_one()
    {
        var room = new Room();
        var workflow = Of(room);
        var options = new RunWorkerOptions { Concurrency = 1, Poll = TimeSpan.FromMilliseconds(50) };
        await using var node = new WorkerNode(database, options, notifications: true, workflow);
        var (many, other) = (Guid.NewGuid(), Guid.NewGuid());
        var runs = new List<Guid>();
        for (var i = 0; i < 30; i++)
            runs.Add(await node.StartRunAsync(workflow.Name, many));
        await node.StartAsync();
        await room.EnteredAsync(1);
        runs.Add(await node.StartRunAsync(workflow.Name, other));
        room.Let(31);
        await EndedAsync(node, runs);
        Assert.Equal(other, room.Order.ElementAt(1));
    }

    static RunWorkerOptions NodeLimit(Workflow workflow, int limit) => new()
    {
        Concurrency = 8, Poll = TimeSpan.FromMilliseconds(50), LeaseFor = TimeSpan.FromSeconds(3),
        Limits = new RunLimits { PerNode = new Dictionary<string, int>(StringComparer.Ordinal) { [$"{workflow.Name}/stay"] = limit } },
    };

    [Fact]
    public async Task A_nodes_limit_holds_over_two_workers_and_who_waits_is_held_by_nobody()
    {
        var room = new Room();
        var workflow = Of(room);
        await using var one = await new WorkerNode(database, NodeLimit(workflow, 2), notifications: true, workflow).StartAsync();
        await using var two = await new WorkerNode(database, NodeLimit(workflow, 2), notifications: true, workflow).StartAsync();
        var (many, other) = (Guid.NewGuid(), Guid.NewGuid());
        var runs = new List<Guid>();
        for (var i = 0; i < 8; i++)
            runs.Add(await one.StartRunAsync(workflow.Name, many));
        await room.EnteredAsync(2);
        runs.Add(await one.StartRunAsync(workflow.Name, other));
        await UntilAsync(7, "SELECT count(*) FROM runs.runs WHERE blocked_on = $1 AND status = 'ready' AND worker IS NULL AND next_wake IS NULL", $"{workflow.Name}/stay");
        room.Let(1);
        await room.EnteredAsync(1);
        room.Let(1);
        await room.EnteredAsync(1);
        // Two places became free; one of them went to the one who has a single run.
        Assert.Contains(other, room.Order.Take(4));
        room.Let(20);
        await EndedAsync(one, runs);
        Assert.Equal(2, room.Most);
        Assert.Equal(9, room.Order.Count);
    }

    [Fact]
    public async Task Items_of_one_run_count_too()
    {
        var room = new Room();
        var workflow = RunsHarness.Builder()
            .Node("fan", _ => NodeResult.Next()).Node("stay", room.StayAsync, new NodeOptions { Kind = NodeKind.External, MaxParallel = 4 }).Node("join", _ => NodeResult.Next())
            .ForEach("fan", _ => Enumerable.Range(0, 5), "stay", "join").Edge("stay", "join").Edge("join", Workflow.End).Start("fan").Build();
        await using var node = await new WorkerNode(database, NodeLimit(workflow, 2), notifications: true, workflow).StartAsync();
        var run = await node.StartRunAsync(workflow.Name);
        await room.EnteredAsync(2);
        room.Let(5);
        await EndedAsync(node, [run]);
        Assert.Equal((2, 5), (room.Most, room.Order.Count));
    }

    [Fact]
    public async Task The_place_of_a_dead_holder_is_given_away_and_a_cancelled_waiter_goes()
    {
        var room = new Room();
        var workflow = Of(room);
        await using var node = new WorkerNode(database, NodeLimit(workflow, 1), notifications: true, workflow);
        var dead = await node.StartRunAsync(workflow.Name);
        var lease = Assert.Single(await node.Store.ClaimAsync(new ClaimRequest("dead", [(workflow.Name, 1)], 1, TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(2)), default));
        await using (var enter = database.Source.CreateCommand("SELECT runs.enter_node($1, 1, $2, $3, 1, now())"))
        {
            enter.Parameters.AddWithValue($"{workflow.Name}/stay");
            enter.Parameters.AddWithValue(dead);
            enter.Parameters.AddWithValue(lease.Fence);
            Assert.Equal(1, await enter.ExecuteScalarAsync());
        }
        var waiter = await node.StartRunAsync(workflow.Name);
        var cancelled = await node.StartRunAsync(workflow.Name);
        await node.StartAsync();
        await UntilAsync(2, "SELECT count(*) FROM runs.runs WHERE blocked_on = $1", $"{workflow.Name}/stay");
        Assert.True(await node.Store.CancelAsync(cancelled, default));
        await UntilAsync(1, "SELECT count(*) FROM runs.runs WHERE workflow = $1 AND status = 'cancelled'", workflow.Name);
        room.Let(2);
        await EndedAsync(node, [waiter, dead]);
        Assert.Equal(1, room.Most);
    }

    async Task UntilAsync(long count, string sql, string value)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            await using var command = database.Source.CreateCommand(sql);
            command.Parameters.AddWithValue(value);
            if ((long)(await command.ExecuteScalarAsync(patience.Token))! == count)
                return;
            await Task.Delay(10, patience.Token);
        }
    }

    [Fact]
    public async Task A_worker_whose_memory_is_full_takes_nothing_more_until_something_ends()
    {
        var room = new Room();
        var workflow = Of(room);
        // Every loaded run is more than one byte: beside the first, nobody comes in. When it has left, two are taken at once, before their weight is known.
        var options = new RunWorkerOptions { Concurrency = 3, MaxBytesInFlight = 1, Poll = TimeSpan.FromMilliseconds(20) };
        await using var node = new WorkerNode(database, options, notifications: true, workflow);
        await node.StartAsync();
        var first = await node.StartRunAsync(workflow.Name);
        await room.EnteredAsync(1);
        var second = await node.StartRunAsync(workflow.Name);
        var third = await node.StartRunAsync(workflow.Name);
        room.Let(1);
        await room.EnteredAsync(1);
        room.Let(2);
        await EndedAsync(node, [first, second, third]);
        Assert.InRange(room.Most, 1, 2);
    }

    [Fact]
    public async Task A_thousand_notifications_are_a_handful_of_claims()
    {
        var workflow = Of(new Room());
        var options = new RunWorkerOptions { Poll = TimeSpan.FromHours(1) };
        await using var node = await new WorkerNode(database, options, notifications: true, workflow).StartAsync();
        var claims = 0;
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => System.Diagnostics.ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("db.query.text") is string text && (text.Contains("WITH seen AS", StringComparison.Ordinal) || text.Contains("WITH RECURSIVE held", StringComparison.Ordinal)))
                    Interlocked.Increment(ref claims);
            },
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var notify = new NpgsqlCommand("SELECT pg_notify('steward_runs', i::text) FROM generate_series(1, 1000) i", connection);
        await notify.ExecuteNonQueryAsync();
        var run = await node.StartRunAsync(workflow.Name);
        using var patience = new CancellationTokenSource(Patience);
        while ((await node.Store.FindAsync(run, patience.Token))!.Status != RunStatus.Running)
            await Task.Delay(5, patience.Token);
        Assert.InRange(claims, 1, 200);
    }

    [Fact]
    public async Task A_timer_fires_at_its_time_and_not_at_the_next_poll()
    {
        var workflow = RunsHarness.Builder()
            .Node("sleep", _ => NodeResult.Sleep(TimeProvider.System.GetUtcNow().AddMilliseconds(300)))
            .Node("end", _ => NodeResult.Next())
            .Edge("sleep", "end").Edge("end", Workflow.End).Start("sleep").Build();
        await using var node = await new WorkerNode(database, new RunWorkerOptions { Poll = TimeSpan.FromHours(1) }, notifications: true, workflow).StartAsync();
        await EndedAsync(node, [await node.StartRunAsync(workflow.Name)]);
    }
}
