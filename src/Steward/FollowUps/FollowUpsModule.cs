using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.FollowUps.Kinds;
using Steward.FollowUps.Performing;
using Steward.FollowUps.Watching;
using Steward.Platform;

namespace Steward.FollowUps;

/// <summary>The room's doors: answers that a person waits for. Needs Mail and Actions. They are made and cancelled as every change is: proposed, approved, performed, taken back.</summary>
public static class FollowUpsModule
{
    public static IServiceCollection AddFollowUps(this IServiceCollection services)
    {
        services.AddScoped<FindAnswer>().AddScoped<Waiting>().AddScoped<Nudge>().AddScoped<PerformByKey<FollowUpPerformed>>();
        services.AddActionKind<WaitKind>().AddActionKind<CancelFollowUpKind>().AddActionKind<RestoreFollowUpKind>().AddActionPerformer<FollowUpPerformer>();
        services.AddDueWork<WatchFollowUps>();
        services.AddOutboxHandler<OnNudgeSent>();
        return services;
    }

    public static IEndpointRouteBuilder MapFollowUps(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("/follow-ups").WithTags("follow-ups");
        all.MapGet("", async (bool? settled, CurrentPerson person, StewardDbContext db, CancellationToken cancel) => new Page<FollowUpView>(await ListFollowUps.ExecuteAsync(db, person.Id, settled ?? false, cancel), null));
        all.MapPost("/{id:guid}/dismiss", DismissAsync).Produces<FollowUpView>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        return routes;
    }

    /// <summary>Puts away one that is due; again does nothing more. One that still waits is cancelled instead, which is a change that can be taken back.</summary>
    static async Task<IResult> DismissAsync(Guid id, CurrentPerson person, StewardDbContext db, LiveEvents live, TimeProvider clock, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Set<FollowUp>().FromSql($"SELECT * FROM follow_ups.follow_ups WHERE id = {id} AND person_id = {person.Id} FOR UPDATE").SingleOrDefaultAsync(cancel) is not { } row)
            return Error.NotFound("follow-up").ToProblem();
        if (row.State == FollowUpState.Waiting)
            return Error.Conflict("still_waiting", "The answer is still waited for. Cancel the follow-up instead.").ToProblem();
        if (row.State == FollowUpState.Due)
        {
            (row.State, row.SettledAt) = (FollowUpState.Closed, clock.GetUtcNow());
            row.Revision++;
            live.Stage(person.Id, "follow_up_closed", id, new { id });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        return TypedResults.Ok(FollowUpView.Of(row));
    }
}
