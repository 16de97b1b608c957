using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Calendar.Changes;
using Steward.Platform;

namespace Steward.Calendar.Kinds;

/// <summary>An entry without length in the person's own calendar that is raised when its time comes. It takes no time and invites nobody.</summary>
sealed class CreateReminderKind : IActionKind
{
    public string Name => CalendarActions.CreateReminder;
    public EffectClass Effect => EffectClass.PrivateWrite;
    public Reversibility Reversibility => Reversibility.Undoable;
    public AccountAccess? Needs => AccountAccess.ChangeCalendar;
    public Type PayloadType => typeof(CreateReminderPayload);

    public async Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel)
    {
        var create = (CreateReminderPayload)payload;
        var directory = services.GetRequiredService<CalendarDirectory>();
        if (await directory.FindAsync(subject.PersonId, subject.AccountId, cancel) is not { } account)
            return Error.NotFound("account");
        if ((await directory.ReaderOf(account).GetCalendarsAsync(account, cancel)).FirstOrDefault(c => c.Id == create.CalendarId) is not { } calendar)
            return Error.NotFound("calendar");
        if (calendar.ReadOnly)
            return Error.Refused("calendar_read_only", $"The calendar “{calendar.Name}” cannot be changed.");
        var made = CreatedEvent.Of(create);
        if (made.Error is { } wrong)
            return wrong;
        var planned = new CalendarEvent
        {
            Id = default, AccountId = account.AccountId, CalendarId = calendar.Id, Uid = "", Revision = "", Summary = made.Value.Summary, Start = create.At, End = create.At,
            Recurrence = create.Recurrence, Transparency = Transparency.Transparent, Reminder = true,
        };
        return new ActionPreview
        {
            Title = $"Remind you: {made.Value.Summary}",
            Target = new ActionTarget("event", null, null, made.Value.Summary),
            Changes = [.. EventDiff.Between(null, planned).Where(c => c.Field != "end"), new FieldChange("calendar", null, $"{calendar.Name} ({account.Address})")],
            Risks = [.. PastEvents.Risks(planned, services)],
            Notes = ["Steward reminds you in the app when the time comes. Only you are reminded."],
        };
    }
}
