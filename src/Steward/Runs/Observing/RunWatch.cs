using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Steward.Runs.Observing;

/// <summary>
/// Looks at all runs now and then: counts them for the meters while somebody listens, and says once, in the log and in <see cref="RunBacklog"/>, when due runs
/// wait for a version that this process does not have.
/// </summary>
sealed class RunWatch(NpgsqlDataSource database, WorkflowCatalogue catalogue, RunBacklog backlog, TimeProvider clock, ILogger<RunWatch> log) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException })
            {
                log.LogDebug("The runs cannot be looked at ({Reason})", e.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task LookAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (RunMeters.Wanted)
            RunMeters.Take(await SampleStatements.ReadAsync(database, now, cancel));
        var missing = (await SampleStatements.DueVersionsAsync(database, now, cancel)).Except(catalogue.Known).ToList();
        foreach (var (workflow, version) in missing.Except(backlog.Missing))
            log.LogWarning("Due runs of {Workflow} version {Version} are left alone: this process does not have that version", workflow, version);
        backlog.Found(missing);
    }
}
