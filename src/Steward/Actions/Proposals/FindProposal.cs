using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Actions.Proposals;

static class FindProposal
{
    /// <summary>As it is committed now. Null when there is none or it is somebody else's.</summary>
    public static Task<Proposal?> FindAsync(this StewardDbContext db, Guid personId, Guid id, CancellationToken cancel) =>
        db.Set<Proposal>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id && p.PersonId == personId, cancel);

    /// <summary>One row in a certain state: what a guarded change starts from.</summary>
    public static IQueryable<Proposal> In(this StewardDbContext db, Proposal row, params ProposalState[] states) =>
        db.Set<Proposal>().Where(p => p.Id == row.Id && p.PersonId == row.PersonId && states.Contains(p.State));

    /// <summary>Wakes the executors of every node when the transaction commits.</summary>
    public static Task WakeExecutorsAsync(this StewardDbContext db, CancellationToken cancel) =>
        db.Database.ExecuteSqlRawAsync("SELECT pg_notify('steward_actions', '')", cancel);
}
