using NodaTime;
using Steward.Accounts;
using Steward.Actions;
using Steward.Platform;
using Steward.Workflows.Building;

namespace Steward.Conversations.Turns;

/// <summary>Writes the answer out of what the steps have found and done, and ends the turn.</summary>
sealed class ReplyNode(TurnStore turns, ReadProposals proposals, PersonSettingsReader settings)
{
    public async ValueTask<NodeResult> RunAsync(NodeContext node, CancellationToken cancel)
    {
        if (await turns.FindAsync(node, cancel) is not { } turn)
            return NodeResult.Done();
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull((await settings.GetAsync(turn.PersonId, cancel)).Zone) ?? DateTimeZone.Utc;
        var ids = turn.Steps.SelectMany(s => s.ProposalIds ?? []).ToList();
        turn.Answer = new ReplyWriter(turn.Plan!, turn.Steps, await proposals.ByIdsAsync(turn.PersonId, ids, cancel), zone).Write();
        turns.End(turn, TurnState.Completed);
        CrashPoint.Hit("conversations.reply.before-commit");
        return NodeResult.Done();
    }
}
