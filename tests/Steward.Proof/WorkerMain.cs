using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Steward.Platform;
using Steward.Runs;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.State;

namespace Steward.Proof;

/// <summary>
/// A worker as the product runs it: RunWorker and its notifications on a real database. It warms up, says "ready", and begins when it is told to, so that
/// whoever kills it kills it at work.
/// </summary>
public static class WorkerMain
{
    public const string Database = "PROOF_DATABASE", Lease = "PROOF_LEASE_MS", Offset = "PROOF_CLOCK_OFFSET_MS", Answers = "PROOF_ANSWERS", Starts = "PROOF_STARTS", Poll = "PROOF_POLL_MS", Concurrency = "PROOF_CONCURRENCY";

    public static ServiceProvider Services(NpgsqlDataSource database, TimeProvider clock, TimeSpan lease, string workflow = "proof", NpgsqlDataSource? outside = null, TimeSpan? poll = null, int concurrency = 8)
    {
        var services = new ServiceCollection();
        services.AddSingleton(database);
        services.AddSingleton(clock);
        services.AddSingleton(new Receivers(outside ?? database));
        services.AddLogging();
        services.AddPlatform();
        services.AddRuns(new RunWorkerOptions { LeaseFor = lease, Poll = poll ?? TimeSpan.FromMilliseconds(50), Concurrency = concurrency });
        services.AddWorkflow(ProofWorkflow.Build(workflow));
        return services.BuildServiceProvider();
    }

    public static IReadOnlyList<IHostedService> Hosted(IServiceProvider services) => [.. services.GetServices<IHostedService>().Where(one => one is RunWorker or Notifications)];

    public static async Task<int> RunAsync()
    {
        var lease = TimeSpan.FromMilliseconds(Number(Lease, 1000));
        TimeProvider clock = Number(Offset, 0) is var offset and not 0 ? new OffsetClock(TimeSpan.FromMilliseconds(offset)) : TimeProvider.System;
        // The history notes who wrote, by this name.
        await using var database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable(Database)!) { ApplicationName = $"worker-{Environment.ProcessId}" }.ConnectionString);
        await using var services = Services(database, clock, lease, poll: TimeSpan.FromMilliseconds(Number(Poll, 50)), concurrency: (int)Number(Concurrency, 8));
        await WarmUpAsync(services);
        Console.WriteLine("ready");
        var line = await Task.Run(Console.In.ReadLine);
        if (line is null)
            return 0;
        var hosted = Hosted(services);
        foreach (var service in hosted)
            await service.StartAsync(default);
        using var ended = new CancellationTokenSource();
        var answering = Number(Answers, 1) == 1 ? AnswerAsync(services, ended.Token) : Task.CompletedTask;
        await Task.Run(Console.In.ReadLine);
        await ended.CancelAsync();
        await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var service in hosted.Reverse())
            await service.StopAsync(default);
        return 0;
    }

    /// <summary>The model of the database and the first connection cost most of a start.</summary>
    static async Task WarmUpAsync(ServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        _ = scope.ServiceProvider.GetRequiredService<StewardDbContext>().Model;
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
    }

    /// <summary>
    /// Says what the world says, again and again; see <see cref="World"/>. In this process it goes by the product's own doors, so the worker beside it may take the runs at
    /// once; where that is wanted, some begin here too.
    /// </summary>
    static async Task AnswerAsync(ServiceProvider services, CancellationToken cancel)
    {
        var store = services.GetRequiredService<ICheckpointStore>();
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await World.SpeakAsync(store, Answer, services.GetRequiredService<NpgsqlDataSource>(), 4, cancel);
                if (Number(Starts, 0) == 1)
                    await StartAsync(services);
            }
            catch (NpgsqlException)
            {
                // The database is being restarted under us: that is what is tested.
            }
            await Task.Delay(40, cancel);
        }

        async Task Answer(Guid run, string key, JsonElement answer)
        {
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<AnswerInterrupt>().ExecuteAsync(run, key, answer, cancel);
        }
    }

    static async Task StartAsync(ServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<StartRun>().AloneAsync(new StartRunRequest(Guid.CreateVersion7(), Guid.NewGuid(), "proof", Patch.Empty), default);
    }

    static long Number(string variable, long otherwise) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}

/// <summary>A clock that is wrong.</summary>
public sealed class OffsetClock(TimeSpan offset) : TimeProvider
{
    long ticks = offset.Ticks;

    public void Jump(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref ticks));
}
