using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Steward.Platform;

namespace Steward.Actions.Execution;

/// <summary>
/// Performs what was approved, as soon as it is: woken by NOTIFY, with a poll each second as the safety net, which also finds held mail that is due and
/// leases that lapsed. Several effects of one account run side by side up to <see cref="PerAccount"/>; an account that is slow or broken takes no other's place.
/// Any number of nodes may run one. Stopping takes nothing new and waits for what is under way; what is cut off is reconciled by whoever comes next.
/// </summary>
sealed class ActionExecutor(IServiceScopeFactory scopes, Notifications notifications, ILogger<ActionExecutor> log) : BackgroundService
{
    public const string Channel = "steward_actions";
    public const int PerAccount = 4;
    const int PerNode = 256;

    readonly ConcurrentDictionary<Guid, int> accounts = new();
    readonly ConcurrentDictionary<Task, bool> running = new();
    int count;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = notifications.Listen(Channel);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StartDueAsync(() => wake.Signal(""), stoppingToken);
                await wake.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                log.LogWarning(e, "The executor is interrupted; it goes on at the next poll");
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await Task.WhenAll(running.Keys);
    }

    /// <summary>Performs all that is due, and what becomes due by it. For tests, which have no background.</summary>
    internal async Task DrainAsync(CancellationToken cancel)
    {
        while (true)
        {
            // What ends while the database is asked may have made something due that was not seen any more.
            var idle = running.IsEmpty;
            if (await StartDueAsync(() => { }, cancel) == 0 && idle)
                return;
            await Task.WhenAll(running.Keys);
        }
    }

    /// <returns>How many were started.</returns>
    async Task<int> StartDueAsync(Action finished, CancellationToken cancel)
    {
        var started = 0;
        for (; Volatile.Read(ref count) < PerNode && await NextAsync(cancel) is { } work; started++)
            Start(work.Claim, work.Reconcile, finished);
        return started;
    }

    async Task<(EffectClaim Claim, bool Reconcile)?> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            Guid[] busy = [.. accounts.Where(account => account.Value >= PerAccount).Select(account => account.Key)];
            await using var scope = scopes.CreateAsyncScope();
            var step = await scope.ServiceProvider.GetRequiredService<ClaimApproved>().NextAsync(busy, cancel);
            if (step.Claim is { } claim)
                return (claim, false);
            if (step.Settled)
                continue;
            var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
            var lapsed = await EffectClaim.TakeLapsedAsync(db, busy, scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow(), cancel);
            return lapsed is null ? null : (lapsed, true);
        }
    }

    void Start(EffectClaim claim, bool reconcile, Action finished)
    {
        var account = claim.Effect.AccountId;
        accounts.AddOrUpdate(account, 1, (_, running) => running + 1);
        Interlocked.Increment(ref count);
        var task = Task.Run(() => RunAsync(claim, reconcile), CancellationToken.None);
        running[task] = true;
        _ = task.ContinueWith(done =>
        {
            var left = accounts.AddOrUpdate(account, 0, (_, running) => running - 1);
            accounts.TryRemove(new(account, 0));
            var total = Interlocked.Decrement(ref count);
            running.TryRemove(done, out _);
            // Somebody may be waiting for the place that became free.
            if (left + 1 >= PerAccount || total + 1 >= PerNode)
                finished();
        }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    async Task RunAsync(EffectClaim claim, bool reconcile)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var run = scope.ServiceProvider.GetRequiredService<RunEffect>();
            await (reconcile ? run.ReconcileAsync(claim) : run.PerformAsync(claim));
        }
        catch (Exception e)
        {
            log.LogError(e, "The outcome of effect {Key} could not be recorded; its lease lapses and the provider is asked", claim.Effect.Key);
        }
    }
}
