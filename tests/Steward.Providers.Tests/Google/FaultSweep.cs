using Steward.Actions;
using Steward.Testing.Google;

namespace Steward.Providers.Tests.Google;

/// <param name="Observe">All that stands at Google of this one change and its target, without ids and versions, so that two of them can be compared.</param>
sealed record ChangeCase(string Kind, object Payload, Func<string> Observe);

/// <summary>
/// Gives each kind of trouble to each request that a change makes, one at a time, and compares with the undisturbed change: what is done was done once and whole; what
/// failed left nothing; and there is nothing of which nobody knows in the end.
/// </summary>
static class FaultSweep
{
    /// <param name="all">Every trouble at every request; else a third of them at each.</param>
    public static async Task RunAsync(GoogleWorld google, ApprovedChanges changes, Func<Task<ChangeCase>> arrange, bool all, bool undo)
    {
        var calm = await OneAsync(google, changes, await arrange(), null, 0, undo);
        Assert.Equal(undo ? ProposalState.Undone : ProposalState.Done, calm.End.State);
        Assert.NotEqual(calm.Before, calm.After);
        Assert.NotEmpty(calm.Calls);
        var wrong = new List<string>();
        for (var at = 1; at <= calm.Calls.Count; at++)
        {
            foreach (var trouble in all ? Trouble.All : Trouble.Some(at))
            {
                var one = await OneAsync(google, changes, await arrange(), trouble, at, undo);
                var expected = one.End.State switch
                {
                    ProposalState.Done or ProposalState.Undone => calm.After,
                    ProposalState.Failed or ProposalState.Stale or ProposalState.UndoFailed => one.Before,
                    _ => "(an end)",
                };
                if (one.After != expected)
                    wrong.Add($"{trouble.Name} at {at}, {calm.Calls[at - 1]}: {one.End.State} {one.End.Error?.Reason}\n  there is  {one.After}\n  should be {expected}\n  calls     {string.Join(", ", one.Calls.Select(c => c.Replace("/gmail/v1/users/me", "", StringComparison.Ordinal)))}");
            }
        }
        google.Road.Clear();
        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join('\n', wrong)}");
    }

    static async Task<(ProposalView End, string Before, string After, IReadOnlyList<string> Calls)> OneAsync(GoogleWorld google, ApprovedChanges changes, ChangeCase change, Trouble? trouble, int at, bool undo)
    {
        google.Road.Clear();
        var proposal = await changes.ApproveAsync(change.Kind, change.Payload);
        if (undo)
            Assert.Equal(ProposalState.Done, (await changes.SettleAsync(proposal.Id)).State);
        var before = change.Observe();
        if (trouble is null)
            google.Road.Clear();
        else
            google.Road.Plan(at, trouble);
        if (undo)
            await changes.UndoAsync(proposal.Id);
        var end = await changes.SettleAsync(proposal.Id);
        string[] calls = [.. google.Road.Calls];
        google.Road.Clear();
        return (end, before, change.Observe(), calls);
    }
}
