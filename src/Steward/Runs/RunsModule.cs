using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Steward.Accounts;
using Steward.Platform;
using Steward.Runs.Observing;
using Steward.Runs.Reading;
using Steward.Runs.Store;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Events;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Stepping;

namespace Steward.Runs;

/// <summary>The room's doors.</summary>
public static class RunsModule
{
    /// <summary>Needs the platform. The worker runs as a hosted service.</summary>
    public static IServiceCollection AddRuns(this IServiceCollection services, RunWorkerOptions? options = null)
    {
        services.AddSingleton(options ?? new RunWorkerOptions());
        services.AddSingleton(new StepCodec(Json.Options));
        services.AddSingleton<WorkflowCatalogue>();
        services.AddSingleton<ICheckpointStore, PostgresCheckpointStore>();
        services.AddSingleton(provider => new RunLoop(
            provider.GetRequiredService<ICheckpointStore>(), provider.GetRequiredService<StepCodec>(), provider.GetRequiredService<TimeProvider>(), new Random(),
            provider.GetRequiredService<ILogger<RunLoop>>(), provider.GetRequiredService<WorkflowCatalogue>().ObserversOf));
        services.AddScoped<StartRun>();
        services.AddScoped<AnswerInterrupt>();
        services.AddScoped<SignalRun>();
        services.AddScoped<CancelRun>();
        services.AddScoped<RetryRun>();
        services.AddScoped<DropRun>();
        services.AddScoped<ReadRuns>();
        services.AddSingleton<RunBacklog>();
        services.AddHostedService<RunWorker>();
        services.AddHostedService<RunWatch>();
        return services;
    }

    /// <summary>Makes a workflow known. Keep its older versions registered while runs of them are alive.</summary>
    public static IServiceCollection AddWorkflow(this IServiceCollection services, Workflow workflow) => services.AddSingleton(workflow);

    /// <summary>Lets <typeparamref name="T"/> see every transition of a workflow's runs, inside the step's transaction. It is a singleton and takes scoped services from the call.</summary>
    public static IServiceCollection AddRunObserver<T>(this IServiceCollection services, string workflow) where T : class, IRunObserver =>
        services.AddSingleton(provider => new RunObserving(workflow, ActivatorUtilities.CreateInstance<T>(provider)));

    public static IEndpointRouteBuilder MapRuns(this IEndpointRouteBuilder routes)
    {
        var runs = routes.MapGroup("/runs").WithTags("runs");
        runs.MapGet("", async (string? state, string? workflow, string? cursor, CurrentPerson person, ReadRuns read, CancellationToken cancel) =>
            (await read.ListAsync(person.Id, state, workflow, cursor, cancel)).ToHttp()).Produces<Page<RunView>>();
        runs.MapGet("/{id:guid}", async (Guid id, CurrentPerson person, ReadRuns read, CancellationToken cancel) =>
            (await read.FindAsync(person.Id, id, cancel)).ToHttp()).Produces<RunView>();
        runs.MapGet("/{id:guid}/events", async (Guid id, CurrentPerson person, ReadRuns read, CancellationToken cancel) =>
            (await read.EventsAsync(person.Id, id, cancel)).ToHttp()).Produces<Page<RunEventView>>();
        runs.MapGet("/{id:guid}/history", async (Guid id, CurrentPerson person, ReadRuns read, CancellationToken cancel) =>
            (await read.HistoryAsync(person.Id, id, cancel)).ToHttp()).Produces<Page<Checkpoint>>();
        runs.MapPost("/{id:guid}/cancel", async (Guid id, CurrentPerson person, CancelRun handler, CancellationToken cancel) =>
            (await handler.ExecuteAsync(person.Id, id, cancel)).ToHttp()).Produces<RunView>();
        runs.MapPost("/{id:guid}/retry", async (Guid id, CurrentPerson person, RetryRun handler, CancellationToken cancel) =>
            (await handler.ExecuteAsync(person.Id, id, cancel)).ToHttp()).Produces<RunView>();
        runs.MapPost("/{id:guid}/answer", AnswerAsync).Produces<AnswerOutcome>();
        return routes;
    }

    static async Task<IResult> AnswerAsync(Guid id, AnswerBody body, CurrentPerson person, ReadRuns read, AnswerInterrupt handler, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(body.Key))
            return Error.Invalid("key", "Name the question that is answered.").ToProblem();
        if (body.Answer.ValueKind == JsonValueKind.Undefined)
            return Error.Invalid("answer", "Give an answer.").ToProblem();
        if (!await read.OwnsAsync(person.Id, id, cancel))
            return Error.NotFound("run").ToProblem();
        var outcome = await handler.ExecuteAsync(id, body.Key, body.Answer, cancel);
        return outcome.Result switch
        {
            AnswerResult.Answered or AnswerResult.AlreadyAnswered => TypedResults.Ok(outcome),
            AnswerResult.NotFound => Error.NotFound("question").ToProblem(),
            AnswerResult.NotAllowed => Error.Invalid("answer", "This is not one of the allowed answers.").ToProblem(),
            AnswerResult.Closed => Error.Conflict("question_closed", "The question takes no answer any more.").ToProblem(),
        };
    }
}

public sealed record AnswerBody(string Key, JsonElement Answer);
