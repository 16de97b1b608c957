using Steward.Accounts;
using Steward.Actions;
using Steward.Platform;

namespace Steward.Calendar.Kinds;

sealed class DeleteEventKind : IActionKind
{
    public string Name => CalendarActions.DeleteEvent;
    public EffectClass Effect => EffectClass.Destructive;
    public Reversibility Reversibility => Reversibility.Undoable;
    public AccountAccess? Needs => AccountAccess.ChangeCalendar;
    public Type PayloadType => typeof(DeleteEventPayload);

    public async Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel)
    {
        var delete = (DeleteEventPayload)payload;
        var found = await EventSubject.FindAsync(subject, delete.EventId, delete.OriginalStart, services, cancel);
        if (found.Error is { } missing)
            return missing;
        return new ActionPreview
        {
            Title = $"Delete “{found.Value.Event.Summary}”",
            Target = found.Value.Target,
            Changes = EventDiff.Between(found.Value.Event, null),
            Notes = [.. found.Value.Extent("deleted"), .. UpdateEventKind.Untold(found.Value.Event, found.Value.Account, []), .. Guests.Told(found.Value.Account, found.Value.Event.Attendees)],
        };
    }
}
