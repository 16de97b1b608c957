using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Steward.Platform;
using Steward.Runs.Observing;
using Steward.Runs.Reading;
using Steward.Runs.Store;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Events;
using Steward.Workflows.Stepping;

namespace Steward.Runs;

/// <summary>The room's doors.</summary>
public static class RunsModule
{
    /// <summary>Needs the platform. The worker runs as a hosted service.</summary>
    public static IServiceCollection AddRuns(this IServiceCollection services, RunWorkerOptions? options = null, RetentionOptions? retention = null)
    {
        services.AddSingleton(options ?? new RunWorkerOptions());
        services.AddSingleton(new StepCodec(Json.Options));
        services.AddSingleton<WorkflowCatalogue>();
        services.AddSingleton<ICheckpointStore, PostgresCheckpointStore>();
        services.AddSingleton(provider => new RunLoop(
            provider.GetRequiredService<ICheckpointStore>(), provider.GetRequiredService<StepCodec>(), provider.GetRequiredService<TimeProvider>(), new Random(),
            provider.GetRequiredService<ILogger<RunLoop>>(), provider.GetRequiredService<WorkflowCatalogue>().ObserversOf,
            provider.GetRequiredService<RunWorkerOptions>().Limits.PerNode.Count == 0 ? null : provider.GetRequiredService<NodeGate>()));
        services.AddSingleton<NodeGate>();
        services.AddHostedService<NodeSweep>();
        services.AddScoped<StartRun>();
        services.AddScoped<AnswerInterrupt>();
        services.AddScoped<SignalRun>();
        services.AddScoped<CancelRun>();
        services.AddScoped<RetryRun>();
        services.AddScoped<DropRun>();
        services.AddScoped<ForkRun>();
        services.AddScoped<MigrateRuns>();
        services.AddScoped<ReadRuns>();
        services.AddScoped<ReadHistory>();
        services.TryAddSingleton(retention ?? new RetentionOptions());
        services.AddSingleton<PruneRuns>();
        services.AddHostedService(provider => provider.GetRequiredService<PruneRuns>());
        services.AddSingleton<RunBacklog>();
        services.AddSingleton<CheckRuns>();
        services.AddSingleton<RunWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<RunWorker>());
        services.AddHostedService<RunWatch>();
        return services;
    }

    /// <summary>Makes a workflow known. Keep its older versions registered while runs of them are alive.</summary>
    /// <param name="live">Each transition of its runs is told to their person's live stream (<c>run_changed</c>); a pure step is then a transaction.</param>
    public static IServiceCollection AddWorkflow(this IServiceCollection services, Workflow workflow, bool live = false)
    {
        services.AddSingleton(workflow);
        return live ? services.AddRunObserver<RunChanges>(workflow.Name) : services;
    }

    /// <summary>Lets an operator move runs from one version of a workflow to another (<see cref="MigrateRuns"/>). The new version is registered too, if runs shall go on.</summary>
    public static IServiceCollection AddWorkflowMigration(this IServiceCollection services, WorkflowMigration migration) => services.AddSingleton(migration);

    /// <summary>Lets <typeparamref name="T"/> see every transition of a workflow's runs, inside the step's transaction. It is a singleton and takes scoped services from the call.</summary>
    public static IServiceCollection AddRunObserver<T>(this IServiceCollection services, string workflow) where T : class, IRunObserver =>
        services.AddSingleton(provider => new RunObserving(workflow, ActivatorUtilities.CreateInstance<T>(provider)));

    public static IEndpointRouteBuilder MapRuns(this IEndpointRouteBuilder routes) => RunRoutes.Map(routes);
}
