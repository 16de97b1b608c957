using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Actions.Policy;
using Steward.Actions.Proposals;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions.Undo;

/// <summary>
/// Asks again for something that surely did not happen: failed, its target changed, or too late. A person's own click; it leads to a fresh preview with a new
/// hash that waits for a new approval, never to an attempt by itself. What may have happened (unknown) is not asked for again here.
/// </summary>
sealed class RetryAction(StewardDbContext db, PersonSettingsReader settingsOf, PrepareProposal prepare, StageChange changes, TimeProvider clock)
{
    static readonly ProposalState[] NothingHappened = [ProposalState.Failed, ProposalState.Stale, ProposalState.Expired];

    public async Task<Result<ProposalView>> RunAsync(Guid personId, Guid proposalId, string? from, CancellationToken cancel)
    {
        if (await db.FindAsync(personId, proposalId, cancel) is not { } row)
            return Error.NotFound("proposal");
        if (!NothingHappened.Contains(row.State))
            return Error.Conflict("not_failed", "Only what has failed, gone stale or expired can be tried again.");
        var settings = await settingsOf.GetAsync(personId, cancel);
        var prepared = await prepare.RunAsync(row.Kind, row.Subject, row.Payload, settings, row.Preview.Outside ?? [], cancel);
        if (prepared.Error is { } refused)
            return refused;
        if (prepared.Value.Verdict is { Decision: PolicyDecision.Deny } verdict)
            return Error.Refused("auto_rejected", verdict.DenyReason!);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var expiresAt = clock.GetUtcNow() + ApprovalRules.ToDecide(settings, null);
        if (!await AskAgain.ApplyAsync(db.In(row, NothingHappened).Where(p => p.Round == row.Round), prepared.Value, expiresAt, anotherRound: true, cancel))
            return Error.Conflict("not_failed", "Somebody has tried this again already.");
        var again = (await db.FindAsync(personId, proposalId, cancel))!;
        changes.AskedAgain(again, new("action.retried", Actors.Person, From: from));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return ProposalView.Of(again);
    }
}
