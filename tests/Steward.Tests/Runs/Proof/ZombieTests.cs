using Microsoft.Extensions.DependencyInjection;
using Steward.Proof;
using Steward.Testing;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Stepping;

namespace Steward.Tests.Runs.Proof;

/// <summary>Workers that are wrong about themselves: asleep past their leases, two of them on one step, with clocks that are hours off.</summary>
[Collection(typeof(Alone))]
public sealed class ZombieTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    public async ValueTask InitializeAsync() => await ProofSchema.CreateAsync(database.Source);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_worker_that_was_stopped_past_its_lease_writes_nothing_when_it_wakes()
    {
        await using var crowd = new Crowd(database.ConnectionString);
        await using var steady = WorkerProcess.Start(database.ConnectionString, Lease);
        await steady.GoAsync();
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var stopped = await Task.WhenAll(Enumerable.Range(0, 3).Select(number => FreezeAsync(crowd, new Random(seed + number), rounds: 4)));
        Assert.True(stopped.Sum() > 0, "No worker was stopped while it held a run.");
        await crowd.FinishAsync();
        // A search before the call protects from workers that died, not from one that slept between the two: only a receiver with keys does.
        await IsSoundAsync(alsoSearched: false);
    }

    /// <returns>How many runs were held by the worker when it was stopped, and taken over by others.</returns>
    async Task<int> FreezeAsync(Crowd crowd, Random chance, int rounds)
    {
        await using var zombie = WorkerProcess.Start(database.ConnectionString, Lease);
        await zombie.GoAsync();
        var held = 0;
        for (var round = 0; round < rounds; round++)
        {
            await crowd.StartAsync(6);
            // Somewhere in its work, not before it: the moment is random, that it holds something is not.
            while (await HeldAsync(zombie) == 0)
                await Task.Delay(2);
            await Task.Delay(chance.Next(0, 20));
            await zombie.FreezeAsync();
            held += await HeldAsync(zombie);
            while (await HeldAsync(zombie) > 0)
                await crowd.SpeakAsync();
            await zombie.ThawAsync();
        }
        Assert.False(zombie.HasExited, "It shall let go of what it lost, not end.");
        return held;
    }

    async Task<int> HeldAsync(WorkerProcess worker)
    {
        await using var command = database.Source.CreateCommand($"SELECT count(*)::int FROM runs.runs WHERE status = 'running' AND worker LIKE '%/{worker.Id}/%'");
        return (int)(await command.ExecuteScalarAsync())!;
    }

    [Fact]
    public async Task Two_workers_with_the_same_lease_make_each_step_once()
    {
        await using var crowd = new Crowd(database.ConnectionString, "proof.twins");
        await crowd.StartAsync(20);
        var one = crowd.Services.GetRequiredService<RunLoop>();
        await using var services = WorkerMain.Services(database.Source, TimeProvider.System, Lease, "proof.twins");
        var other = services.GetRequiredService<RunLoop>();
        var lost = 0;
        for (var left = 20L; left > 0; left = await crowd.UnfinishedAsync())
        {
            var leases = await crowd.Store.ClaimAsync(new ClaimRequest("twins", [("proof.twins", 1)], 20, TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1)), default);
            foreach (var exits in await Task.WhenAll(leases.Select(lease => Task.WhenAll(BelieveAsync(one, lease), BelieveAsync(other, lease)))))
                lost += exits.Count(exit => exit == RunExit.Lost);
            await crowd.SpeakAsync();
        }
        Assert.True(lost > 20, $"Only {lost} times one of the two was told that it had lost the run.");
        await IsSoundAsync(alsoSearched: false);

        static async Task<RunExit> BelieveAsync(RunLoop loop, RunLease lease)
        {
            using var control = new RunControl(default);
            return await loop.RunAsync(lease, ProofWorkflow.Build("proof.twins"), control);
        }
    }

    [Fact]
    public async Task Workers_whose_clocks_are_hours_off_do_nothing_twice_and_finish()
    {
        await using var crowd = new Crowd(database.ConnectionString);
        await using var early = WorkerProcess.Start(database.ConnectionString, Lease, clockOffset: TimeSpan.FromHours(3));
        await using var late = WorkerProcess.Start(database.ConnectionString, Lease, clockOffset: TimeSpan.FromHours(-3));
        await using var right = WorkerProcess.Start(database.ConnectionString, Lease);
        foreach (var worker in new[] { early, late, right })
            await worker.GoAsync();
        await crowd.StartAsync(30);
        await crowd.FinishAsync();
        await IsSoundAsync(alsoSearched: false);
    }

    async Task IsSoundAsync(bool alsoSearched)
    {
        var found = await HistoryCheck.FindAsync(database.Source, alsoSearched);
        Assert.True(found.Count == 0, string.Join("\n", found.Take(20)));
    }
}
