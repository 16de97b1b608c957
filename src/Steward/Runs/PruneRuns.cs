using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs;

/// <summary>
/// Takes the payloads of finished runs away when their time is over. The run and the list of its events (what, where, when) stay. Several processes may do this
/// at the same time; each run is pruned by one of them.
/// </summary>
public sealed class PruneRuns(ICheckpointStore store, RetentionOptions options, TimeProvider clock, ILogger<PruneRuns> log) : BackgroundService
{
    /// <returns>How many runs lost their payloads.</returns>
    public async Task<int> ExecuteAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var pruned = 0;
        foreach (var (status, keep) in options.KeepFor)
        {
            int batch;
            do
            {
                batch = await store.PruneAsync(new PruneRequest(status, now - keep, options.Batch, now), cancel);
                pruned += batch;
            }
            while (batch == options.Batch);
        }
        return pruned;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Shutdown: what was not pruned now is pruned after the next start.
        }
    }

    async Task TryAsync(CancellationToken cancel)
    {
        try
        {
            if (await ExecuteAsync(clock.GetUtcNow(), cancel) is var pruned and > 0)
                log.LogInformation("The payloads of {Runs} finished runs were removed", pruned);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning(e, "Finished runs could not be pruned; the next round tries again");
        }
    }
}
