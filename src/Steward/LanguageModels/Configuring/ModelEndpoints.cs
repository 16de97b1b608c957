using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Steward.Accounts;
using Steward.LanguageModels.Prices;
using Steward.LanguageModels.Providers;
using Steward.Platform;

namespace Steward.LanguageModels.Configuring;

/// <param name="Text">What would be asked, or as many letters.</param>
sealed record EstimateStep(ModelTask Task, string Text, int? MaxOutputTokens, double? Complexity);

sealed record EstimateInput(EstimateStep[] Steps);

static class ModelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var models = routes.MapGroup("/models").WithTags("models");
        models.MapGet("", async (CurrentPerson person, ReadModels read, CancellationToken cancel) => TypedResults.Ok(await read.ExecuteAsync(person.Id, cancel)));
        models.MapPut("/choices", async (ChoicesInput input, CurrentPerson person, StewardDbContext db, ReadModels read, CancellationToken cancel) =>
            await AnswerAsync(await ChangeChoices.ExecuteAsync(db, person.Id, input, cancel), read, person, cancel)).Produces<ModelsView>();
        models.MapPut("/routes/{task}/{level}", async (string task, string level, RouteInput input, CurrentPerson person, StewardDbContext db, ReadModels read, CancellationToken cancel) =>
            await AnswerAsync(await ChangeRoute.ExecuteAsync(db, person.Id, task, level, input, cancel), read, person, cancel)).Produces<ModelsView>().ProducesProblem(StatusCodes.Status404NotFound);
        models.MapPost("/estimate", EstimateAsync).Produces<ModelEstimate>();

        models.MapPost("/providers", async (ProviderInput input, CurrentPerson person, ConfigureProvider configure, ReadModels read, CancellationToken cancel) =>
            await AnswerAsync((await configure.ExecuteAsync(person.Id, null, input, cancel)).Error, read, person, cancel)).Produces<ModelsView>();
        models.MapPut("/providers/{id:guid}", async (Guid id, ProviderInput input, CurrentPerson person, ConfigureProvider configure, ReadModels read, CancellationToken cancel) =>
            await AnswerAsync((await configure.ExecuteAsync(person.Id, id, input, cancel)).Error, read, person, cancel)).Produces<ModelsView>().ProducesProblem(StatusCodes.Status404NotFound);
        models.MapDelete("/providers/{id:guid}", DeleteProviderAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
        models.MapPost("/providers/{name}/test", async (string name, TestInput input, CurrentPerson person, TestProvider test, CancellationToken cancel) =>
            (await test.ExecuteAsync(person.Id, name, input, cancel)).ToHttp()).Produces<TestResult>().ProducesProblem(StatusCodes.Status404NotFound);
        models.MapPost("/providers/{name}/pull", async (string name, PullInput input, CurrentPerson person, PullModel pull, StewardDbContext db, CancellationToken cancel) =>
            (await pull.StartAsync(person.Id, name, input, db, cancel)).Match<IResult>(started => TypedResults.Accepted((string?)null, started), error => error.ToProblem()))
            .Produces<PullInput>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status404NotFound);

        models.MapGet("/prices", async (CurrentPerson person, ReadModels read, CancellationToken cancel) => TypedResults.Ok(await read.PricesAsync(person.Id, cancel)));
        models.MapPut("/prices", async (PriceInput input, CurrentPerson person, StewardDbContext db, Ids ids, ReadModels read, CancellationToken cancel) =>
            await ChangePrice.ExecuteAsync(db, ids, person.Id, input, cancel) is { } error ? error.ToProblem() : (IResult)TypedResults.Ok(await read.PricesAsync(person.Id, cancel))).Produces<PricesView>();
        models.MapDelete("/prices/{id:guid}", DeletePriceAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<IResult> AnswerAsync(Error? error, ReadModels read, CurrentPerson person, CancellationToken cancel) =>
        error is null ? TypedResults.Ok(await read.ExecuteAsync(person.Id, cancel)) : error.ToProblem();

    static async Task<IResult> DeleteProviderAsync(Guid id, CurrentPerson person, StewardDbContext db, ProviderLines lines, CancellationToken cancel)
    {
        if (await db.Set<ProviderRow>().SingleOrDefaultAsync(p => p.Id == id && p.PersonId == person.Id, cancel) is not { } row)
            return Error.NotFound("provider").ToProblem();
        db.Remove(row);
        lines.Forget(row);
        await SetupChange.SaveAsync(db, person.Id, cancel);
        return TypedResults.NoContent();
    }

    static async Task<IResult> DeletePriceAsync(Guid id, CurrentPerson person, StewardDbContext db, CancellationToken cancel)
    {
        if (await db.Set<Price>().SingleOrDefaultAsync(p => p.Id == id && p.PersonId == person.Id, cancel) is not { } row)
            return Error.NotFound("price").ToProblem();
        db.Remove(row);
        await SetupChange.SaveAsync(db, person.Id, cancel);
        return TypedResults.NoContent();
    }

    static async Task<IResult> EstimateAsync(EstimateInput input, CurrentPerson person, ModelGateway gateway, CancellationToken cancel)
    {
        if (input.Steps is null or { Length: 0 or > 50 } || input.Steps.Any(s => s?.Text is null))
            return Error.Invalid("steps", "Between 1 and 50 steps, each with its text.").ToProblem();
        if (input.Steps.Any(s => s.MaxOutputTokens is < 1 or > 200_000))
            return Error.Invalid("steps", "An answer has between 1 and 200,000 tokens.").ToProblem();
        var calls = input.Steps.Select(s => new ModelCall
        {
            PersonId = person.Id, Task = s.Task, Messages = [new ChatMessage(ChatRole.User, s.Text)], MaxOutputTokens = s.MaxOutputTokens ?? 1024, Complexity = s.Complexity,
        }).ToList();
        return TypedResults.Ok(await gateway.EstimateAsync(person.Id, calls, cancel));
    }
}
