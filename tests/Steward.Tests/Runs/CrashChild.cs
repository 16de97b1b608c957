using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Steward.Platform;
using Steward.Runs;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Policies;
using Steward.Workflows.State;

namespace Steward.Tests.Runs;

/// <summary>
/// The process that <see cref="CrashTests"/> kills: a worker with one workflow, as the product runs it. It is this test program again, told by its environment
/// what to work on; in an ordinary test run it is not started.
/// </summary>
public sealed class CrashChild
{
    public const string DatabaseVariable = "STEWARD_TEST_CRASH_DATABASE";
    public const string RunsVariable = "STEWARD_TEST_CRASH_RUNS";

    static readonly Channel<ImmutableList<string>> Log = Channel.Append<string>("log");
    static readonly Channel<JsonElement?> Answer = Channel.LastValue<JsonElement?>("answer");

    /// <summary>
    /// Transactional steps that stage a message, a pure one, an external one that tells an outside by its key, a question, and parallel items. What is counted
    /// are messages and outside calls.
    /// </summary>
    public static readonly Workflow Workflow = new WorkflowBuilder("crash", 1).Channels(Log, Answer)
        .Node("first", context => Stage(context), Patient())
        .Node("pure", context => Note(context), Patient(NodeKind.Pure))
        .Node("outside", CallOutsideAsync, Patient(NodeKind.External))
        .Node("ask", context =>
        {
            context.Services.GetRequiredService<Outbox>().Stage("crash.effect", context.Key);
            return NodeResult.Interrupt(new InterruptRequest("q", Json.ToElement("go on?")), Patch.Empty.Add(Log, "ask"), Answer);
        }, Patient())
        .Node("item", context => Stage(context), Patient())
        .Node("last", context => Stage(context), Patient())
        .Edge("first", "pure").Edge("pure", "outside").Edge("outside", "ask")
        .ForEach("ask", _ => Enumerable.Range(0, 3), "item", "last").Edge("item", "last").Edge("last", Workflow.End)
        .Start("first").Build();

    /// <summary>The tests kill far more often than a run has attempts: each kill counts for whatever was begun.</summary>
    static NodeOptions Patient(NodeKind kind = NodeKind.Transactional) => new() { Kind = kind, Retry = RetryPolicy.Default with { MaxAttempts = 1000, FirstDelay = TimeSpan.FromMilliseconds(10) } };

    static NodeResult Note(NodeContext context) => NodeResult.Next(Patch.Empty.Add(Log, $"{context.Node}{context.Input}"));

    static NodeResult Stage(NodeContext context)
    {
        context.Services.GetRequiredService<Outbox>().Stage("crash.effect", context.Key);
        return Note(context);
    }

    /// <summary>A receiver that knows keys: its own transaction, at once, whatever becomes of the step.</summary>
    static async ValueTask<NodeResult> CallOutsideAsync(NodeContext context, CancellationToken cancel)
    {
        await using var command = context.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("INSERT INTO crash_outside (key) VALUES ($1)");
        command.Parameters.AddWithValue(context.Key);
        await command.ExecuteNonQueryAsync(cancel);
        CrashPoint.Hit("test.outside.called");
        return Note(context);
    }

    public static ServiceProvider Services(string connection)
    {
        var services = new ServiceCollection();
        services.AddSingleton(NpgsqlDataSource.Create(connection));
        services.AddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddPlatform();
        services.AddRuns(new RunWorkerOptions { LeaseFor = TimeSpan.FromMilliseconds(600), Poll = TimeSpan.FromMilliseconds(50) });
        services.AddWorkflow(Workflow);
        return services.BuildServiceProvider();
    }

    [Fact(Explicit = true)]
    public async Task Work()
    {
        var runs = Environment.GetEnvironmentVariable(RunsVariable)!.Split(',').Select(Guid.Parse).ToList();
        await using var services = Services(Environment.GetEnvironmentVariable(DatabaseVariable)!);
        var worker = services.GetServices<IHostedService>().OfType<RunWorker>().Single();
        await worker.StartAsync(default);
        var store = services.GetRequiredService<ICheckpointStore>();
        while (runs.Count > 0)
        {
            foreach (var run in runs.ToList())
            {
                // Answered again and again, also while the answer is already stored: only the first counts.
                await store.AnswerAsync(run, "q", Json.ToElement("yes"), default);
                if ((await store.FindAsync(run, default))!.Status is RunStatus.Completed or RunStatus.Failed)
                    runs.Remove(run);
            }
            await Task.Delay(10);
        }
        await worker.StopAsync(default);
    }
}
