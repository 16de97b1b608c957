using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Steward.Accounts;
using Steward.Platform;
using Steward.Runs.Reading;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;

namespace Steward.Runs;

/// <summary>The routes of /runs. Each takes the signed-in person; somebody else's run is not found, like one that never was.</summary>
static class RunRoutes
{
    public static IEndpointRouteBuilder Map(IEndpointRouteBuilder routes)
    {
        var runs = routes.MapGroup("/runs").WithTags("runs").ProducesProblem(StatusCodes.Status400BadRequest);
        runs.MapGet("", ListAsync).Produces<Page<RunView>>();
        runs.MapGet("/workflows", (WorkflowCatalogue catalogue) => new WorkflowList([.. catalogue.Known
            .GroupBy(one => one.Workflow, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new KnownWorkflow(group.Key, [.. group.Select(one => one.Version).Order()]))])).Produces<WorkflowList>();
        runs.MapPost("/migrations", MigrateAllAsync).Produces<MigrationReport>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        var run = runs.MapGroup("/{id:guid}").ProducesProblem(StatusCodes.Status404NotFound);
        run.MapGet("", async (Guid id, CurrentPerson person, ReadRuns read, CancellationToken cancel) =>
            (await read.FindAsync(person.Id, id, cancel)).ToHttp()).Produces<RunView>();
        run.MapGet("/events", async (Guid id, long? after, int? limit, CurrentPerson person, ReadRuns read, CancellationToken cancel) =>
            (await read.EventsAsync(person.Id, id, after, limit, cancel)).ToHttp()).Produces<Page<RunEventView>>();
        run.MapGet("/waits", async (Guid id, CurrentPerson person, ReadRuns read, CancellationToken cancel) =>
            (await read.WaitsAsync(person.Id, id, cancel)).ToHttp()).Produces<RunWaits>();
        MapHistory(run);
        MapChanges(run.ProducesProblem(StatusCodes.Status409Conflict));
        return routes;
    }

    static void MapHistory(RouteGroupBuilder run)
    {
        run.MapGet("/history", async (Guid id, long? after, int? limit, CurrentPerson person, ReadHistory read, CancellationToken cancel) =>
            (await read.ListAsync(person.Id, id, after, limit, cancel)).ToHttp()).Produces<Page<Checkpoint>>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        run.MapGet("/checkpoints/{seq:long}", async (Guid id, long seq, CurrentPerson person, ReadHistory read, CancellationToken cancel) =>
            (await read.FindAsync(person.Id, id, seq, cancel)).ToHttp()).Produces<Checkpoint>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        run.MapGet("/diff", async (Guid id, long from, long to, CurrentPerson person, ReadHistory read, CancellationToken cancel) =>
            (await read.DiffAsync(person.Id, id, from, to, cancel)).ToHttp()).Produces<RunDiff>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        run.MapGet("/graph", async (Guid id, CurrentPerson person, ReadHistory read, CancellationToken cancel) =>
            (await read.GraphAsync(person.Id, id, cancel)).ToHttp()).Produces<RunGraph>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    static void MapChanges(RouteGroupBuilder run)
    {
        run.MapPost("/cancel", async (Guid id, CurrentPerson person, CancelRun handler, CancellationToken cancel) =>
            (await handler.ExecuteAsync(person.Id, id, cancel)).ToHttp()).Produces<RunView>();
        run.MapPost("/drop", async (Guid id, CurrentPerson person, DropRun handler, CancellationToken cancel) =>
            (await handler.ExecuteAsync(person.Id, id, cancel)).ToHttp()).Produces<RunView>();
        run.MapPost("/retry", async (Guid id, RetryBody? body, CurrentPerson person, RetryRun handler, CancellationToken cancel) =>
            (await handler.ExecuteAsync(person.Id, id, cancel, body?.State)).ToHttp()).Produces<RunView>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        run.MapPost("/fork", async (Guid id, ForkBody body, CurrentPerson person, ForkRun handler, CancellationToken cancel) =>
            (await handler.ExecuteAsync(new ForkRunRequest(person.Id, id, body.Seq, body.State, body.NewId), cancel)).ToHttp())
            .Produces<RunView>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        run.MapPost("/migrate", async (Guid id, MigrateBody body, CurrentPerson person, MigrateRuns handler, CancellationToken cancel) =>
            (await handler.ExecuteAsync(person.Id, id, body.ToVersion, cancel)).ToHttp()).Produces<RunView>();
        run.MapPost("/signal", async (Guid id, SignalBody body, CurrentPerson person, SignalRun handler, CancellationToken cancel) =>
            (await handler.ExecuteAsync(new SignalRunRequest(person.Id, id, body.Name, body.Key, body.Payload), cancel)).ToHttp()).Produces<SignalledRun>();
        run.MapPost("/answer", AnswerAsync).Produces<AnswerOutcome>();
    }

    static async Task<IResult> ListAsync(
        string? state, string? workflow, string? q, string? waitingFor, DateTimeOffset? since, DateTimeOffset? until, string? cursor, int? limit,
        CurrentPerson person, ReadRuns read, CancellationToken cancel) =>
        (await read.ListAsync(person.Id, new RunFilter(state, workflow, q, waitingFor, since, until), cursor, limit, cancel)).ToHttp();

    /// <summary>The report names runs and reasons and nothing of what is in them: they are everybody's.</summary>
    static async Task<IResult> MigrateAllAsync(MigrationBody body, CurrentPerson person, StewardDbContext db, MigrateRuns handler, CancellationToken cancel) =>
        await Operators.IsOneAsync(db, person.Id, cancel)
            ? (await handler.ExecuteAllAsync(body.Workflow, body.FromVersion, body.ToVersion, cancel)).ToHttp()
            : Error.Refused("operators_only", "Only who runs this Steward may move everybody's runs to another version.").ToProblem();

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

/// <param name="State">Null, or a value for each channel that is to be replaced before the run goes on.</param>
public sealed record RetryBody(JsonElement? State = null);

/// <param name="Seq">The step after which the new run goes on.</param>
/// <param name="State">Null, or a value for each channel that is to be replaced.</param>
/// <param name="NewId">The new run's id, made by the caller so that a repeat starts nothing more; null: one is made.</param>
public sealed record ForkBody(long Seq, JsonElement? State = null, Guid? NewId = null);

/// <param name="ToVersion">The version of its workflow at which the run goes on.</param>
public sealed record MigrateBody(int ToVersion);

/// <summary>All runs of a version that are not over, whoever owns them.</summary>
public sealed record MigrationBody(string Workflow, int FromVersion, int ToVersion);

/// <param name="Key">Names this signal: sending it again under the same key counts once.</param>
public sealed record SignalBody(string Name, string Key, JsonElement Payload);

/// <summary>GET /runs/workflows: what this Steward can run.</summary>
public sealed record WorkflowList(IReadOnlyList<KnownWorkflow> Items);

public sealed record KnownWorkflow(string Name, IReadOnlyList<int> Versions);
