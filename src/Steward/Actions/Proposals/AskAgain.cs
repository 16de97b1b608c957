using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Steward.Actions.Proposals;

/// <summary>
/// Puts a proposal before its person afresh: pending, with what was just prepared and its hash, and nothing of an earlier decision or attempt.
/// An approval of what was shown before is worth nothing afterwards, because the hash is another.
/// </summary>
static class AskAgain
{
    /// <param name="guarded">The one row, in the state that it must still have.</param>
    /// <param name="anotherRound">True when an attempt may have gone out under the old key: the next has its own.</param>
    /// <returns>False when the row is no longer so; nothing is changed then.</returns>
    public static async Task<bool> ApplyAsync(IQueryable<Proposal> guarded, PreparedProposal prepared, DateTimeOffset expiresAt, bool anotherRound, CancellationToken cancel) =>
        await guarded.ExecuteUpdateAsync(set => set
            .SetProperty(p => p.State, ProposalState.Pending)
            .SetProperty(p => p.AccountAddress, prepared.Account.Address)
            .SetProperty(p => p.Payload, prepared.Payload)
            .SetProperty(p => p.Preview, prepared.Preview)
            .SetProperty(p => p.Hash, prepared.Hash)
            .SetProperty(p => p.Risk, prepared.Verdict.Risk)
            .SetProperty(p => p.RiskReasons, prepared.Verdict.Reasons)
            .SetProperty(p => p.Effect, prepared.Kind.Effect)
            .SetProperty(p => p.Reversibility, prepared.Kind.Reversibility)
            .SetProperty(p => p.ExpiresAt, expiresAt)
            .SetProperty(p => p.Round, p => p.Round + (anotherRound ? 1 : 0))
            .SetProperty(p => p.DecidedAt, (DateTimeOffset?)null)
            .SetProperty(p => p.DecidedBy, (Guid?)null)
            .SetProperty(p => p.DecisionReason, (string?)null)
            .SetProperty(p => p.PermissionId, (Guid?)null)
            .SetProperty(p => p.HeldUntil, (DateTimeOffset?)null)
            .SetProperty(p => p.ExecutedAt, (DateTimeOffset?)null)
            .SetProperty(p => p.UndoUntil, (DateTimeOffset?)null)
            .SetProperty(p => p.Result, (JsonElement?)null)
            .SetProperty(p => p.Inverse, (InverseAction?)null)
            .SetProperty(p => p.ProviderRef, (string?)null)
            .SetProperty(p => p.ErrorCode, (string?)null)
            .SetProperty(p => p.ErrorReason, (string?)null), cancel) == 1;
}
