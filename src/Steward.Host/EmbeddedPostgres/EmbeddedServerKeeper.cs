namespace Steward.Host.EmbeddedPostgres;

/// <summary>Looks each second whether the embedded server still lives, and starts it again on the same port when it was killed.</summary>
sealed class EmbeddedServerKeeper(EmbeddedServer server, ILogger<EmbeddedServerKeeper> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (server.IsRunning)
                continue;
            log.LogWarning("The embedded PostgreSQL has gone; it is started again");
            try
            {
                await server.EnsureRunningAsync(stoppingToken);
            }
            catch (StartException e)
            {
                log.LogError(e, "The embedded PostgreSQL does not start; trying again");
            }
        }
    }
}
