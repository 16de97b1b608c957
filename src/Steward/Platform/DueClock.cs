using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Steward.Platform;

/// <summary>Work that comes due by time alone, such as an expiry. Looking for it costs one indexed query when nothing is due, and doing it twice at once is harmless.</summary>
public interface IDueWork
{
    /// <summary>How long due work may lie before it is looked for.</summary>
    static abstract TimeSpan Every { get; }

    /// <summary>For the log: what is looked for.</summary>
    static abstract string Due { get; }

    Task<int> RunAsync(CancellationToken cancel);
}

/// <summary>Does due work at every tick, in a scope of its own. A failure is logged and the next tick tries again.</summary>
sealed class DueClock<T>(IServiceScopeFactory scopes, TimeProvider clock, ILogger<T> log) : BackgroundService where T : class, IDueWork
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(T.Every, clock);
        while (await ticks.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<T>().RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "Looking for {Due} is interrupted; it goes on at the next tick", T.Due);
            }
        }
    }
}
