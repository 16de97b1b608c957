using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.LanguageModels.Usage;

static class UsageEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/usage", async (int? days, CurrentPerson person, ReadUsage read, CancellationToken cancel) =>
        days is < 1 or > 366 ? Error.Invalid("days", "Between 1 and 366 days.").ToProblem() : (IResult)TypedResults.Ok(await read.ExecuteAsync(person.Id, days ?? 30, cancel)))
        .Produces<UsageView>().WithTags("usage");
}
