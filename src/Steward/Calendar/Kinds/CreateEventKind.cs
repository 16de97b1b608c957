using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Calendar.Changes;
using Steward.Calendar.Recurrence;
using Steward.Platform;

namespace Steward.Calendar.Kinds;

sealed class CreateEventKind : IActionKind
{
    public string Name => CalendarActions.CreateEvent;
    public EffectClass Effect => EffectClass.PrivateWrite;
    public Reversibility Reversibility => Reversibility.Undoable;
    public AccountAccess? Needs => AccountAccess.ChangeCalendar;
    public Type PayloadType => typeof(CreateEventPayload);

    public async Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel)
    {
        var create = (CreateEventPayload)payload;
        var directory = services.GetRequiredService<CalendarDirectory>();
        if (await directory.FindAsync(subject.PersonId, subject.AccountId, cancel) is not { } account)
            return Error.NotFound("account");
        var calendar = (await directory.ReaderOf(account).GetCalendarsAsync(account, cancel)).FirstOrDefault(calendar => calendar.Id == create.CalendarId);
        if (calendar is null)
            return Error.NotFound("calendar");
        if (calendar.ReadOnly)
            return Error.Refused("calendar_read_only", $"The calendar “{calendar.Name}” cannot be changed.");
        var made = CreatedEvent.Of(create);
        if (made.Error is { } wrong)
            return wrong;
        var body = made.Value;
        var planned = new CalendarEvent
        {
            Id = default, AccountId = account.AccountId, CalendarId = calendar.Id, Uid = "", Revision = "", Summary = body.Summary, Description = body.Description,
            Location = body.Location, Start = body.Start, End = body.End, Recurrence = body.Recurrence, Attendees = body.Attendees ?? [], Visibility = body.Visibility,
        };
        var guests = await Guests.RecipientsAsync(subject.PersonId, planned.Attendees, create.TypedByPerson, services, cancel);
        return new ActionPreview
        {
            Title = $"Create “{body.Summary}”",
            Target = new ActionTarget("event", null, null, body.Summary),
            Changes = [.. EventDiff.Between(null, planned), new FieldChange("calendar", null, $"{calendar.Name} ({account.Address})")],
            Recipients = guests,
            Risks = [.. await Conflicts.FindAsync(subject.PersonId, planned, null, services, cancel), .. PastEvents.Risks(planned, services)],
            Notes = [.. Guests.Notes(guests, account.Provider), .. Guests.Told(account, planned.Attendees), .. MirrorKeys.Notes(create.MirrorKey)],
        };
    }
}
