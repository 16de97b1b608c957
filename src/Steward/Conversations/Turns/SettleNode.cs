using Steward.Actions;
using Steward.Platform;
using Steward.Workflows.Building;
using Steward.Workflows.State;

namespace Steward.Conversations.Turns;

/// <summary>Runs when every proposal of a step is settled (or there was none): says what came of it and begins the next step.</summary>
sealed class SettleNode(TurnStore turns, ReadProposals proposals)
{
    public async ValueTask<NodeResult> RunAsync(NodeContext node, CancellationToken cancel)
    {
        if (await turns.FindAsync(node, cancel) is not { } turn)
            return NodeResult.Done();
        var position = node.State.Get(TurnChannels.Position);
        var state = turn.Steps[position];
        if (state.State == StepStatus.Waiting)
        {
            var all = await proposals.ByIdsAsync(turn.PersonId, [.. state.ProposalIds ?? []], cancel);
            turns.Finish(turn, state with { State = StepStatus.Done, Summary = Settlement.Say(all) });
        }
        turns.Begin(turn, position + 1);
        CrashPoint.Hit("conversations.step.before-commit");
        return NodeResult.Next(Patch.Empty.Set(TurnChannels.Position, position + 1));
    }
}

/// <summary>When a proposal needs no more waiting for, and how the end of several is told.</summary>
static class Settlement
{
    /// <summary>Held mail counts as settled: the person has decided, and the rest is a matter of the clock.</summary>
    public static bool IsSettled(ProposalView proposal) => proposal.State switch
    {
        ProposalState.Pending or ProposalState.Executing => false,
        ProposalState.Approved => proposal.HeldUntil is not null,
        ProposalState.Done or ProposalState.Failed or ProposalState.Unknown or ProposalState.Rejected or ProposalState.Expired => true,
        ProposalState.Stale or ProposalState.Cancelled or ProposalState.Undoing or ProposalState.Undone or ProposalState.UndoFailed => true,
    };

    public static string Say(IReadOnlyCollection<ProposalView> all)
    {
        string?[] parts =
        [
            Part(ProposalState.Done, "done"), Part(ProposalState.Undone, "done and undone"), Part(ProposalState.Approved, "held before sending"), Part(ProposalState.Rejected, "rejected"),
            Part(ProposalState.Expired, "expired without a decision"), Part(ProposalState.Failed, "failed"), Part(ProposalState.Stale, "changed meanwhile and left alone"),
            Part(ProposalState.Cancelled, "cancelled"), Part(ProposalState.Unknown, "with unknown outcome"),
        ];
        return Sentence.Capital(string.Join(", ", parts.Where(p => p is not null)));

        string? Part(ProposalState state, string words) => all.Count(p => p.State == state) is var n and > 0 ? $"{n:N0} {words}" : null;
    }
}
