using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Planning.Model;
using Steward.Platform;
using Steward.Tools;

namespace Steward.Planning;

/// <summary>The room's door. Needs an <see cref="IPlanContext"/>, a tool catalogue and a <see cref="TimeProvider"/> in the container.</summary>
public static class PlanningModule
{
    public static IServiceCollection AddPlanning(this IServiceCollection services)
    {
        services.AddSingleton<BuiltInPlanner>().AddSingleton<ModelPlanner>().AddSingleton<EstimatePlan>().AddSingleton<IPlanner, Planner>();
        services.AddSingleton<TimeResolver>();
        services.AddSingleton<IReadTimes, ReadTimes>();
        services.AddSingleton<PlanValidation>();
        services.AddScoped<PlanMessage>();
        return services;
    }

    public static IEndpointRouteBuilder MapPlanning(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/plans", async (CurrentPerson person, PlanMessageInput input, PlanMessage handler, CancellationToken cancel) =>
            (await handler.HandleAsync(person.Id, input, cancel)).ToHttp())
            .WithTags("plans").Produces<PlanResult>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/time/resolve", (CurrentPerson person, TimeQuestion question, TimeResolver resolver) =>
            resolver.Resolve(question).Match<IResult>(items => TypedResults.Ok(new TimeExpressions(items)), error => error.ToProblem()))
            .WithTags("time").Produces<TimeExpressions>().ProducesProblem(StatusCodes.Status400BadRequest);
        return routes;
    }
}

public sealed record TimeExpressions(IReadOnlyList<TimeExpression> Items);
