using Microsoft.EntityFrameworkCore;
using Npgsql;
using Steward.Platform;

namespace Steward.Actions.Proposals;

/// <summary>The person's own click proposes, like anybody else; it is then approved like anything else. Commits.</summary>
sealed class ProposeByHand(ProposeAction propose, ReadProposals read, StewardDbContext db)
{
    public async Task<Result<ProposalView>> RunAsync(ProposalDraft draft, string from, CancellationToken cancel)
    {
        var staged = await propose.StageAsync(draft, from, cancel);
        if (staged.Error is { } refused)
            return refused;
        try
        {
            CrashPoint.Hit("actions.propose.before-commit");
            await db.SaveChangesAsync(cancel);
            CrashPoint.Hit("actions.propose.after-commit");
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // The same click came twice at once, and the other was first: what it made is the answer.
            db.ChangeTracker.Clear();
            staged = await propose.StageAsync(draft, from, cancel);
            if (staged.Error is { } conflict)
                return conflict;
        }
        return (await read.ByIdsAsync(draft.Subject.PersonId, [staged.Value.Id], cancel))[0];
    }
}
