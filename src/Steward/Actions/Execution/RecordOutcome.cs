using Steward.Accounts;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Steward.Actions.Proposals;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions.Execution;

/// <summary>
/// Writes what came of an effect: the effect's row and the proposal's, with message, event and audit entry, in one transaction. Only under the fence of the
/// claim: whoever was overtaken by a later claim writes nothing.
/// </summary>
sealed class RecordOutcome(StewardDbContext db, PersonSettingsReader settingsOf, StageChange changes, TimeProvider clock, ILogger<RecordOutcome> log)
{
    /// <summary>The error of a change that the provider puts off, while it waits.</summary>
    public const string PutOff = "put_off";

    /// <summary>What a provider asks that does not say for how long; below it, one would only be told again.</summary>
    static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(1);

    public async Task RunAsync(EffectClaim claim, PerformOutcome outcome)
    {
        var effect = claim.Effect;
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        if (!await FinishAsync(effect, outcome))
        {
            log.LogWarning("Effect {Key} was taken over; the outcome under fence {Fence} is not recorded", effect.Key, effect.Fence);
            return;
        }
        var row = await db.Set<Proposal>().AsNoTracking().FirstAsync(p => p.Id == effect.ProposalId);
        if (effect.Purpose == EffectPurpose.Perform)
            await PerformedAsync(row, outcome);
        else
            await UndoneAsync(row, outcome);
        await db.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }

    async Task<bool> FinishAsync(Effect effect, PerformOutcome outcome)
    {
        var now = clock.GetUtcNow();
        var (state, reason) = outcome switch
        {
            PerformOutcome.Done => (EffectState.Done, null),
            PerformOutcome.Refused refused => (EffectState.Refused, refused.Reason),
            PerformOutcome.Stale stale => (EffectState.Stale, stale.Reason),
            PerformOutcome.NotPerformed => (EffectState.NotPerformed, null),
            PerformOutcome.NotNow later => (EffectState.Intended, later.Reason),
            PerformOutcome.Unknown unknown => (EffectState.Unknown, unknown.Reason),
            _ => throw new InvalidOperationException($"No such outcome: {outcome.GetType().Name}"),
        };
        DateTimeOffset? due = outcome switch
        {
            PerformOutcome.Unknown => now + UntilNextLook(effect.Looks),
            PerformOutcome.NotNow later => now + (later.Waits ?? UsualWait),
            _ => null,
        };
        DateTimeOffset? finished = due is null ? now : null;
        var attempts = outcome is PerformOutcome.NotNow ? effect.Attempts - 1 : effect.Attempts;
        var reference = (outcome as PerformOutcome.Done)?.ProviderRef;
        return await db.Set<Effect>()
            .Where(e => e.Key == effect.Key && e.Fence == effect.Fence && (e.State == EffectState.Intended || e.State == EffectState.Unknown))
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.State, state).SetProperty(e => e.Reason, reason).SetProperty(e => e.DueAt, due).SetProperty(e => e.Attempts, attempts)
                .SetProperty(e => e.FinishedAt, finished).SetProperty(e => e.ProviderRef, reference)) == 1;
    }

    async Task PerformedAsync(Proposal row, PerformOutcome outcome)
    {
        var now = clock.GetUtcNow();
        var from = db.In(row, ProposalState.Executing, ProposalState.Unknown);
        switch (outcome)
        {
            case PerformOutcome.Done done:
                var settings = await settingsOf.GetAsync(row.PersonId, CancellationToken.None);
                DateTimeOffset? undoUntil = done.Inverse is not null && row.Reversibility == Reversibility.Undoable ? now + ApprovalRules.ToUndo(settings) : null;
                var moved = await from.ExecuteUpdateAsync(set => set
                    .SetProperty(p => p.State, ProposalState.Done).SetProperty(p => p.ExecutedAt, now).SetProperty(p => p.UndoUntil, undoUntil)
                    .SetProperty(p => p.Result, (JsonElement?)done.Result).SetProperty(p => p.Inverse, done.Inverse).SetProperty(p => p.ProviderRef, done.ProviderRef)
                    .SetProperty(p => p.ErrorCode, (string?)null).SetProperty(p => p.ErrorReason, (string?)null));
                Tell(moved, row, ProposalState.Done, new("action.done", Actors.Executor, "done", Reason: done.ProviderRef));
                break;
            case PerformOutcome.Refused refused:
                await MoveAsync(row, from, ProposalState.Failed, "action.failed", refused.Code, refused.Reason);
                break;
            case PerformOutcome.Stale stale:
                await MoveAsync(row, from, ProposalState.Stale, "action.stale", "target_changed", stale.Reason);
                break;
            case PerformOutcome.NotPerformed:
                await MoveAsync(row, from, ProposalState.Approved, "action.not-performed", null, null);
                await db.WakeExecutorsAsync(CancellationToken.None);
                break;
            case PerformOutcome.NotNow later:
                await MoveAsync(row, from, ProposalState.Executing, "action.put-off", PutOff, later.Reason);
                break;
            case PerformOutcome.Unknown unknown when row.State == ProposalState.Executing:
                await MoveAsync(row, from, ProposalState.Unknown, "action.unknown", "outcome_unknown", unknown.Reason);
                break;
        }
    }

    async Task UndoneAsync(Proposal row, PerformOutcome outcome)
    {
        var from = db.In(row, ProposalState.Undoing);
        switch (outcome)
        {
            case PerformOutcome.Done:
                await MoveAsync(row, from, ProposalState.Undone, "action.undone", null, null);
                break;
            case PerformOutcome.Refused refused:
                await MoveAsync(row, from, ProposalState.UndoFailed, "action.undo-failed", refused.Code, refused.Reason);
                break;
            case PerformOutcome.Stale stale:
                await MoveAsync(row, from, ProposalState.UndoFailed, "action.undo-failed", "target_changed", stale.Reason);
                break;
            case PerformOutcome.NotNow later when row.ErrorCode is null:
                await MoveAsync(row, from, ProposalState.Undoing, "action.undo-put-off", PutOff, later.Reason);
                break;
            case PerformOutcome.Unknown unknown when row.ErrorCode is null or PutOff:
                await MoveAsync(row, from, ProposalState.Undoing, "action.undo-unknown", "outcome_unknown", unknown.Reason);
                break;
            case PerformOutcome.NotPerformed:
                await MoveAsync(row, from, ProposalState.UndoFailed, "action.undo-failed", "not_performed", "The undo did not take effect.");
                break;
        }
    }

    async Task MoveAsync(Proposal row, IQueryable<Proposal> from, ProposalState to, string action, string? code, string? reason)
    {
        var moved = await from.ExecuteUpdateAsync(set => set.SetProperty(p => p.State, to).SetProperty(p => p.ErrorCode, code).SetProperty(p => p.ErrorReason, reason));
        Tell(moved, row, to, new(action, Actors.Executor, code ?? "ok", Reason: reason));
    }

    void Tell(int moved, Proposal row, ProposalState to, ChangeNote note)
    {
        if (moved == 1)
            changes.Of(row, to, note);
        else
            log.LogError("Proposal {Id} is {State} while its effect became {Outcome}; only the effect is recorded", row.Id, row.State, to);
    }

    /// <summary>Soon at first, because most unknown outcomes are a broken connection; later rarely, because somebody will have looked by then.</summary>
    static TimeSpan UntilNextLook(int looks) => TimeSpan.FromSeconds(Math.Min(6 * 3600, 5 * Math.Pow(2, Math.Min(looks, 20))));
}
