using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Steward.Platform;
using Steward.Runs;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;

namespace Steward.Tests.Runs;

/// <summary>A worker process in miniature.</summary>
sealed class WorkerNode : IAsyncDisposable
{
    readonly ServiceProvider services;
    readonly List<IHostedService> started = [];

    public WorkerNode(TestDatabase database, RunWorkerOptions options, bool notifications, params Workflow[] workflows)
    {
        services = database.Services(add =>
        {
            add.AddRuns(options);
            foreach (var workflow in workflows)
                add.AddWorkflow(workflow);
        }, TimeProvider.System);
        Hosted = [.. services.GetServices<IHostedService>().Where(one => one is RunWorker || (notifications && one is Notifications))];
    }

    IReadOnlyList<IHostedService> Hosted { get; }
    public ICheckpointStore Store => services.GetRequiredService<ICheckpointStore>();

    public async Task<WorkerNode> StartAsync()
    {
        foreach (var service in Hosted)
        {
            await service.StartAsync(default);
            started.Add(service);
        }
        return this;
    }

    public async Task<Guid> StartRunAsync(string workflow, Guid? owner = null)
    {
        await using var scope = services.CreateAsyncScope();
        var id = Guid.NewGuid();
        await scope.ServiceProvider.GetRequiredService<StartRun>().ExecuteAsync(new StartRunRequest(id, owner ?? Guid.NewGuid(), workflow, Patch.Empty), default);
        await scope.ServiceProvider.GetRequiredService<StewardDbContext>().SaveChangesAsync();
        return id;
    }

    /// <summary>As somebody who stores nothing else: the worker of this process may take the run at once.</summary>
    public async Task<Guid> StartAloneAsync(string workflow, Guid? owner = null)
    {
        await using var scope = services.CreateAsyncScope();
        var id = Guid.NewGuid();
        await scope.ServiceProvider.GetRequiredService<StartRun>().AloneAsync(new StartRunRequest(id, owner ?? Guid.NewGuid(), workflow, Patch.Empty), default);
        return id;
    }

    public async Task<AnswerOutcome> AnswerAsync(Guid run, string key, JsonElement answer)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AnswerInterrupt>().ExecuteAsync(run, key, answer, default);
    }

    public async Task StopAsync()
    {
        foreach (var service in Enumerable.Reverse(started))
            await service.StopAsync(default);
        started.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await services.DisposeAsync();
    }
}

/// <summary>Signals what nodes did, by run.</summary>
sealed class Signals
{
    readonly ConcurrentDictionary<(Guid, string), TaskCompletionSource> sources = new();

    TaskCompletionSource Of(Guid run, string what) => sources.GetOrAdd((run, what), _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    public void Set(Guid run, string what) => Of(run, what).TrySetResult();

    public Task WaitAsync(Guid run, string what) => Of(run, what).Task.WaitAsync(TimeSpan.FromSeconds(30));
}
