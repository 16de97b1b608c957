using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions.Proposals;

/// <param name="Action">The audit log's word: "action.approved".</param>
/// <param name="Actor">One of <see cref="Actors"/>.</param>
/// <param name="Result">What came of it, in a word.</param>
sealed record ChangeNote(string Action, string Actor, string Result = "ok", string? From = null, string? Reason = null);

/// <summary>Tells of a state change in the transaction that makes it: the outbox for other rooms, the live stream for the page, the audit log for later.</summary>
sealed class StageChange(Outbox outbox, LiveEvents live, AuditLog audit)
{
    public void Of(Proposal row, ProposalState state, ChangeNote note)
    {
        outbox.Stage(ProposalChanged.Type, new ProposalChanged(row.Id, row.PersonId, row.BatchId, row.RunId, row.StepId, state));
        live.Stage(row.PersonId, "proposal_changed", row.Id, new { id = row.Id, state, runId = row.RunId, batchId = row.BatchId });
        if (IsExecution(state))
            live.Stage(row.PersonId, "execution_update", row.Id, new { id = row.Id, state });
        audit.Stage(new()
        {
            PersonId = row.PersonId,
            Actor = note.Actor,
            Action = note.Action,
            SubjectType = "proposal",
            SubjectId = row.Id.ToString(),
            ProposalId = row.Id,
            Result = note.Result,
            From = note.From,
            Detail = new { kind = row.Kind, accountId = row.AccountId, title = row.Preview.Title, hash = row.Hash, risk = row.Risk, state, runId = row.RunId, reason = note.Reason },
        });
    }

    /// <summary>A proposal that had left the person's desk is back on it.</summary>
    public void AskedAgain(Proposal row, ChangeNote note)
    {
        Of(row, ProposalState.Pending, note);
        live.Stage(row.PersonId, "approval_required", row.RunId, new { runId = row.RunId, batchId = row.BatchId, proposalIds = new[] { row.Id } });
    }

    static bool IsExecution(ProposalState state) => state switch
    {
        ProposalState.Executing or ProposalState.Done or ProposalState.Failed or ProposalState.Unknown or ProposalState.Stale => true,
        ProposalState.Undoing or ProposalState.Undone or ProposalState.UndoFailed => true,
        ProposalState.Pending or ProposalState.Approved or ProposalState.Rejected or ProposalState.Expired or ProposalState.Cancelled => false,
    };
}
