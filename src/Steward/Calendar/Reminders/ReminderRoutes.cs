using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Calendar.Reminders;

/// <summary>GET /reminders: those that are due and were not put away. Making and changing reminders is done as with any event.</summary>
static class ReminderRoutes
{
    public static IEndpointRouteBuilder MapReminders(this IEndpointRouteBuilder routes)
    {
        var reminders = routes.MapGroup("/reminders").WithTags("reminders");
        reminders.MapGet("", ListAsync);
        reminders.MapPost("/{id:guid}/dismiss", DismissAsync).Produces<DueReminderView>().ProducesProblem(StatusCodes.Status404NotFound);
        return routes;
    }

    static async Task<Page<DueReminderView>> ListAsync(CurrentPerson person, StewardDbContext db, CancellationToken cancel) => new(await ListDueReminders.ExecuteAsync(db, person.Id, cancel), null);

    /// <summary>Puts it away; again does nothing more.</summary>
    static async Task<IResult> DismissAsync(Guid id, CurrentPerson person, StewardDbContext db, LiveEvents live, TimeProvider clock, CancellationToken cancel)
    {
        if (await db.Set<DueReminder>().FirstOrDefaultAsync(r => r.PersonId == person.Id && r.Id == id, cancel) is not { } reminder)
            return Error.NotFound("reminder").ToProblem();
        if (reminder.DismissedAt is null)
        {
            reminder.DismissedAt = clock.GetUtcNow();
            live.Stage(person.Id, "reminder_dismissed", id, new { id });
            await db.SaveChangesAsync(cancel);
        }
        return TypedResults.Ok(new DueReminderView(reminder.Id, reminder.EventId, reminder.Title, reminder.DueAt, reminder.DismissedAt));
    }
}
