using Microsoft.EntityFrameworkCore;
using Steward.Actions.Execution;
using Steward.Actions.Proposals;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions.Undo;

public enum UndoOutcome
{
    Undone,
    /// <summary>It is being taken back; whether that has happened is not known yet.</summary>
    Undoing,
    AlreadyUndone,
    WindowClosed,
    /// <summary>It was held and has not happened at all.</summary>
    Cancelled,
    NotUndoable,
    /// <summary>It was refused; the proposal says why.</summary>
    Failed,
}

public sealed record UndoResult(Guid Id, UndoOutcome Outcome, ProposalView Proposal);

sealed record Undo(Guid PersonId, Guid ProposalId, string? From = null);

/// <summary>
/// Takes back what was done, by the inverse that was stored then, or cancels what is still held. A person's own click, within the undo window. An undo is an
/// effect with a key of its own: however often and however concurrently it is asked for, one is performed.
/// </summary>
sealed class UndoAction(StewardDbContext db, Standing standing, RunEffect run, StageChange changes, TimeProvider clock)
{
    public async Task<Result<UndoResult>> RunAsync(Undo undo, CancellationToken cancel)
    {
        // Each turn either answers or has lost a race, and a state has only so many successors.
        for (var turn = 0; turn < 5; turn++)
        {
            if (await db.FindAsync(undo.PersonId, undo.ProposalId, cancel) is not { } row)
                return Error.NotFound("proposal");
            if (row.State is not (ProposalState.Approved or ProposalState.Done))
                return Result(row, Stored(row.State));
            if (row.State == ProposalState.Approved)
            {
                if (await CancelAsync(row, undo, cancel))
                    return Result((await db.FindAsync(undo.PersonId, undo.ProposalId, cancel))!, UndoOutcome.Cancelled);
                continue;
            }
            if (row.UndoUntil is not { } until || row.Inverse is null)
                return Result(row, UndoOutcome.NotUndoable);
            if (until <= clock.GetUtcNow())
                return Result(row, UndoOutcome.WindowClosed);
            var (provider, error) = await standing.OfAsync(row, row.Inverse.Kind, cancel);
            if (error is not null)
                return Error.Refused(error.Code, error.Reason);
            if (await ClaimAsync(row, provider!, undo, cancel) is not { } claim)
                continue;
            await run.PerformAsync(claim);
            row = (await db.FindAsync(undo.PersonId, undo.ProposalId, CancellationToken.None))!;
            return Result(row, row.State == ProposalState.Undone ? UndoOutcome.Undone : Stored(row.State));
        }
        return Error.Conflict("changing", "This action is changing right now. Try again.");
    }

    async Task<bool> CancelAsync(Proposal row, Undo undo, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.In(row, ProposalState.Approved).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, ProposalState.Cancelled), cancel) == 0)
            return false;
        changes.Of(row, ProposalState.Cancelled, new("action.cancelled", Actors.Person, From: undo.From));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    async Task<EffectClaim?> ClaimAsync(Proposal row, string provider, Undo undo, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await EffectClaim.TakeUndoAsync(db, row, provider, clock.GetUtcNow(), cancel) is not { } claim)
            return null;
        changes.Of(row, ProposalState.Undoing, new("action.undoing", Actors.Person, From: undo.From));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return claim;
    }

    static UndoOutcome Stored(ProposalState state) => state switch
    {
        ProposalState.Undone => UndoOutcome.AlreadyUndone,
        ProposalState.Undoing => UndoOutcome.Undoing,
        ProposalState.UndoFailed => UndoOutcome.Failed,
        ProposalState.Cancelled => UndoOutcome.Cancelled,
        ProposalState.Pending or ProposalState.Approved or ProposalState.Executing or ProposalState.Done or ProposalState.Failed or ProposalState.Unknown
            or ProposalState.Rejected or ProposalState.Expired or ProposalState.Stale => UndoOutcome.NotUndoable,
    };

    static UndoResult Result(Proposal row, UndoOutcome outcome) => new(row.Id, outcome, ProposalView.Of(row));
}
