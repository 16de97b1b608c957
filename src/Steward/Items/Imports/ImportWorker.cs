using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Steward.Platform;

namespace Steward.Items.Imports;

/// <summary>Runs imports one after another: woken by NOTIFY, polling every few seconds as the safety net.</summary>
sealed class ImportWorker(RunImport runImport, SweepSpool sweep, Notifications notifications, TimeProvider clock, ILogger<ImportWorker> log) : BackgroundService
{
    public const string Channel = "steward_imports";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = notifications.Listen(Channel);
        var swept = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!swept)
                    await sweep.ExecuteAsync(stoppingToken);
                swept = true;
                while (await runImport.ExecuteAsync(stoppingToken)) { }
                await wake.WaitAsync(TimeSpan.FromSeconds(3), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning(e, "Imports cannot be taken up now; it is tried again");
                await Task.Delay(TimeSpan.FromSeconds(3), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
