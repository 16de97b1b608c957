using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Steward.Platform;
using Steward.Runs.Observing;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Stepping;

namespace Steward.Runs;

/// <summary>
/// Claims due runs and advances several at the same time. Woken by NOTIFY, by a run that ends, by the next timer, and by a poll, which also finds what a dead
/// worker left behind: recovery is the same claim, for ever. At shutdown it takes nothing more, lets running nodes finish, and gives the rest back uncounted.
/// </summary>
public sealed class RunWorker(
    ICheckpointStore store, RunLoop loop, WorkflowCatalogue catalogue, Notifications notifications, RunWorkerOptions options, Ids ids, TimeProvider clock, ILogger<RunWorker> log)
    : BackgroundService
{
    static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);

    readonly string name = $"{Environment.MachineName}/{Environment.ProcessId}/{ids.New():N}";
    readonly ConcurrentDictionary<RunLease, RunControl> active = new();
    readonly ConcurrentDictionary<Task, bool> running = new();
    readonly SemaphoreSlim wake = new(1, 1);
    readonly CancellationTokenSource hardStop = new();
    readonly ClaimLimits limits = options.Limits.ForClaims;
    Guid served;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (catalogue.Known.Count == 0)
            return;
        using var listener = notifications.Listen("steward_runs");
        // At once, not when this loop comes round to it: a run that ends its node now must already know that it shall begin no other.
        await using var draining = stoppingToken.Register(DrainActive);
        var heart = BeatAsync();
        var hints = HintAsync(listener, stoppingToken);
        try
        {
            while (true)
            {
                // When it has been quiet for a moment, and not after every run: until the next timer or lease ends, so that nothing due waits for a poll.
                if (!await wake.WaitAsync(Quiet, stoppingToken))
                    await wake.WaitAsync(await UntilNextAsync(stoppingToken), stoppingToken);
                await ClaimAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await DrainAsync();
        }
        await hints.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await heart.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    async Task HintAsync(Listener listener, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            if (await listener.WaitAsync(options.Poll, cancel) is { Count: > 0 })
                Wake();
        }
    }

    /// <summary>Many hints while it is busy are one look afterwards.</summary>
    void Wake()
    {
        try
        {
            if (wake.CurrentCount == 0)
                wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else said it in the same moment.
        }
    }

    /// <summary>At most the poll. A worker that is full has no need to know.</summary>
    async Task<TimeSpan> UntilNextAsync(CancellationToken cancel)
    {
        if (Room <= 0)
            return options.Poll;
        try
        {
            var now = clock.GetUtcNow();
            var next = await store.NextWakeAsync(catalogue.Known, now, cancel);
            // Rounded up: a wake-up that comes a little too early would find nothing.
            return next is { } at && at - now < options.Poll ? at - now + TimeSpan.FromMilliseconds(1) : options.Poll;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && IsDatabaseTrouble(e))
        {
            log.LogDebug("The next timer cannot be read ({Reason})", e.GetType().Name);
            return options.Poll;
        }
    }

    /// <summary>How many more runs this process may take now.</summary>
    int Room => active.Values.Sum(control => control.Bytes) >= options.MaxBytesInFlight ? 0 : options.Concurrency - active.Count;

    /// <summary>Takes what it has room for and no more. With limits, one claim may take less than is allowed, so it asks until nothing comes.</summary>
    async Task ClaimAsync(CancellationToken cancel)
    {
        try
        {
            while (Room is > 0 and var free)
            {
                var request = new ClaimRequest(name, catalogue.Known, free, clock.GetUtcNow(), options.LeaseFor) { After = served, Limits = limits };
                var began = clock.GetTimestamp();
                var leases = await store.ClaimAsync(request, cancel);
                RunMeters.ClaimDuration.Record(clock.GetElapsedTime(began).TotalSeconds);
                RunMeters.Claims.Add(leases.Count);
                foreach (var lease in leases)
                    Begin(lease);
                if (leases.Count == 0)
                    return;
                served = leases[^1].OwnerId;
                if (!limits.Any)
                    return;
            }
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.Log(IsDatabaseTrouble(e) ? LogLevel.Warning : LogLevel.Error, e, "No runs could be claimed; the next poll tries again");
        }
    }

    void Begin(RunLease lease)
    {
        var control = new RunControl(hardStop.Token);
        active[lease] = control;
        RunMeters.Held.Add(1);
        var task = Task.Run(() => AdvanceAsync(lease, control), CancellationToken.None);
        running[task] = true;
        _ = task.ContinueWith(done => running.TryRemove(done, out _), TaskScheduler.Default);
    }

    async Task AdvanceAsync(RunLease lease, RunControl control)
    {
        try
        {
            var exit = await loop.RunAsync(lease, catalogue.Find(lease.Workflow, lease.Version)!, control);
            if (exit == RunExit.Lost)
                log.LogWarning("Run {Run} was lost to another worker; nothing of the last step was stored", lease.RunId);
            if (exit == RunExit.Drained)
                await GiveBackAsync(lease, TimeSpan.Zero, control.CalledOutside);
        }
        catch (OperationCanceledException) when (control.Stopped.IsCancellationRequested)
        {
            await GiveBackAsync(lease, TimeSpan.Zero, control.CalledOutside);
        }
        catch (Exception e) when (IsDatabaseTrouble(e))
        {
            log.LogWarning(e, "Run {Run} is given back because the database cannot be used", lease.RunId);
            await GiveBackAsync(lease, TimeSpan.FromSeconds(1), control.CalledOutside);
        }
        catch (Exception e)
        {
            // A bug of the engine or of the store. The lease is left to run out, so that it counts as a crash and ends as a visible failure, not as a hot loop.
            log.LogError(e, "Run {Run} broke its worker", lease.RunId);
        }
        finally
        {
            active.TryRemove(lease, out _);
            RunMeters.Held.Add(-1);
            control.Dispose();
            Wake();
        }
    }

    /// <summary>
    /// Tries until it works or the lease is over: otherwise the run would wait for the lease and be charged an attempt that was not its own. When the outside
    /// may have been called, it shall be charged: then only the lease is cut short, and whoever takes the run sees a holder that was not heard of again.
    /// </summary>
    async Task GiveBackAsync(RunLease lease, TimeSpan pause, bool charged)
    {
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < options.LeaseFor)
        {
            try
            {
                if (charged)
                    await store.RenewAsync([lease], clock.GetUtcNow() + pause, CancellationToken.None);
                else
                    await store.ReleaseAsync(lease, pause, CancellationToken.None);
                return;
            }
            catch (Exception e) when (IsDatabaseTrouble(e))
            {
                log.LogDebug("Run {Run} cannot be given back yet ({Reason})", lease.RunId, e.GetType().Name);
            }
            await Task.Delay(TimeSpan.FromMilliseconds(250), clock, hardStop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (hardStop.IsCancellationRequested)
                return;
        }
    }

    async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(options.LeaseFor / 3, clock);
        while (await timer.WaitForNextTickAsync(hardStop.Token))
        {
            var leases = active.Keys.ToList();
            if (leases.Count == 0)
                continue;
            try
            {
                var kept = (await store.RenewAsync(leases, clock.GetUtcNow() + options.LeaseFor, hardStop.Token)).ToDictionary(lease => (lease.RunId, lease.Fence));
                foreach (var lease in leases)
                {
                    if (!active.TryGetValue(lease, out var control))
                        continue;
                    if (!kept.TryGetValue((lease.RunId, lease.Fence), out var renewed))
                        Quietly(control.Stop);
                    else if (renewed.CancelRequested)
                        Quietly(control.RequestCancel);
                }
            }
            catch (Exception e) when (!hardStop.IsCancellationRequested)
            {
                // The beat must go on whatever happens; until it works again the fence protects the runs.
                log.Log(IsDatabaseTrouble(e) ? LogLevel.Warning : LogLevel.Error, e, "Leases could not be renewed");
            }
        }
    }

    void DrainActive()
    {
        foreach (var control in active.Values)
            Quietly(control.Drain);
    }

    async Task DrainAsync()
    {
        DrainActive();
        var rest = Task.WhenAll(running.Keys);
        await rest.WaitAsync(options.DrainFor, clock, hardStop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var control in active.Values)
            Quietly(control.Stop);
        await rest.WaitAsync(TimeSpan.FromSeconds(5), clock, hardStop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await hardStop.CancelAsync();
    }

    /// <summary>A run may end, and its control with it, between the look and the call.</summary>
    static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself: there is nothing left to tell it.
        }
    }

    static bool IsDatabaseTrouble(Exception e) => e is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException
        || e is InvalidOperationException { InnerException: NpgsqlException } || e is Microsoft.EntityFrameworkCore.DbUpdateException { InnerException: NpgsqlException };

    public override void Dispose()
    {
        hardStop.Dispose();
        wake.Dispose();
        base.Dispose();
    }
}
