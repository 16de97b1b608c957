using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Platform;

namespace Steward.Calendar.Kinds;

sealed class MoveEventKind : IActionKind
{
    public string Name => CalendarActions.MoveEvent;
    public EffectClass Effect => EffectClass.PrivateWrite;
    public Reversibility Reversibility => Reversibility.Undoable;
    public AccountAccess? Needs => AccountAccess.ChangeCalendar;
    public Type PayloadType => typeof(MoveEventPayload);

    public async Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel)
    {
        var move = (MoveEventPayload)payload;
        var found = await EventSubject.FindAsync(subject, move.EventId, null, services, cancel);
        if (found.Error is { } missing)
            return missing;
        var directory = services.GetRequiredService<CalendarDirectory>();
        var calendars = await directory.ReaderOf(found.Value.Account).GetCalendarsAsync(found.Value.Account, cancel);
        if (calendars.FirstOrDefault(calendar => calendar.Id == move.ToCalendarId) is not { } to)
            return Error.NotFound("calendar in this account");
        if (to.ReadOnly)
            return Error.Refused("calendar_read_only", $"The calendar “{to.Name}” cannot be changed.");
        if (found.Value.Event.CalendarId == to.Id)
            return Error.Refused("nothing_to_change", $"The event is already in “{to.Name}”.");
        var from = calendars.FirstOrDefault(calendar => calendar.Id == found.Value.Event.CalendarId);
        return new ActionPreview
        {
            Title = $"Move “{found.Value.Event.Summary}” to “{to.Name}”",
            Target = found.Value.Target,
            Changes = [new FieldChange("calendar", from?.Name, to.Name)],
            Notes = found.Value.Event.Recurrence is not null || found.Value.OneInstance ? ["The whole series is moved."] : [],
        };
    }
}
