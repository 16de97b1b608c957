using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Steward.Runs.Store;

namespace Steward.Runs;

/// <summary>The safety net of node limits: as often as the worker polls, places whose holders died are given to those who wait. Does nothing without such limits.</summary>
sealed class NodeSweep(NodeGate gate, RunWorkerOptions options, TimeProvider clock, ILogger<NodeSweep> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!gate.Keys.Any())
            return;
        using var timer = new PeriodicTimer(options.Poll, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var key in gate.Keys)
                    await gate.SweepAsync(key, stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                log.LogDebug("Waiting runs cannot be looked at ({Reason})", e.GetType().Name);
            }
        }
    }
}
