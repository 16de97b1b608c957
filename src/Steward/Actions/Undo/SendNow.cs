using Microsoft.EntityFrameworkCore;
using Steward.Actions.Proposals;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions.Undo;

/// <summary>Ends the holding of an approved action: it is due at once. Asking twice changes nothing more.</summary>
sealed class SendNow(StewardDbContext db, StageChange changes, TimeProvider clock)
{
    public async Task<Result<ProposalView>> RunAsync(Guid personId, Guid proposalId, string? from, CancellationToken cancel)
    {
        if (await db.FindAsync(personId, proposalId, cancel) is not { } row)
            return Error.NotFound("proposal");
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var released = await db.In(row, ProposalState.Approved).Where(p => p.HeldUntil > now).ExecuteUpdateAsync(set => set.SetProperty(p => p.HeldUntil, now), cancel);
        if (released == 1)
        {
            changes.Of(row, ProposalState.Approved, new("action.send-now", Actors.Person, From: from));
            await db.WakeExecutorsAsync(cancel);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        row = (await db.FindAsync(personId, proposalId, cancel))!;
        return row.Reversibility == Reversibility.Held && row.State is ProposalState.Approved or ProposalState.Executing or ProposalState.Done or ProposalState.Unknown
            ? ProposalView.Of(row)
            : Error.Conflict("not_held", "This is not waiting to be sent.");
    }
}
