using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Workflows.Checkpoints;

namespace Steward.Proof;

/// <summary>
/// One life of a worker inside this process. All that it says to PostgreSQL goes through a proxy of its own, so it can be made to end as a killed process does: from one
/// moment to the next nothing of it reaches the database or the outside any more, and nothing that it had in memory is known to who comes after it.
/// </summary>
sealed class SweepWorker : IAsyncDisposable
{
    readonly FaultProxy proxy;
    readonly NpgsqlDataSource through;
    readonly ServiceProvider services;

    public SweepWorker(string database, string workflow, TimeSpan lease, NpgsqlDataSource outside, Func<string, Task> watch)
    {
        proxy = new FaultProxy(database);
        through = NpgsqlDataSource.Create(proxy.ConnectionString);
        services = WorkerMain.Services(through, TimeProvider.System, lease, workflow, outside, poll: TimeSpan.FromMilliseconds(150));
        services.GetRequiredService<Receivers>().Watch = where => IsDead ? throw new IOException("The process has ended.") : watch(where);
    }

    public int Commands => proxy.Seen;
    public bool Fired => proxy.Fired;
    public bool IsDead => proxy.IsClosed;

    public async Task StartAsync()
    {
        foreach (var service in WorkerMain.Hosted(services))
            await service.StartAsync(default);
    }

    /// <summary>The next fault; with <see cref="FaultKind.Exit"/> it is the end of this worker.</summary>
    public void Arm(Fault? fault) => proxy.Arm(fault is { Kind: FaultKind.Exit }
        ? fault with
        {
            Kill = () =>
            {
                proxy.Close();
                return Task.CompletedTask;
            },
        }
        : fault);

    public async ValueTask DisposeAsync()
    {
        foreach (var service in WorkerMain.Hosted(services).Reverse())
            await service.StopAsync(default);
        await services.DisposeAsync();
        await through.DisposeAsync();
        await proxy.DisposeAsync();
    }
}
