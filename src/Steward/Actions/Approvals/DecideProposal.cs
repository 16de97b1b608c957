using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Actions.Proposals;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions.Approvals;

/// <param name="Hash">What was shown. Needed to approve; a rejection needs none.</param>
/// <param name="Confirm">The second, explicit confirmation of a high risk.</param>
sealed record Decision(Guid PersonId, Guid ProposalId, bool Approve, string? Hash = null, bool Confirm = false, string? Reason = null, string? From = null);

/// <summary>
/// A person's yes or no. The first decision wins, whatever comes at the same time: it is one UPDATE that names the person, the state, the hash and the time,
/// committed with its outbox message, live event and audit entry. Every other call gets the stored result and changes nothing.
/// </summary>
sealed class DecideProposal(StewardDbContext db, PersonSettingsReader settingsOf, StageChange changes, AuditLog audit, TimeProvider clock)
{
    public async Task<DecisionResult> RunAsync(Decision decision, CancellationToken cancel)
    {
        if (await db.FindAsync(decision.PersonId, decision.ProposalId, cancel) is not { } row)
            return await RefuseUnknownAsync(decision, cancel);
        var outcome = Look(row, decision);
        if (outcome == DecisionOutcome.Decided)
        {
            if (await ApplyAsync(row, decision, cancel) is { } decided)
                return new(row.Id, DecisionOutcome.Decided, ProposalView.Of(decided));
            // Somebody was faster between the look and the write.
            row = (await db.FindAsync(decision.PersonId, decision.ProposalId, cancel))!;
            outcome = Look(row, decision);
            if (outcome == DecisionOutcome.Decided)
                outcome = DecisionOutcome.PayloadChanged;
        }
        return new(row.Id, outcome, ProposalView.Of(row));
    }

    /// <summary>What this decision would come to, for the row as it was read.</summary>
    DecisionOutcome Look(Proposal row, Decision decision) => row.State switch
    {
        ProposalState.Expired => DecisionOutcome.Expired,
        ProposalState.Stale => DecisionOutcome.Stale,
        not ProposalState.Pending => DecisionOutcome.AlreadyDecided,
        _ when row.ExpiresAt <= clock.GetUtcNow() => DecisionOutcome.Expired,
        _ when !decision.Approve => DecisionOutcome.Decided,
        _ when row.Hash != decision.Hash || ProposalHash.Of(row) != row.Hash => DecisionOutcome.PayloadChanged,
        _ when row.Risk == RiskLevel.High && !decision.Confirm => DecisionOutcome.NeedsConfirmation,
        _ => DecisionOutcome.Decided,
    };

    async Task<Proposal?> ApplyAsync(Proposal row, Decision decision, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var settings = await settingsOf.GetAsync(row.PersonId, cancel);
        var state = decision.Approve ? ProposalState.Approved : ProposalState.Rejected;
        DateTimeOffset? heldUntil = decision.Approve && row.Reversibility == Reversibility.Held ? now + ApprovalRules.ToUndo(settings) : null;
        // From here on the expiry says until when the approval may be carried out: a machine that was off over night does not send yesterday's mail.
        var expiresAt = decision.Approve ? (heldUntil ?? now) + ApprovalRules.ToDecide(settings, row.BatchId) : row.ExpiresAt;
        var hash = decision.Approve ? decision.Hash : null; // a no is a no to whatever it has become

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var decided = (await db.Set<Proposal>().FromSql(
            $"""
            UPDATE actions.proposals SET state = {state.ToString()}, decided_at = {now}, decided_by = {decision.PersonId}, decision_reason = {decision.Reason},
                held_until = {heldUntil}, expires_at = {expiresAt}, permission_id = NULL
            WHERE id = {row.Id} AND person_id = {decision.PersonId} AND state = 'Pending' AND hash = coalesce({hash}, hash) AND expires_at > {now} RETURNING *
            """).AsNoTracking().ToListAsync(cancel)).FirstOrDefault();
        if (decided is null)
            return null;
        changes.Of(decided, state, new(decision.Approve ? "action.approved" : "action.rejected", Actors.Person, "ok", decision.From, decision.Reason));
        if (decision.Approve)
            await db.WakeExecutorsAsync(cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        CrashPoint.Hit("actions.decide.after-commit");
        return decided;
    }

    /// <summary>To decide what is not there, or not one's own, is worth a line in the log of whoever tried.</summary>
    async Task<DecisionResult> RefuseUnknownAsync(Decision decision, CancellationToken cancel)
    {
        audit.Stage(new()
        {
            PersonId = decision.PersonId,
            Actor = Actors.Person,
            Action = decision.Approve ? "action.approved" : "action.rejected",
            SubjectType = "proposal",
            SubjectId = decision.ProposalId.ToString(),
            Result = "notFound",
            From = decision.From,
        });
        await db.SaveChangesAsync(cancel);
        return new(decision.ProposalId, DecisionOutcome.NotFound);
    }
}
