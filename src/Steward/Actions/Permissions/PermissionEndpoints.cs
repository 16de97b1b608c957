using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Steward.Accounts;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions.Permissions;

public sealed record PermissionBody(string Kind, Guid AccountId, int PerDay, int Days);

/// <param name="Kinds">What a permission can be given for at all.</param>
public sealed record PermissionList(IReadOnlyList<PermissionView> Items, IReadOnlyList<string> Kinds);

static class PermissionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var permissions = routes.MapGroup("/permissions").WithTags("Approvals");
        permissions.MapGet("", async (CurrentPerson person, StandingPermissions all, ActionKinds kinds, CancellationToken cancel) => new PermissionList(
            await all.ListAsync(person.Id, cancel), [.. kinds.All.Where(PermissionRule.CanStand).Select(kind => kind.Name).Order(StringComparer.Ordinal)]));
        permissions.MapPost("", async (PermissionBody body, CurrentPerson person, StandingPermissions all, HttpContext http, CancellationToken cancel) =>
            (await all.GiveAsync(person.Id, body.Kind ?? "", body.AccountId, body.PerDay, body.Days, AuditOrigin.Of(http), cancel)).ToHttp())
            .Produces<PermissionView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        permissions.MapDelete("/{id:guid}", async (Guid id, CurrentPerson person, StandingPermissions all, HttpContext http, CancellationToken cancel) =>
            await all.EndAsync(person.Id, id, AuditOrigin.Of(http), cancel) ? (IResult)TypedResults.NoContent() : Error.NotFound("permission").ToProblem())
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }
}
