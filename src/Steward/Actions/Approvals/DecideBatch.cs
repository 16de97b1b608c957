using Microsoft.EntityFrameworkCore;
using Steward.Actions.Proposals;
using Steward.Platform;

namespace Steward.Actions.Approvals;

sealed record BatchDecision(Guid PersonId, IReadOnlyList<BatchItem> Items, string? From = null);

public enum Verdict { Approve, Reject }

public sealed record BatchItem(Guid Id, Verdict Decision, string? Hash = null, string? Reason = null);

/// <summary>
/// Decides up to a hundred proposals, each by itself and for the content that was shown for it: one that is refused leaves the others alone.
/// What deserves a look of its own cannot be approved among others.
/// </summary>
sealed class DecideBatch(StewardDbContext db, DecideProposal decide)
{
    public async Task<Result<DecisionResult[]>> RunAsync(BatchDecision batch, CancellationToken cancel)
    {
        if (batch.Items.Count is 0 or > ProposeAction.BatchLimit)
            return Error.Invalid("items", $"Between 1 and {ProposeAction.BatchLimit} proposals can be decided at once; these are {batch.Items.Count}.");
        var apart = await ApartAsync(batch, cancel);
        var results = new List<DecisionResult>(batch.Items.Count);
        foreach (var item in batch.Items)
        {
            if (item.Decision == Verdict.Approve && apart.TryGetValue(item.Id, out var row))
                results.Add(new(item.Id, DecisionOutcome.NeedsConfirmation, ProposalView.Of(row)));
            else
                results.Add(await decide.RunAsync(new(batch.PersonId, item.Id, item.Decision == Verdict.Approve, item.Hash, Confirm: false, item.Reason, batch.From), cancel));
            db.ChangeTracker.Clear();
        }
        return results.ToArray();
    }

    /// <summary>The pending ones among those to approve that may not be approved in this company.</summary>
    async Task<Dictionary<Guid, Proposal>> ApartAsync(BatchDecision batch, CancellationToken cancel)
    {
        var ids = batch.Items.Where(item => item.Decision == Verdict.Approve).Select(item => item.Id).Distinct().ToArray();
        if (ids.Length < 2)
            return [];
        var rows = await db.Set<Proposal>().AsNoTracking()
            .Where(p => p.PersonId == batch.PersonId && ids.Contains(p.Id) && p.State == ProposalState.Pending).ToListAsync(cancel);
        return rows.Where(row => StandsApart(row, rows)).ToDictionary(row => row.Id);
    }

    /// <summary>High risk, anything that others will see, and what cannot be undone stand apart always; removals stand apart from what is not one.</summary>
    internal static bool StandsApart(Proposal row, IReadOnlyCollection<Proposal> company) =>
        row.Risk == RiskLevel.High || row.Reversibility != Reversibility.Undoable || row.Effect switch
        {
            EffectClass.PrivateWrite => false,
            EffectClass.Destructive => company.Any(other => other.Effect != EffectClass.Destructive),
            EffectClass.External or EffectClass.PersistentAccess or EffectClass.Spend => true,
        };
}
