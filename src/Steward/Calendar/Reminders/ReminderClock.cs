using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Steward.Calendar.Reminders;

/// <summary>Looks for due reminders every two seconds; without any, one indexed query finds nothing.</summary>
sealed class ReminderClock(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ReminderClock> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(2), clock);
        while (await ticks.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<RaiseReminders>().RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "Looking for due reminders is interrupted; it goes on at the next tick");
            }
        }
    }
}
