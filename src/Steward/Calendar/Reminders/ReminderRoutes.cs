using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Calendar.Local;
using Steward.Platform;

namespace Steward.Calendar.Reminders;

/// <summary>GET /reminders: those that are due and were not put away. Making and changing reminders is done as with any event.</summary>
static class ReminderRoutes
{
    const int Most = 100;

    public static IEndpointRouteBuilder MapReminders(this IEndpointRouteBuilder routes)
    {
        var reminders = routes.MapGroup("/reminders").WithTags("reminders");
        reminders.MapGet("", ListAsync);
        reminders.MapPost("/{id:guid}/dismiss", DismissAsync).Produces<DueReminderView>().ProducesProblem(StatusCodes.Status404NotFound);
        return routes;
    }

    /// <summary>The newest first. A reminder whose event is gone is gone with it.</summary>
    static async Task<Page<DueReminderView>> ListAsync(CurrentPerson person, StewardDbContext db, CancellationToken cancel) => new(
        await db.Set<DueReminder>().AsNoTracking().Where(r => r.PersonId == person.Id && r.DismissedAt == null && db.Set<EventRow>().Any(e => e.Id == r.EventId))
            .OrderByDescending(r => r.DueAt).ThenBy(r => r.Id).Take(Most).Select(r => new DueReminderView(r.Id, r.EventId, r.Title, r.DueAt, r.DismissedAt)).ToListAsync(cancel), null);

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

/// <param name="EventId">The event that is the reminder.</param>
public sealed record DueReminderView(Guid Id, Guid EventId, string Title, DateTimeOffset DueAt, DateTimeOffset? DismissedAt);
