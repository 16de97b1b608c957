using Steward.Accounts;
using Steward.Actions;
using Steward.Calendar.Changes;
using Steward.Platform;

namespace Steward.Calendar.Kinds;

sealed class UpdateEventKind : IActionKind
{
    public string Name => CalendarActions.UpdateEvent;
    public EffectClass Effect => EffectClass.PrivateWrite;
    public Reversibility Reversibility => Reversibility.Undoable;
    public AccountAccess? Needs => AccountAccess.ChangeCalendar;
    public Type PayloadType => typeof(UpdateEventPayload);

    public async Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel)
    {
        var update = (UpdateEventPayload)payload;
        var found = await EventSubject.FindAsync(subject, update.EventId, update.OriginalStart, services, cancel);
        if (found.Error is { } missing)
            return missing;
        var before = found.Value.Event;
        var edited = EventEdit.Apply(before, update);
        if (edited.Error is { } wrong)
            return wrong;
        var after = edited.Value;
        var changes = EventDiff.Between(before, after);
        if (changes.Count == 0)
            return Error.Refused("nothing_to_change", "The event is already like that.");
        var added = after.Attendees.Where(attendee => before.Attendees.All(old => old.Email != attendee.Email)).ToList();
        var guests = await Guests.RecipientsAsync(subject.PersonId, added, update.TypedByPerson, services, cancel);
        var moved = before.Start != after.Start || before.End != after.End;
        return new ActionPreview
        {
            Title = $"Change “{before.Summary}”",
            Target = found.Value.Target,
            Changes = changes,
            Recipients = guests,
            Risks = moved ? [.. await Conflicts.FindAsync(subject.PersonId, after, before.Uid, services, cancel), .. PastEvents.Risks(after, services)] : [],
            Notes = [.. found.Value.Extent("changed"), .. Guests.Notes(guests, found.Value.Account.Provider), .. Untold(before, found.Value.Account, guests), .. Guests.Told(found.Value.Account, before.Attendees.Concat(after.Attendees))],
        };
    }

    /// <summary>Those who had been invited by other means do not hear of the change from here.</summary>
    internal static IEnumerable<string> Untold(CalendarEvent e, CalendarAccount account, IReadOnlyList<ActionRecipient> told)
    {
        if (account.Provider == "local" && told.Count == 0 && e.Attendees.Any(attendee => !attendee.Email.Equals(account.Address, StringComparison.OrdinalIgnoreCase)))
            yield return "The other attendees are not told: a Local calendar sends no messages.";
    }
}
