using Microsoft.EntityFrameworkCore;
using Steward.Actions.Proposals;
using Steward.Platform;

namespace Steward.Actions;

/// <summary>For rooms that show or wait for proposals. Somebody else's are not found.</summary>
public sealed class ReadProposals(StewardDbContext db)
{
    /// <summary>In the order of the ids; those that are not this person's are left out.</summary>
    public async Task<IReadOnlyList<ProposalView>> ByIdsAsync(Guid personId, IReadOnlyCollection<Guid> proposalIds, CancellationToken cancel)
    {
        var rows = await db.Set<Proposal>().AsNoTracking().Where(p => p.PersonId == personId && proposalIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel);
        return [.. proposalIds.Where(rows.ContainsKey).Select(id => ProposalView.Of(rows[id]))];
    }

    /// <summary>All of a run, or of one of its steps, oldest first.</summary>
    public async Task<IReadOnlyList<ProposalView>> ByRunAsync(Guid personId, Guid runId, string? stepId, CancellationToken cancel)
    {
        var rows = await db.Set<Proposal>().AsNoTracking()
            .Where(p => p.PersonId == personId && p.RunId == runId && (stepId == null || p.StepId == stepId)).OrderBy(p => p.Id).ToListAsync(cancel);
        return [.. rows.Select(ProposalView.Of)];
    }
}
