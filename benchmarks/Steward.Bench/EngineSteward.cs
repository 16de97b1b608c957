using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Steward.Platform;
using Steward.Runs;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.State;

namespace Steward.Bench;

/// <summary>
/// The engine as the product wires it: StartRun, the hosted worker, the loop and the PostgreSQL store, in one process that stays for the whole benchmark. Only the ends
/// of runs are listened to.
/// </summary>
sealed class EngineSteward : IEngineContender, IAsyncDisposable
{
    /// <summary>So many runs are under way as there are drivers; the worker has places to spare, because one is free a moment after the end of its run is told.</summary>
    const int Places = 40;

    static readonly Channel<string> Large = Channel.LastValue("large", "");
    static readonly Channel<string> Small = Channel.LastValue("small", "");

    readonly StepTimes steps;
    readonly EngineNode node;

    EngineSteward(EngineDatabase database, StepTimes steps, EngineNode node)
    {
        Database = database;
        this.steps = steps;
        this.node = node;
    }

    public string Name => "Steward";
    public EngineDatabase Database { get; }

    public static async Task<EngineSteward> CreateAsync(EngineDatabase database)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await new Migrator(source).MigrateAsync(default);
        var steps = new StepTimes();
        var node = await EngineNode.StartAsync(database, Places, Line(EngineCase.Small, steps), Line(EngineCase.LargeKept, steps), Line(EngineCase.LargeRewritten, steps));
        return new EngineSteward(database, steps, node);
    }

    /// <summary>Until the compiler has nothing more to improve: a worker lives for weeks, and what is asked for is how it works, not how it starts.</summary>
    public async Task WarmUpAsync()
    {
        for (var (round, compiled) = (0, -1L); round < 12 && JitInfo.GetCompiledMethodCount() - compiled > 25; round++)
        {
            compiled = JitInfo.GetCompiledMethodCount();
            foreach (var kase in new[] { EngineCase.Small, EngineCase.LargeKept, EngineCase.LargeRewritten })
                await DriveAsync(kase, round % 2 == 0 ? 8 : 1, kase.LargeBytes == 0 ? 1000 : 50);
        }
    }

    public async Task<EngineSample> RunAsync(EngineCase kase, int concurrency, int runs)
    {
        steps.Clear();
        var clock = Stopwatch.StartNew();
        await DriveAsync(kase, concurrency, runs);
        return new EngineSample(clock.Elapsed.TotalSeconds, runs, steps.All());
    }

    async Task DriveAsync(EngineCase kase, int concurrency, int runs)
    {
        var left = runs;
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await node.RunToEndAsync(NameOf(kase), kase.LargeBytes == 0 ? Patch.Empty : Patch.Empty.Set(Large, Noise.Text(kase.LargeBytes)));
        })));
    }

    static string NameOf(EngineCase kase) => $"line.{kase.LargeBytes}.{kase.Rewrite}";

    static Workflow Line(EngineCase kase, StepTimes steps)
    {
        var builder = new WorkflowBuilder(NameOf(kase), 1).Channels(Large, Small);
        for (var i = 0; i < EngineCase.Nodes; i++)
        {
            builder.Node($"n{i}", context =>
            {
                steps.Entered(context.RunId);
                return NodeResult.Next(Patch.Empty.Set(kase.Rewrite == "large" ? Large : Small, kase.StepText()));
            }, new NodeOptions { Kind = NodeKind.Pure });
            builder.Edge($"n{i}", i == EngineCase.Nodes - 1 ? Workflow.End : $"n{i + 1}");
        }
        return builder.Start("n0").Build();
    }

    public ValueTask DisposeAsync() => node.DisposeAsync();
}

/// <summary>From the beginning of a node to the beginning of the next one of the same run.</summary>
sealed class StepTimes
{
    readonly ConcurrentDictionary<Guid, long> last = new();
    readonly ConcurrentQueue<double> times = new();

    public void Entered(Guid run)
    {
        var now = Stopwatch.GetTimestamp();
        if (last.TryGetValue(run, out var before))
            times.Enqueue(Stopwatch.GetElapsedTime(before, now).TotalMilliseconds);
        last[run] = now;
    }

    public List<double> All() => [.. times];

    public void Clear()
    {
        last.Clear();
        times.Clear();
    }
}

/// <summary>One process's share of the product: its container with the hosted services running.</summary>
sealed class EngineNode(ServiceProvider services) : IAsyncDisposable
{
    public IServiceProvider Services => services;

    /// <summary>Whose runs they are.</summary>
    Guid Owner { get; } = services.GetRequiredService<Ids>().New();

    /// <summary>When workers let go of runs.</summary>
    public RunEnds Ends { get; } = new();

    public static async Task<EngineNode> StartAsync(EngineDatabase database, int concurrency, params Workflow[] workflows) =>
        await StartAsync(database.ConnectionString, concurrency, works: true, null, workflows);

    /// <param name="works">False: it starts and answers runs, and another process does their work.</param>
    public static async Task<EngineNode> StartAsync(string connectionString, int concurrency, bool works, RetentionOptions? retention, params Workflow[] workflows)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        collection.AddSingleton(TimeProvider.System);
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole());
        collection.AddPlatform();
        collection.AddRuns(new RunWorkerOptions { Concurrency = concurrency }, retention);
        foreach (var workflow in workflows)
            collection.AddWorkflow(workflow);
        var services = collection.BuildServiceProvider();
        foreach (var service in services.GetServices<IHostedService>().Where(service => works || service is not RunWorker))
            await service.StartAsync(default);
        return new EngineNode(services);
    }

    public async Task StartRunAsync(string workflow, Patch input, Guid id)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<StartRun>().AloneAsync(new StartRunRequest(id, Owner, workflow, input), default);
    }

    /// <summary>Yes to the question "q".</summary>
    public async Task AnswerAsync(Guid id)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AnswerInterrupt>().ExecuteAsync(id, "q", Json.ToElement("yes"), default);
    }

    public async Task RunToEndAsync(string workflow, Patch input)
    {
        var id = services.GetRequiredService<Ids>().New();
        var ended = Ends.Of(id);
        await StartRunAsync(workflow, input, id);
        await ended;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in services.GetServices<IHostedService>())
            await service.StopAsync(default);
        await services.DisposeAsync();
        Ends.Dispose();
    }
}
