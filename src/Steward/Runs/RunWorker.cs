using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Steward.Platform;
using Steward.Runs.Observing;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Stepping;

namespace Steward.Runs;

/// <summary>
/// Claims due runs and advances several at the same time. Woken by NOTIFY, by a run that ends while others wait, by the next timer, and by a poll, which also finds
/// what a dead worker left behind: recovery is the same claim, for ever. At shutdown it takes nothing more, lets running nodes finish, and gives the rest back uncounted.
/// </summary>
public sealed class RunWorker(
    ICheckpointStore store, RunLoop loop, WorkflowCatalogue catalogue, Notifications notifications, RunWorkerOptions options, Ids ids, TimeProvider clock, ILogger<RunWorker> log)
    : BackgroundService
{
    static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);

    readonly string name = $"{Environment.MachineName}/{Environment.ProcessId}/{ids.New():N}";
    readonly ConcurrentDictionary<RunLease, RunControl> active = new();
    readonly SemaphoreSlim wake = new(1, 1);
    readonly CancellationTokenSource hardStop = new();
    readonly ClaimLimits limits = options.Limits.ForClaims;
    readonly WorkerPlaces places = new(options.Concurrency, direct: !options.Limits.ForClaims.Any);
    volatile bool draining;
    Guid served;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (catalogue.Known.Count == 0)
            return;
        using var listener = notifications.Listen("steward_runs");
        // At once, not when this loop comes round to it: a run that ends its node now must already know that it shall begin no other.
        await using var drain = stoppingToken.Register(DrainActive);
        var heart = BeatAsync();
        var hints = HintAsync(listener, stoppingToken);
        places.Open();
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
            {
                places.Hint();
                Wake();
            }
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

    /// <summary>At most the poll.</summary>
    async Task<TimeSpan> UntilNextAsync(CancellationToken cancel)
    {
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

    /// <summary>What the runs in hand weigh leaves no room for more.</summary>
    bool IsHeavy => active.Values.Sum(control => control.Bytes) >= options.MaxBytesInFlight;

    /// <summary>Takes what it has room for and no more. With limits, one claim may take less than is allowed, so it asks until nothing comes.</summary>
    async Task ClaimAsync(CancellationToken cancel)
    {
        try
        {
            while (!IsHeavy && places.Look() is > 0 and var free)
            {
                if (await ClaimAsync(free, cancel) is var taken && (taken == 0 || !limits.Any))
                    return;
            }
            places.Hint();
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.Log(IsDatabaseTrouble(e) ? LogLevel.Warning : LogLevel.Error, e, "No runs could be claimed; the next poll tries again");
        }
    }

    async Task<int> ClaimAsync(int free, CancellationToken cancel)
    {
        var (unused, more) = (free, true);
        try
        {
            var request = new ClaimRequest(name, catalogue.Known, free, clock.GetUtcNow(), options.LeaseFor) { After = served, Limits = limits };
            var began = clock.GetTimestamp();
            var leases = await store.ClaimAsync(request, cancel);
            RunMeters.ClaimDuration.Record(clock.GetElapsedTime(began).TotalSeconds);
            RunMeters.Claims.Add(leases.Count);
            foreach (var lease in leases)
                Begin(lease);
            (unused, more) = (free - leases.Count, leases.Count == free);
            if (leases.Count > 0)
                served = leases[^1].OwnerId;
            return leases.Count;
        }
        finally
        {
            places.Looked(unused, more);
        }
    }

    /// <summary>
    /// Starts a run. When this worker has a place, and nobody waits for one, it is started in its hands; otherwise it is due, and whoever is free takes it in its turn.
    /// </summary>
    /// <returns>False when there is a run with this id.</returns>
    internal async ValueTask<bool> StartAsync(NewRun run, CancellationToken cancel)
    {
        if (IsHeavy || !places.TryTake())
            return await store.StartAsync(run, cancel);
        var begun = false;
        try
        {
            if (!await store.StartAsync(run with { Holder = Direct }, cancel))
                return false;
            CrashPoint.Hit("runs.start.held");
            loop.Started(run);
            Begin(run.Lease);
            return begun = true;
        }
        catch (Exception e) when (IsDatabaseTrouble(e) || cancel.IsCancellationRequested)
        {
            // Whether it was stored is unknown. If it was, nobody works on it: it is given to whoever is free.
            _ = GiveBackAsync(run.Lease, TimeSpan.Zero, charged: false);
            throw;
        }
        finally
        {
            if (!begun)
                Leave();
        }
    }

    /// <summary>Answers a question. When this worker has a place for the run, and nobody waits for one, it goes on with it at once.</summary>
    internal async ValueTask<AnswerOutcome> AnswerAsync(Guid runId, string key, JsonElement answer, CancellationToken cancel)
    {
        if (IsHeavy || !places.TryTake())
            return await store.AnswerAsync(runId, key, answer, cancel);
        RunLease? taken = null;
        try
        {
            (var outcome, taken) = await store.AnswerAsync(runId, key, answer, Direct, cancel);
            if (taken is not null)
            {
                CrashPoint.Hit("runs.answer.held");
                loop.Answered(taken, key, answer);
                Begin(taken);
            }
            return outcome;
        }
        finally
        {
            if (taken is null)
                Leave();
        }
    }

    DirectClaim Direct => new(name, catalogue.Known, clock.GetUtcNow() + options.LeaseFor);

    void Leave()
    {
        if (places.Leave())
            Wake();
    }

    void Begin(RunLease lease)
    {
        var control = new RunControl(hardStop.Token);
        active[lease] = control;
        if (draining)
            control.Drain();
        RunMeters.Held.Add(1);
        _ = Task.Run(() => AdvanceAsync(lease, control), CancellationToken.None);
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
            if (control.DueAt is not null)
                Wake();
            Leave();
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
        draining = true;
        foreach (var control in active.Values)
            Quietly(control.Drain);
    }

    async Task DrainAsync()
    {
        DrainActive();
        var rest = places.CloseAsync();
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
