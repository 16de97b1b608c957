using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Actions.Permissions;
using Steward.Actions.Proposals;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions.Execution;

/// <param name="Settled">True when a due proposal was dealt with without a call: too late, not allowed, or altered. There may be more.</param>
sealed record ClaimStep(EffectClaim? Claim, bool Settled);

/// <summary>
/// Takes the next approved proposal that is due, checks again all that the approval rested on, and commits the intent. Of any number of executors exactly
/// one gets it. Rows whose account is busy are left for later, and those that wait for consent until it is given; no account waits for another's.
/// </summary>
sealed class ClaimApproved(StewardDbContext db, PersonSettingsReader settingsOf, Standing standing, StageChange changes, PrepareProposal prepare, StandingPermissions permissions, TimeProvider clock)
{
    public async Task<ClaimStep> NextAsync(Guid[] busyAccounts, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var row = (await db.Set<Proposal>().FromSql(
            $"""
            SELECT * FROM actions.proposals WHERE state = 'Approved' AND coalesce(held_until, decided_at) <= {now} AND account_id <> ALL ({busyAccounts}) AND error_code IS NULL
            ORDER BY coalesce(held_until, decided_at) LIMIT 1 FOR UPDATE SKIP LOCKED
            """).AsNoTracking().ToListAsync(cancel)).FirstOrDefault();
        if (row is null)
            return new(null, false);
        var claim = await CheckAsync(row, now, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new(claim, claim is null);
    }

    async Task<EffectClaim?> CheckAsync(Proposal row, DateTimeOffset now, CancellationToken cancel)
    {
        if (row.ExpiresAt <= now)
        {
            await RefuseAsync(row, ProposalState.Expired, new("approval_expired", "It was approved, but could not be carried out in time. Nothing was changed."), cancel);
            return null;
        }
        if (ProposalHash.Of(row) != row.Hash)
        {
            await AskAgainAsync(row, now, new("altered", "It was altered after you had approved it. Nothing was changed."), new(RiskLevel.High, "This was altered after you had approved it. Look at all of it."), cancel);
            return null;
        }
        switch (row.PermissionId is { } permission ? await permissions.LockAsync(permission, cancel) : PermissionStanding.Stands)
        {
            case PermissionStanding.Ended:
                await RefuseAsync(row, ProposalState.Failed, new("permission_ended", "The standing permission that allowed this was ended. Nothing was changed."), cancel);
                return null;
            case PermissionStanding.UsedUp:
                await AskAgainAsync(row, now, new("permission_used_up", "Your standing permission had been used up for the day by then. Nothing was changed."), null, cancel);
                return null;
            case PermissionStanding.Stands:
                break;
        }
        var (provider, error) = await standing.OfAsync(row, row.Kind, cancel);
        if (error is { Code: "access_missing" or "account_needs_attention" })
        {
            await WaitForConsentAsync(row, error, cancel);
            return null;
        }
        if (error is not null)
        {
            await RefuseAsync(row, ProposalState.Failed, error, cancel);
            return null;
        }
        if (await EffectClaim.TakeApprovedAsync(db, row, provider!, now, cancel) is not { } claim)
        {
            // Its key is taken by an effect that may have happened (somebody has put the row back by hand): to perform it again would be to risk it twice.
            await RefuseAsync(row, ProposalState.Unknown, new("already_attempted", "An attempt was made before. Look whether it happened, then propose it anew."), cancel);
            return null;
        }
        changes.Of(row, ProposalState.Executing, new("action.executing", Actors.Executor));
        return claim;
    }

    async Task RefuseAsync(Proposal row, ProposalState state, ActionError error, CancellationToken cancel)
    {
        await db.In(row, ProposalState.Approved, ProposalState.Executing).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.State, state).SetProperty(p => p.ErrorCode, error.Code).SetProperty(p => p.ErrorReason, error.Reason), cancel);
        changes.Of(row, state, new("action.refused", Actors.Executor, error.Code, Reason: error.Reason));
    }

    /// <summary>
    /// Stays approved, with the reason as its mark: it is not due until its person has consented at the provider (<see cref="OnAccountConnected"/>), and expires like any approval that cannot
    /// be carried out in time.
    /// </summary>
    async Task WaitForConsentAsync(Proposal row, ActionError missing, CancellationToken cancel)
    {
        await db.In(row, ProposalState.Approved).ExecuteUpdateAsync(set => set.SetProperty(p => p.ErrorCode, missing.Code).SetProperty(p => p.ErrorReason, missing.Reason), cancel);
        changes.Of(row, ProposalState.Approved, new("action.waits-for-consent", Actors.Executor, missing.Code, Reason: missing.Reason));
    }

    /// <summary>
    /// What is stored is not what was approved, or what approved it does not reach so far. Nothing is performed; the person is asked again, with a preview of what is stored now and, where there
    /// is one, a warning. When not even that can be made, it has failed.
    /// </summary>
    async Task AskAgainAsync(Proposal row, DateTimeOffset now, ActionError why, RiskReason? warning, CancellationToken cancel)
    {
        var settings = await settingsOf.GetAsync(row.PersonId, cancel);
        var prepared = await prepare.RunAsync(row.Kind, row.Subject, row.Payload, settings, row.Preview.Outside ?? [], cancel, warning);
        var asked = prepared.Ok
            && await AskAgain.ApplyAsync(db.In(row, ProposalState.Approved), prepared.Value, now + ApprovalRules.ToDecide(settings, row.BatchId), anotherRound: false, cancel);
        if (!asked)
        {
            await RefuseAsync(row, ProposalState.Failed, why, cancel);
            return;
        }
        var again = (await db.FindAsync(row.PersonId, row.Id, cancel))!;
        changes.AskedAgain(again, new("action.refused", Actors.Executor, why.Code, Reason: why.Reason));
    }
}
