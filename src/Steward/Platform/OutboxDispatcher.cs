using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Steward.Platform;

/// <summary>
/// Delivers outbox rows to their handlers: woken by NOTIFY, polling each second as the safety net. Rows are claimed one at a time with
/// <c>FOR UPDATE SKIP LOCKED</c>, so that any number of nodes may run this; the claim is held while handlers run, and a crash gives the row back.
/// A failing handler delays its row with backoff (1 s doubling to 5 min) and never loses it.
/// </summary>
sealed class OutboxDispatcher(IServiceScopeFactory scopes, Notifications notifications, TimeProvider clock, ILogger<OutboxDispatcher> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = notifications.Listen("steward_outbox");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await DeliverOneAsync(stoppingToken)) { }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "Outbox delivery is interrupted; it goes on at the next poll");
            }
            await wake.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    /// <returns>False when nothing is due.</returns>
    internal async Task<bool> DeliverOneAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var now = clock.GetUtcNow();
        var row = (await db.Set<OutboxRow>().FromSql(
            $"SELECT * FROM platform.outbox WHERE done_at IS NULL AND due_at <= {now} ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED").ToListAsync(cancel)).FirstOrDefault();
        if (row is null)
            return false;
        try
        {
            await HandleAsync(row, cancel);
            row.DoneAt = clock.GetUtcNow();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            row.Attempts++;
            row.LastError = e.GetType().Name;
            row.DueAt = now + TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, row.Attempts - 1)));
            log.LogError(e, "Outbox message {Id} of type {Type} failed at attempt {Attempt}", row.Id, row.Type, row.Attempts);
        }
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    async Task HandleAsync(OutboxRow row, CancellationToken cancel)
    {
        await using var listing = scopes.CreateAsyncScope();
        var count = listing.ServiceProvider.GetServices<IOutboxHandler>().Count();
        for (var i = 0; i < count; i++)
        {
            await using var scope = scopes.CreateAsyncScope();
            var handler = scope.ServiceProvider.GetServices<IOutboxHandler>().ElementAt(i);
            if (handler.Type == row.Type)
                await handler.HandleAsync(row.Body, cancel);
        }
    }
}
