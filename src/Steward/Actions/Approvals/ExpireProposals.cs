using Microsoft.EntityFrameworkCore;
using Steward.Actions.Proposals;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions.Approvals;

/// <summary>
/// Says of proposals whose time is over that it is. A decision checks the time itself, so that nothing depends on when this runs; rows that are being decided
/// right now are left to the decision. Any number of nodes may run it.
/// </summary>
sealed class ExpireProposals(StewardDbContext db, StageChange changes, TimeProvider clock) : IDueWork
{
    public static TimeSpan Every => TimeSpan.FromSeconds(1);

    public static string Due => "expired proposals";

    const string Late = "It was approved, but could not be carried out in time. Nothing was changed.";

    /// <returns>How many expired.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var people = await db.Set<Proposal>().Where(p => (p.State == ProposalState.Pending || p.State == ProposalState.Approved) && p.ExpiresAt <= now)
            .Select(p => p.PersonId).Distinct().ToListAsync(cancel);
        var count = 0;
        foreach (var person in people)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var rows = await db.Set<Proposal>().FromSql(
                $"""
                UPDATE actions.proposals SET state = 'Expired', decided_at = coalesce(decided_at, {now}),
                    error_code = CASE state WHEN 'Approved' THEN 'approval_expired' END, error_reason = CASE state WHEN 'Approved' THEN {Late} END
                WHERE id IN (SELECT id FROM actions.proposals WHERE person_id = {person} AND state IN ('Pending', 'Approved') AND expires_at <= {now}
                    ORDER BY id LIMIT 200 FOR UPDATE SKIP LOCKED) RETURNING *
                """).AsNoTracking().ToListAsync(cancel);
            foreach (var row in rows)
                changes.Of(row, ProposalState.Expired, new("action.expired", Actors.Clock, Reason: row.ErrorReason));
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            db.ChangeTracker.Clear();
            count += rows.Count;
        }
        return count;
    }
}
