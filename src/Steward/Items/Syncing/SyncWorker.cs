using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Steward.Platform;

namespace Steward.Items.Syncing;

/// <summary>
/// Keeps accounts in step: woken by NOTIFY, looking each second for what is due. Each account runs by itself, so that one that is slow, broken or at its limit delays no
/// other; a lease that is renewed while it runs makes sure that no two nodes run the same one.
/// </summary>
sealed class SyncWorker(IServiceScopeFactory scopes, Notifications notifications, TimeProvider clock, ILogger<SyncWorker> log) : BackgroundService
{
    const int PerNode = 200;

    readonly ConcurrentDictionary<Task, bool> running = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = notifications.Listen(WakeSync.Channel);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StartDueAsync(stoppingToken);
                await wake.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                log.LogWarning(e, "Accounts cannot be synced now; it is tried again");
                await Task.Delay(TimeSpan.FromSeconds(3), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await Task.WhenAll(running.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Runs all that is due to its end. For tests and measurements, which have no background.</summary>
    /// <returns>How many were run.</returns>
    internal async Task<int> DrainAsync(CancellationToken cancel)
    {
        var count = await StartDueAsync(cancel);
        await Task.WhenAll(running.Keys);
        return count;
    }

    async Task<int> StartDueAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var claims = scope.ServiceProvider.GetRequiredService<ClaimSync>();
        await claims.EnsureAsync(cancel);
        var taken = running.Count >= PerNode ? [] : await claims.TakeAsync(PerNode - running.Count, cancel);
        foreach (var sync in taken)
        {
            var task = Task.Run(() => RunAsync(sync, cancel), CancellationToken.None);
            running[task] = true;
            _ = task.ContinueWith(done => running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        return taken.Count;
    }

    async Task RunAsync(Sync sync, CancellationToken stopping)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var keeping = KeepLeaseAsync(sync, lost);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<RunSync>().RunAsync(sync, lost.Token);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            // stopping, or somebody else has it now: the last step stands
        }
        catch (Exception e)
        {
            log.LogWarning(e, "The sync of {Resource} of account {Account} is interrupted; its lease lapses and it goes on", sync.Resource, sync.AccountId);
        }
        finally
        {
            await lost.CancelAsync();
            await keeping;
        }
    }

    async Task KeepLeaseAsync(Sync sync, CancellationTokenSource run)
    {
        try
        {
            while (true)
            {
                await Task.Delay(ClaimSync.Lease / 4, clock, run.Token);
                await using var scope = scopes.CreateAsyncScope();
                var until = clock.GetUtcNow() + ClaimSync.Lease;
                var held = await scope.ServiceProvider.GetRequiredService<StewardDbContext>().Set<Sync>()
                    .Where(s => s.AccountId == sync.AccountId && s.Resource == sync.Resource && s.Fence == sync.Fence && s.LeaseUntil != null)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.LeaseUntil, until), run.Token);
                if (held == 0)
                    await run.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // the run is over
        }
        catch (Exception e)
        {
            log.LogWarning(e, "The lease of a sync cannot be renewed; it goes on until somebody takes it");
        }
    }
}
