using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Calendar;

/// <summary>GET /calendar/…: reading only. Changes are proposed as actions.</summary>
static class CalendarRoutes
{
    static readonly TimeSpan LongestWindow = TimeSpan.FromDays(400);

    public static IEndpointRouteBuilder Map(IEndpointRouteBuilder routes)
    {
        var calendar = routes.MapGroup("/calendar").WithTags("calendar");
        calendar.MapGet("/calendars", CalendarsAsync).Produces<Page<CalendarInfo>>();
        calendar.MapGet("/events", EventsAsync).Produces<Page<EventInstance>>();
        calendar.MapGet("/events/{id:guid}", EventAsync).Produces<CalendarEvent>();
        calendar.MapGet("/free-busy", FreeBusyAsync).Produces<Page<Busy>>();
        calendar.MapGet("/free-slots", FreeSlotsAsync).Produces<Page<FreeSlot>>();
        return routes;
    }

    static async Task<IResult> CalendarsAsync(CurrentPerson person, CalendarDirectory directory, CancellationToken cancel)
    {
        var all = new List<CalendarInfo>();
        foreach (var account in await directory.ListAsync(person.Id, cancel))
            all.AddRange(await directory.ReaderOf(account).GetCalendarsAsync(account, cancel));
        return TypedResults.Ok(new Page<CalendarInfo>(all, null));
    }

    static async Task<IResult> EventsAsync(DateTimeOffset from, DateTimeOffset to, Guid? calendarId, CurrentPerson person, ListEvents events, CancellationToken cancel)
    {
        if (Window(from, to) is { } wrong)
            return wrong.ToProblem();
        var all = await events.ExecuteAsync(person.Id, from, to, null, cancel);
        return TypedResults.Ok(new Page<EventInstance>(calendarId is null ? all : [.. all.Where(instance => instance.Event.CalendarId == calendarId)], null));
    }

    static async Task<IResult> EventAsync(Guid id, CurrentPerson person, CalendarDirectory directory, CancellationToken cancel)
    {
        foreach (var account in await directory.ListAsync(person.Id, cancel))
        {
            if (await directory.ReaderOf(account).GetEventAsync(account, id, cancel) is { } found)
                return TypedResults.Ok(found);
        }
        return Error.NotFound("event").ToProblem();
    }

    static async Task<IResult> FreeBusyAsync(DateTimeOffset from, DateTimeOffset to, CurrentPerson person, GetFreeBusy freeBusy, CancellationToken cancel) =>
        Window(from, to) is { } wrong ? wrong.ToProblem() : TypedResults.Ok(new Page<Busy>(await freeBusy.ExecuteAsync(person.Id, from, to, cancel), null));

    static async Task<IResult> FreeSlotsAsync(DateTimeOffset from, DateTimeOffset to, int minutes, CurrentPerson person, FindFreeSlots find, CancellationToken cancel)
    {
        if (Window(from, to) is { } wrong)
            return wrong.ToProblem();
        if (minutes is < 5 or > 1440)
            return Error.Invalid("minutes", "A slot is 5 to 1440 minutes long.").ToProblem();
        var found = await find.ExecuteAsync(person.Id, new SlotRequest { From = from, To = to, Duration = TimeSpan.FromMinutes(minutes) }, cancel);
        return found.Match<IResult>(slots => TypedResults.Ok(new Page<FreeSlot>(slots, null)), error => error.ToProblem());
    }

    static Error? Window(DateTimeOffset from, DateTimeOffset to)
    {
        if (from.Year is < 1900 or > 8000 || to.Year is < 1900 or > 8000)
            return Error.Invalid("from", "The window lies outside the years that are kept.");
        if (to <= from)
            return Error.Invalid("to", "The window must end after it begins.");
        return to - from > LongestWindow ? Error.Invalid("to", "The window must be at most 400 days long.") : null;
    }
}
