namespace Steward.Actions.Approvals;

public enum DecisionOutcome
{
    Decided,
    /// <summary>Somebody was first; the proposal shows what was decided.</summary>
    AlreadyDecided,
    Expired,
    /// <summary>It is no longer what was shown: look again.</summary>
    PayloadChanged,
    /// <summary>The risk is high and the second, explicit confirmation is missing; or it may not be approved among others.</summary>
    NeedsConfirmation,
    /// <summary>The target changed since it was shown.</summary>
    Stale,
    NotFound,
}

public sealed record DecisionResult(Guid Id, DecisionOutcome Outcome, ProposalView? Proposal = null);
