using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Steward.Mail.Snoozing;

/// <summary>Looks for mail that is due to come back, every two seconds: an index of only the snoozed messages answers.</summary>
sealed class SnoozeClock(IServiceScopeFactory scopes, TimeProvider clock, ILogger<SnoozeClock> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(2), clock);
        while (await ticks.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<WakeSnoozed>().RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "Looking for snoozed mail is interrupted; it goes on at the next tick");
            }
        }
    }
}
