using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Calendar.Local;
using Steward.Platform;

namespace Steward.Calendar.Kinds;

/// <summary>What the kinds for whole calendars share. Only calendars that Steward keeps itself can be changed: those of other providers are theirs.</summary>
abstract class CalendarKind<TPayload>(string name) : IActionKind
{
    public string Name => name;
    public virtual EffectClass Effect => EffectClass.PrivateWrite;
    public Reversibility Reversibility => Reversibility.Undoable;
    public virtual bool Proposable => true;
    public Type PayloadType => typeof(TPayload);

    public async Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel)
    {
        if (await services.GetRequiredService<CalendarDirectory>().FindAsync(subject.PersonId, subject.AccountId, cancel) is not { } account)
            return Error.NotFound("account");
        if (account.Provider != "local")
            return Error.Refused("not_at_this_provider", $"The calendars of {account.Address} are made, renamed and deleted at its provider.");
        var rows = await services.GetRequiredService<StewardDbContext>().Set<CalendarRow>().AsNoTracking().Where(c => c.PersonId == subject.PersonId && c.AccountId == subject.AccountId).ToListAsync(cancel);
        return await PreviewAsync(account, rows, (TPayload)payload, services, cancel);
    }

    protected abstract Task<Result<ActionPreview>> PreviewAsync(CalendarAccount account, List<CalendarRow> calendars, TPayload payload, IServiceProvider services, CancellationToken cancel);
}

sealed class CreateCalendarKind() : CalendarKind<CreateCalendarPayload>(CalendarActions.CreateCalendar)
{
    protected override Task<Result<ActionPreview>> PreviewAsync(CalendarAccount account, List<CalendarRow> calendars, CreateCalendarPayload payload, IServiceProvider services, CancellationToken cancel) =>
        Task.FromResult<Result<ActionPreview>>(CalendarNames.Check(payload.Name, calendars.Select(c => c.Name)) is { } wrong ? wrong
            : payload.Zone is { } zone && Recurrence.Zones.Find(zone) is null ? Error.Invalid("zone", $"There is no time zone “{VisibleText.CleanLine(zone)}”.")
            : new ActionPreview
            {
                Title = $"Make the calendar “{payload.Name.Trim()}”", Target = new ActionTarget("calendar", null, null, payload.Name.Trim()),
                Changes = [new("name", null, payload.Name.Trim()), new("account", null, account.Address)],
            });
}

sealed class RenameCalendarKind() : CalendarKind<RenameCalendarPayload>(CalendarActions.RenameCalendar)
{
    protected override Task<Result<ActionPreview>> PreviewAsync(CalendarAccount account, List<CalendarRow> calendars, RenameCalendarPayload payload, IServiceProvider services, CancellationToken cancel) =>
        Task.FromResult<Result<ActionPreview>>(calendars.Find(c => c.Id == payload.CalendarId) is not { } row ? Error.NotFound("calendar")
            : row.Name == payload.Name.Trim() ? Error.Refused("nothing_to_change", "The calendar is called so already.")
            : CalendarNames.Check(payload.Name, calendars.Where(c => c != row).Select(c => c.Name)) is { } wrong ? wrong
            : new ActionPreview
            {
                // the name is what was shown: a new event in the calendar makes the change no other
                Title = $"Rename the calendar “{row.Name}” to “{payload.Name.Trim()}”", Target = new ActionTarget("calendar", row.Id.ToString(), row.Name, row.Name),
                Changes = [new("name", row.Name, payload.Name.Trim())],
            });
}

sealed class DeleteCalendarKind() : CalendarKind<DeleteCalendarPayload>(CalendarActions.DeleteCalendar)
{
    public override EffectClass Effect => EffectClass.Destructive;

    protected override async Task<Result<ActionPreview>> PreviewAsync(CalendarAccount account, List<CalendarRow> calendars, DeleteCalendarPayload payload, IServiceProvider services, CancellationToken cancel)
    {
        if (calendars.Find(c => c.Id == payload.CalendarId) is not { } row)
            return Error.NotFound("calendar");
        if (row.IsPrimary)
            return Error.Refused("calendar_is_primary", CalendarNames.PrimaryStays);
        var events = await services.GetRequiredService<StewardDbContext>().Set<EventRow>().CountAsync(e => e.CalendarId == row.Id && e.PersonId == row.PersonId && e.RecurrenceKey == "", cancel);
        var going = events switch { 0 => "no event", 1 => "1 event", _ => $"{events} events" };
        return new ActionPreview
        {
            Title = $"Delete the calendar “{row.Name}” with {going}", Target = new ActionTarget("calendar", row.Id.ToString(), row.Revision.ToString(CultureInfo.InvariantCulture), row.Name),
            Changes = [new("name", row.Name, null), new("events", going, null)],
            Notes = events == 0 ? [] : ["Its events go with it, and come back with it by undo. Guests are not told."],
        };
    }
}

sealed class RestoreCalendarKind() : CalendarKind<RestoreCalendarPayload>(CalendarActions.RestoreCalendar)
{
    public override bool Proposable => false;

    protected override Task<Result<ActionPreview>> PreviewAsync(CalendarAccount account, List<CalendarRow> calendars, RestoreCalendarPayload payload, IServiceProvider services, CancellationToken cancel) =>
        Task.FromResult<Result<ActionPreview>>(new ActionPreview { Title = "Give the calendar back", Target = new ActionTarget("calendar", payload.CalendarId.ToString(), null, "Calendar"), Changes = [] });
}
