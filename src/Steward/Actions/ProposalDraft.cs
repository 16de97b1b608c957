using System.Text.Json;
using Steward.Platform;

namespace Steward.Actions;

/// <summary>A change that somebody (a plan's step, or the person in the page) would like to see proposed.</summary>
public sealed record ProposalDraft
{
    public required string Kind { get; init; }
    public required ActionSubject Subject { get; init; }
    public required JsonElement Payload { get; init; }

    /// <summary>Which request, in the person's words, and what made this one match it.</summary>
    public required string Why { get; init; }

    public IReadOnlyList<SourceRef> Sources { get; init; } = [];

    /// <summary>Which values of the payload came out of outside text. Whoever drafts for a plan must say; the person's own click has none.</summary>
    public IReadOnlyList<OutsideValue> Outside { get; init; } = [];

    /// <summary>Proposals of one step that belong together; at most 100 are decided at once.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>The run and step that ask, when it is a plan's.</summary>
    public Guid? RunId { get; init; }
    public string? StepId { get; init; }

    /// <summary>Proposing twice with the same key gives the first proposal back. Scoped to the person; the same key with another payload is a conflict.</summary>
    public required string IdempotencyKey { get; init; }
}

/// <summary>
/// The life of a proposal: <c>Pending → Approved → Executing → Done | Failed | Stale | Unknown</c>, <c>Unknown → Done | Failed | Stale</c> when it is known,
/// <c>Executing | Unknown → Approved</c> when the provider says that nothing happened, <c>Pending → Rejected | Expired | Cancelled</c>,
/// <c>Approved → Cancelled</c> (held, taken back), <c>Approved → Expired | Failed | Stale | Pending</c> (refused at the claim: too late, not allowed, altered),
/// <c>Done → Undoing → Undone | UndoFailed</c>, and <c>Failed | Stale | Expired → Pending</c> when the person asks for it again.
/// Each arrow is one guarded UPDATE; whoever comes second gets the stored result.
/// </summary>
public enum ProposalState { Pending, Approved, Executing, Done, Failed, Unknown, Rejected, Expired, Stale, Cancelled, Undoing, Undone, UndoFailed }

/// <summary>Outbox message, written in the same transaction as the state change that it tells of: <c>actions.proposal-changed</c>.</summary>
public sealed record ProposalChanged(Guid ProposalId, Guid PersonId, Guid? BatchId, Guid? RunId, string? StepId, ProposalState State)
{
    public const string Type = "actions.proposal-changed";
}
