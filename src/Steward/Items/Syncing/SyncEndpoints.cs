using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Items.Syncing;

sealed record SyncList(IReadOnlyList<SyncView> Items);

static class SyncEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var syncs = routes.MapGroup("/items/syncs").WithTags("items");
        syncs.MapGet("", async (CurrentPerson person, ListSyncs list, CancellationToken cancel) => new SyncList(await list.ExecuteAsync(person.Id, cancel)));
        syncs.MapPost("/{accountId:guid}/wake", WakeAsync).Produces(StatusCodes.Status204NoContent);
    }

    /// <summary>Looks at the provider now instead of at the next poll.</summary>
    static async Task<IResult> WakeAsync(Guid accountId, CurrentPerson person, StewardDbContext db, WakeSync wake, CancellationToken cancel)
    {
        if (!await db.Set<LinkedAccount>().AnyAsync(a => a.Id == accountId && a.PersonId == person.Id, cancel))
            return Error.NotFound("account").ToProblem();
        await wake.ExecuteAsync(accountId, null, cancel);
        return TypedResults.NoContent();
    }
}
