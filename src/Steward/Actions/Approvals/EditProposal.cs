using Steward.Accounts;
using System.Text.Json;
using Steward.Actions.Policy;
using Steward.Actions.Proposals;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions.Approvals;

/// <param name="Hash">What was shown when the person began to edit.</param>
sealed record Edit(Guid PersonId, Guid ProposalId, JsonElement Payload, string Hash, string? From = null);

/// <summary>
/// Changes what is proposed, while it waits: the same kind on the same account, with a new preview, risk and hash, and a full time to decide.
/// Approves nothing.
/// </summary>
sealed class EditProposal(StewardDbContext db, PersonSettingsReader settingsOf, PrepareProposal prepare, StageChange changes, TimeProvider clock)
{
    public async Task<Result<ProposalView>> RunAsync(Edit edit, CancellationToken cancel)
    {
        if (await db.FindAsync(edit.PersonId, edit.ProposalId, cancel) is not { } row)
            return Error.NotFound("proposal");
        if (row.State != ProposalState.Pending || row.ExpiresAt <= clock.GetUtcNow())
            return Error.Conflict("not_pending", "This proposal is no longer waiting for a decision.");
        if (row.Hash != edit.Hash)
            return Changed;
        var settings = await settingsOf.GetAsync(row.PersonId, cancel);
        var prepared = await prepare.RunAsync(row.Kind, row.Subject, edit.Payload, settings, row.Preview.Outside ?? [], cancel);
        if (prepared.Error is { } refused)
            return refused;
        if (prepared.Value.Verdict is { Decision: PolicyDecision.Deny } verdict)
            return Error.Refused("auto_rejected", verdict.DenyReason!);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var now = clock.GetUtcNow();
        var guarded = db.In(row, ProposalState.Pending).Where(p => p.Hash == edit.Hash && p.ExpiresAt > now);
        if (!await AskAgain.ApplyAsync(guarded, prepared.Value, now + ApprovalRules.ToDecide(settings, row.BatchId), anotherRound: false, cancel))
            return Changed;
        var edited = (await db.FindAsync(row.PersonId, row.Id, cancel))!;
        changes.Of(edited, ProposalState.Pending, new("action.edited", Actors.Person, From: edit.From));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return ProposalView.Of(edited);
    }

    static Error Changed => Error.Conflict("payload_changed", "This proposal was changed or decided in the meantime. Look at it again.");
}
