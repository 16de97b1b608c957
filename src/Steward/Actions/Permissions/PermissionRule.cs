using Steward.Actions.Policy;
using Steward.Platform;

namespace Steward.Actions.Permissions;

/// <summary>
/// What a standing permission can ever cover, whatever a person has granted: a change of their own things that can be undone, of an exact target, that reaches nobody, holds no word from
/// outside and is seen as no risk by anybody. A pure function over what would be shown. Sending, forwarding, deleting, and everything that Policy has a reason about, is always asked.
/// </summary>
static class PermissionRule
{
    public static bool CanStand(IActionKind kind) => kind is { MayStand: true, Proposable: true, Effect: EffectClass.PrivateWrite, Reversibility: Reversibility.Undoable };

    public static bool Covers(IActionKind kind, ActionPreview preview, PolicyVerdict verdict, IReadOnlyList<OutsideValue> outside) =>
        CanStand(kind) && verdict is { Decision: PolicyDecision.Ask, Risk: RiskLevel.Low, Reasons.Count: 0 }
        && preview is { Target.Id: not null, Recipients.Count: 0 } && outside.Count == 0 && (preview.Outside ?? []).Count == 0;
}
