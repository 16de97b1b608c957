using Microsoft.EntityFrameworkCore;
using Steward.Actions.Proposals;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions;

/// <summary>
/// Takes back what a run has asked for, because the run was cancelled: its pending proposals can no longer be approved, held ones are not sent.
/// What is being performed goes on. Part of the caller's transaction, which must be open.
/// </summary>
public sealed class WithdrawProposals
{
    readonly StewardDbContext db;
    readonly StageChange changes;
    readonly TimeProvider clock;

    internal WithdrawProposals(StewardDbContext db, StageChange changes, TimeProvider clock) => (this.db, this.changes, this.clock) = (db, changes, clock);

    /// <returns>How many were withdrawn. The events are staged; the caller saves.</returns>
    public async Task<int> StageAsync(Guid personId, Guid runId, string reason, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rows = await db.Set<Proposal>().FromSql(
            $"""
            UPDATE actions.proposals SET state = 'Cancelled', decided_at = coalesce(decided_at, {now}), decision_reason = {reason}
            WHERE person_id = {personId} AND run_id = {runId} AND state IN ('Pending', 'Approved') RETURNING *
            """).AsNoTracking().ToListAsync(cancel);
        return Tell(rows, reason);
    }

    /// <summary>The same for one proposal, whose cause is gone.</summary>
    public async Task<int> StageOneAsync(Guid personId, Guid proposalId, string reason, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return Tell(await db.Set<Proposal>().FromSql(
            $"""
            UPDATE actions.proposals SET state = 'Cancelled', decided_at = coalesce(decided_at, {now}), decision_reason = {reason}
            WHERE person_id = {personId} AND id = {proposalId} AND state IN ('Pending', 'Approved') RETURNING *
            """).AsNoTracking().ToListAsync(cancel), reason);
    }

    int Tell(List<Proposal> rows, string reason)
    {
        foreach (var row in rows)
            changes.Of(row, ProposalState.Cancelled, new("action.withdrawn", Actors.Person, Reason: reason));
        return rows.Count;
    }
}
