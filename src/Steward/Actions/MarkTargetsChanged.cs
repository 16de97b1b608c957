using Microsoft.EntityFrameworkCore;
using Steward.Actions.Proposals;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions;

/// <summary>
/// Says of proposals that nobody has decided yet that what they are about has changed elsewhere: a click in the provider's own page, for instance. What was shown is
/// no longer so, and approving it would be refused anyway; trying again shows the change as it would be now. Part of the caller's transaction, which must be open.
/// </summary>
public sealed class MarkTargetsChanged
{
    readonly StewardDbContext db;
    readonly StageChange changes;

    internal MarkTargetsChanged(StewardDbContext db, StageChange changes) => (this.db, this.changes) = (db, changes);

    /// <param name="what">"message" or "event": how the reason names it.</param>
    /// <returns>How many were marked. The events are staged; the caller saves.</returns>
    public async Task<int> StageAsync(Guid personId, Guid accountId, string what, IReadOnlyCollection<Guid> targets, CancellationToken cancel)
    {
        if (targets.Count == 0)
            return 0;
        var ids = targets.Select(id => id.ToString()).ToArray();
        var reason = $"The {what} was changed elsewhere after this was shown. Try again to see it as it is now.";
        var rows = await db.Set<Proposal>().FromSql(
            $"""
            UPDATE actions.proposals SET state = 'Stale', error_code = 'target_changed', error_reason = {reason}
            WHERE person_id = {personId} AND account_id = {accountId} AND state = 'Pending' AND preview -> 'target' ->> 'id' = ANY ({ids}) RETURNING *
            """).AsNoTracking().ToListAsync(cancel);
        foreach (var row in rows)
            changes.Of(row, ProposalState.Stale, new("action.stale", Actors.Clock, "target_changed", Reason: reason));
        return rows.Count;
    }
}
