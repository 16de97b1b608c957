using System.Diagnostics;
using Npgsql;
using Steward.Platform;
using Steward.Runs;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Policies;
using Steward.Workflows.State;

namespace Steward.Tests.Runs;

/// <summary>The worker as it runs in the product, on real time; waiting is always for something that the run itself signals.</summary>
public sealed class RunWorkerTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Only a notification can wake it in time.</summary>
    static readonly RunWorkerOptions NoPoll = new() { Poll = TimeSpan.FromHours(1) };

    static WorkflowBuilder Builder() => RunsHarness.Builder();

    static Workflow Asking(Signals signals) => Builder()
        .Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", Json.ToElement("?")), answerInto: RunsHarness.Answer), new NodeOptions { Kind = NodeKind.Pure })
        .Node("act", context =>
        {
            signals.Set(context.RunId, "act");
            return NodeResult.Next();
        }, new NodeOptions { Kind = NodeKind.Pure })
        .Edge("ask", "act").Edge("act", Workflow.End).Start("ask").Build();

    static async Task<RunSummary> UntilAsync(ICheckpointStore store, Guid run, Func<RunSummary, bool> reached)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await store.FindAsync(run, patience.Token) is { } found && reached(found))
                return found;
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Starts_and_answers_wake_the_worker_without_a_poll()
    {
        var signals = new Signals();
        var workflow = Asking(signals);
        await using var node = await new WorkerNode(database, NoPoll, notifications: true, workflow).StartAsync();
        for (var i = 0; i < 3; i++)
        {
            var run = await node.StartRunAsync(workflow.Name);
            await UntilAsync(node.Store, run, found => found.Status == RunStatus.Waiting);
            await node.Store.AnswerAsync(run, "q", Json.ToElement("yes"), default);
            await signals.WaitAsync(run, "act");
            await UntilAsync(node.Store, run, found => found.Status == RunStatus.Completed);
        }
    }

    [Fact]
    public async Task Without_any_notification_the_poll_finds_due_runs()
    {
        var signals = new Signals();
        var workflow = Asking(signals);
        await using var node = await new WorkerNode(database, new RunWorkerOptions { Poll = TimeSpan.FromMilliseconds(20) }, notifications: false, workflow).StartAsync();
        var run = await node.StartRunAsync(workflow.Name);
        await UntilAsync(node.Store, run, found => found.Status == RunStatus.Waiting);
        await node.Store.AnswerAsync(run, "q", Json.ToElement("yes"), default);
        await signals.WaitAsync(run, "act");
    }

    [Fact]
    public async Task What_is_started_and_answered_in_the_workers_own_process_needs_neither_notification_nor_poll()
    {
        var signals = new Signals();
        var workflow = Asking(signals);
        await using var node = await new WorkerNode(database, NoPoll, notifications: false, workflow).StartAsync();
        await FreeAsync(node, workflow);
        for (var i = 0; i < 3; i++)
        {
            var run = await node.StartAloneAsync(workflow.Name);
            await UntilAsync(node.Store, run, found => found.Status == RunStatus.Waiting);
            Assert.Equal(AnswerResult.Answered, (await node.AnswerAsync(run, "q", Json.ToElement("yes"))).Result);
            await signals.WaitAsync(run, "act");
            await UntilAsync(node.Store, run, found => found.Status == RunStatus.Completed);
        }
    }

    /// <summary>Until the worker's first look at what is due is over, runs go by the table.</summary>
    static async Task FreeAsync(WorkerNode node, Workflow workflow)
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await node.Store.FindAsync(await node.StartAloneAsync(workflow.Name), patience.Token))!.Status == RunStatus.Ready)
            await Task.Yield();
    }

    [Fact]
    public async Task Who_comes_directly_overtakes_nobody()
    {
        var (busy, patient) = (Guid.NewGuid(), Guid.NewGuid());
        var order = new System.Collections.Concurrent.ConcurrentQueue<Guid>();
        var workflow = Builder().Node("work", async (context, _) =>
        {
            order.Enqueue(context.OwnerId);
            await Task.Yield();
            return NodeResult.Next();
        }, new NodeOptions { Kind = NodeKind.Pure }).Edge("work", Workflow.End).Start("work").Build();
        await using var node = await new WorkerNode(database, NoPoll with { Concurrency = 2 }, notifications: true, workflow).StartAsync();
        await using var elsewhere = new WorkerNode(database, NoPoll, notifications: false, workflow);
        using var stop = new CancellationTokenSource();
        // Four of the same person, who start another run as soon as they can; there are never two places for them.
        var crowd = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await node.StartAloneAsync(workflow.Name, busy);
        })).ToList();
        while (order.Count < 50)
            await Task.Yield();
        for (var i = 0; i < 5; i++)
        {
            var before = order.Count;
            var run = await elsewhere.StartRunAsync(workflow.Name, patient);
            await UntilAsync(node.Store, run, found => found.Status == RunStatus.Completed);
            Assert.InRange(order.Skip(before).TakeWhile(owner => owner == busy).Count(), 0, 60);
        }
        await stop.CancelAsync();
        await Task.WhenAll(crowd);
    }

    [Fact]
    public async Task Runs_advance_at_the_same_time_and_not_more_than_allowed()
    {
        var (inside, most) = (0, 0);
        var four = new TaskCompletionSource();
        var workflow = Builder().Node("work", async (_, cancel) =>
        {
            var now = Interlocked.Increment(ref inside);
            InterlockedMax(ref most, now);
            if (now == 4)
                four.TrySetResult();
            await four.Task.WaitAsync(Patience, cancel);
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            return NodeResult.Next();
        }, new NodeOptions { Kind = NodeKind.Pure }).Edge("work", Workflow.End).Start("work").Build();
        await using var node = await new WorkerNode(database, new RunWorkerOptions { Concurrency = 4 }, notifications: true, workflow).StartAsync();
        var runs = new List<Guid>();
        for (var i = 0; i < 20; i++)
            runs.Add(await node.StartRunAsync(workflow.Name));
        foreach (var run in runs)
            await UntilAsync(node.Store, run, found => found.Status == RunStatus.Completed);
        Assert.Equal(4, most);
    }

    static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen; seen = target)
            Interlocked.CompareExchange(ref target, value, seen);
    }

    [Fact]
    public async Task Shutdown_lets_the_running_node_finish_and_gives_the_run_back_uncounted()
    {
        var signals = new Signals();
        var gate = new TaskCompletionSource();
        var workflow = Builder()
            .Node("slow", async (context, cancel) =>
            {
                signals.Set(context.RunId, "inside");
                await gate.Task.WaitAsync(cancel);
                return NodeResult.Next(Patch.Empty.Add(RunsHarness.Log, $"slow {context.Attempt}"));
            })
            .Node("rest", context => NodeResult.Next(Patch.Empty.Add(RunsHarness.Log, $"rest {context.Attempt}")))
            .Edge("slow", "rest").Edge("rest", Workflow.End).Start("slow").Build();
        var first = await new WorkerNode(database, NoPoll, notifications: true, workflow).StartAsync();
        var run = await first.StartRunAsync(workflow.Name);
        await signals.WaitAsync(run, "inside");
        var stopping = first.StopAsync();
        gate.SetResult();
        await stopping;
        await first.DisposeAsync();

        await using var second = new WorkerNode(database, NoPoll, notifications: true, workflow);
        var between = (await second.Store.FindAsync(run, default))!;
        Assert.Equal((RunStatus.Ready, 1L, "slow"), (between.Status, between.Seq, between.Node));
        await second.StartAsync();
        await UntilAsync(second.Store, run, found => found.Status == RunStatus.Completed);
        var history = RunHistory.Checkpoints(workflow, (await second.Store.HistoryAsync(run, default))!, new StepCodec(Json.Options));
        Assert.Equal(["slow 1", "rest 1"], history[^1].State.GetProperty("log").EnumerateArray().Select(word => word.GetString()));
    }

    [Fact]
    public async Task A_cancelled_run_stops_inside_its_node()
    {
        var signals = new Signals();
        var workflow = Builder()
            .Node("endless", async (context, cancel) =>
            {
                signals.Set(context.RunId, "inside");
                await Task.Delay(Timeout.Infinite, cancel);
                return NodeResult.Next();
            }, new NodeOptions { Kind = NodeKind.External, Retry = RetryPolicy.Once })
            .Edge("endless", Workflow.End).Start("endless").Build();
        await using var node = await new WorkerNode(database, new RunWorkerOptions { LeaseFor = TimeSpan.FromMilliseconds(600) }, notifications: true, workflow).StartAsync();
        var run = await node.StartRunAsync(workflow.Name);
        await signals.WaitAsync(run, "inside");
        Assert.True(await node.Store.CancelAsync(run, default));
        var found = await UntilAsync(node.Store, run, one => one.Status == RunStatus.Cancelled);
        Assert.NotNull(found.FinishedAt);
    }

    [Fact]
    public async Task The_heartbeat_keeps_a_long_node_with_its_worker()
    {
        var signals = new Signals();
        var workflow = Builder()
            .Node("long", async (context, cancel) =>
            {
                signals.Set(context.RunId, $"attempt {context.Attempt}");
                await Task.Delay(TimeSpan.FromMilliseconds(2500), cancel);
                return NodeResult.Next();
            }, new NodeOptions { Kind = NodeKind.External })
            .Edge("long", Workflow.End).Start("long").Build();
        var options = new RunWorkerOptions { LeaseFor = TimeSpan.FromMilliseconds(1200), Poll = TimeSpan.FromMilliseconds(50) };
        await using var one = await new WorkerNode(database, options, notifications: true, workflow).StartAsync();
        await using var two = await new WorkerNode(database, options, notifications: true, workflow).StartAsync();
        var run = await one.StartRunAsync(workflow.Name);
        var found = await UntilAsync(one.Store, run, summary => summary.Status == RunStatus.Completed);
        Assert.Equal(1, found.Seq);
        Assert.Equal(1, (await one.Store.HistoryAsync(run, default))!.Steps[1].Attempt);
    }

    [Fact]
    public async Task What_a_dead_worker_held_is_found_by_the_others()
    {
        var signals = new Signals();
        var workflow = Asking(signals);
        await using var node = new WorkerNode(database, new RunWorkerOptions { Poll = TimeSpan.FromMilliseconds(50) }, notifications: false, workflow);
        var runs = new List<Guid>();
        for (var i = 0; i < 30; i++)
            runs.Add(await node.StartRunAsync(workflow.Name));
        var claimed = await node.Store.ClaimAsync(
            new ClaimRequest("dead", [(workflow.Name, 1)], 100, TimeProvider.System.GetUtcNow(), TimeSpan.FromMilliseconds(300)), default);
        Assert.Equal(30, claimed.Count);
        await node.StartAsync();
        foreach (var run in runs)
            await UntilAsync(node.Store, run, found => found.Status == RunStatus.Waiting);
    }

    [Fact]
    public async Task Cut_connections_lose_nothing()
    {
        var workflow = Builder()
            .Node("step", context => NodeResult.Next(Patch.Empty.Add(RunsHarness.Log, $"{context.State.Get(RunsHarness.Log).Count}")))
            .Conditional("step", state => state.Get(RunsHarness.Log).Count < 60 ? "step" : Workflow.End, "step", Workflow.End).Start("step").Build();
        await using var node = await new WorkerNode(database, new RunWorkerOptions { LeaseFor = TimeSpan.FromSeconds(2), Poll = TimeSpan.FromMilliseconds(50) }, notifications: true, workflow).StartAsync();
        var runs = new List<Guid>();
        for (var i = 0; i < 8; i++)
            runs.Add(await node.StartRunAsync(workflow.Name));
        await using var killer = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { ApplicationName = "killer", Pooling = false }.ConnectionString);
        for (var i = 0; i < 5; i++)
        {
            await using var command = killer.CreateCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'killer'");
            await command.ExecuteScalarAsync();
            await Task.Yield();
        }
        // Idle connections of the pool are dead too, and would fail whoever asks next.
        database.Source.Clear();
        foreach (var run in runs)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (true)
            {
                // The test's own connections were cut as well: ask again. EF wraps the same error when it finds it on its first command.
                try
                {
                    await UntilAsync(node.Store, run, found => found.Status == RunStatus.Completed);
                    break;
                }
                catch (Exception e) when ((e is NpgsqlException || e.InnerException is NpgsqlException) && !patience.IsCancellationRequested)
                {
                    continue;
                }
            }
            var history = RunHistory.Checkpoints(workflow, (await node.Store.HistoryAsync(run, default))!, new StepCodec(Json.Options));
            Assert.Equal(Enumerable.Range(0, 60).Select(i => $"{i}"), history[^1].State.GetProperty("log").EnumerateArray().Select(word => word.GetString()));
        }
    }
}
