using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Tools.Priorities;

/// <summary>GET /priorities: what needs the person, for the page of the day; the same reading as the tool's, without a plan.</summary>
static class PrioritiesRoute
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/priorities", ListAsync).WithTags("tools").Produces<FoundPriorities>().ProducesProblem(StatusCodes.Status400BadRequest);

    static async Task<IResult> ListAsync(string? kind, int? limit, CurrentPerson person, ListPriorities list, TimeProvider clock, CancellationToken cancel)
    {
        var found = await list.FindAsync(person.Id, new ListPrioritiesArguments { Kind = kind ?? PriorityKinds.Focus, Limit = limit }, clock.GetUtcNow(), cancel);
        return found.Match<IResult>(TypedResults.Ok, error => error.ToProblem());
    }
}
