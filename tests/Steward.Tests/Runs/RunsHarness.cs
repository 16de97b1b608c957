using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Runs;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Tests.Runs;

/// <summary>The room on a real database. Nothing runs by itself: <see cref="RunDueAsync"/> does what the worker does until nothing is due.</summary>
sealed class RunsHarness : IDisposable
{
    public static readonly Channel<ImmutableList<string>> Log = Channel.Append<string>("log");
    public static readonly Channel<JsonElement?> Answer = Channel.LastValue<JsonElement?>("answer");

    public RunsHarness(TestDatabase database, Workflow workflow, Action<IServiceCollection>? add = null)
    {
        Workflow = workflow;
        Clock = database.Clock;
        Services = database.Services(services =>
        {
            services.AddRuns();
            services.AddWorkflow(workflow);
            add?.Invoke(services);
        });
    }

    public Workflow Workflow { get; }
    public ManualClock Clock { get; }
    public ServiceProvider Services { get; }
    public ICheckpointStore Store => Services.GetRequiredService<ICheckpointStore>();
    public RunLoop Loop => Services.GetRequiredService<RunLoop>();

    /// <summary>A builder for a workflow with a name of its own, so that a test claims only its own runs.</summary>
    public static WorkflowBuilder Builder() => new WorkflowBuilder($"test.{Guid.NewGuid():N}", 1).Channels(Log, Answer);

    public async Task<Guid> StartAsync(Guid? owner = null, Guid? id = null)
    {
        await using var scope = Services.CreateAsyncScope();
        var request = new StartRunRequest(id ?? Guid.NewGuid(), owner ?? Guid.NewGuid(), Workflow.Name, Patch.Empty);
        await scope.ServiceProvider.GetRequiredService<StartRun>().ExecuteAsync(request, default);
        await scope.ServiceProvider.GetRequiredService<StewardDbContext>().SaveChangesAsync();
        return request.Id;
    }

    public Task<IReadOnlyList<RunLease>> ClaimAsync(int max = 100) =>
        Store.ClaimAsync(new ClaimRequest("test", [(Workflow.Name, Workflow.Version)], max, Clock.GetUtcNow(), TimeSpan.FromSeconds(30)), default).AsTask();

    public async Task RunDueAsync()
    {
        while (await ClaimAsync() is { Count: > 0 } leases)
        {
            foreach (var lease in leases)
            {
                using var control = new RunControl(default);
                await Loop.RunAsync(lease, Workflow, control);
            }
        }
    }

    public async Task<RunSummary> FindAsync(Guid run) => (await Store.FindAsync(run, default))!;

    public async Task<ImmutableList<string>> LogAsync(Guid run) =>
        RunHistory.Latest(Workflow, (await Store.HistoryAsync(run, default))!, Services.GetRequiredService<StepCodec>()).Get(Log);

    /// <summary>How many outbox messages of this type are committed: the tests' stand-in for any staged work.</summary>
    public static async Task<int> MessagesAsync(TestDatabase database, string type)
    {
        await using var db = database.Context();
        return await db.Set<OutboxRow>().CountAsync(row => row.Type == type);
    }

    public void Dispose() => Services.Dispose();
}
