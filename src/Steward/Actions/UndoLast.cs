using Steward.Actions.Undo;

namespace Steward.Actions;

/// <summary>Takes back what was done, on the person's own word in a conversation: the same as their click on each undo button, the latest first.</summary>
public sealed class UndoLast
{
    readonly UndoAction undo;

    internal UndoLast(UndoAction undo) => this.undo = undo;

    /// <returns>In the order in which they were taken back, each with what came of it in words. One that cannot be taken back leaves the others alone.</returns>
    public async Task<IReadOnlyList<(ProposalView Proposal, string Outcome)>> ExecuteAsync(Guid personId, IEnumerable<ProposalView> done, CancellationToken cancel)
    {
        var results = new List<(ProposalView, string)>();
        foreach (var proposal in done.OrderByDescending(p => p.ExecutedAt ?? p.CreatedAt).ThenByDescending(p => p.Id))
            results.Add((proposal, (await undo.RunAsync(new Undo.Undo(personId, proposal.Id, "conversation"), cancel)).Match(done => Words(done.Outcome), error => error.Detail.TrimEnd('.'))));
        return results;
    }

    static string Words(UndoOutcome outcome) => outcome switch
    {
        UndoOutcome.Undone or UndoOutcome.AlreadyUndone => "Taken back",
        UndoOutcome.Undoing => "Being taken back",
        UndoOutcome.Cancelled => "Stopped before it happened",
        UndoOutcome.WindowClosed => "Too late to take back, the time for it is over",
        UndoOutcome.NotUndoable => "Cannot be taken back",
        UndoOutcome.Failed => "Could not be taken back",
    };
}
