using Steward.Accounts;
using Steward.Actions;
using Steward.Calendar.Changes;
using Steward.Platform;

namespace Steward.Calendar.Kinds;

/// <summary>The inverse of every change of an event: the whole series as it was. Only an undo performs it.</summary>
sealed class RestoreEventKind : IActionKind
{
    public string Name => CalendarActions.RestoreEvent;
    public EffectClass Effect => EffectClass.PrivateWrite;
    public Reversibility Reversibility => Reversibility.Undoable;
    public bool Proposable => false;
    public AccountAccess? Needs => AccountAccess.ChangeCalendar;
    public Type PayloadType => typeof(RestoreEventPayload);

    public Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel) =>
        Task.FromResult<Result<ActionPreview>>(Error.Refused("not_proposable", "An event is restored by undoing a change."));
}
