using System.Text.Json;
using Steward.Actions;
using Steward.Platform;
using Steward.Runs;

namespace Steward.Conversations.Turns;

/// <summary>
/// Answers a waiting run when the last proposal of its step is settled. Harmless when delivered twice, and for runs that are not turns: the question is then answered
/// already, or there is none. Of two proposals that settle at once the message delivered last sees both, because each is delivered after its commit.
/// </summary>
sealed class OnProposalChanged(ReadProposals proposals, AnswerInterrupt answer) : IOutboxHandler
{
    public string Type => ProposalChanged.Type;

    public async Task HandleAsync(JsonElement body, CancellationToken cancel)
    {
        var change = Json.Read<ProposalChanged>(body);
        if (change is not { RunId: { } runId, StepId: { } stepId })
            return;
        var step = await proposals.ByRunAsync(change.PersonId, runId, stepId, cancel);
        if (step.Count > 0 && step.All(Settlement.IsSettled))
            await answer.ExecuteAsync(runId, stepId, Json.ToElement(new { settled = step.Count }), cancel);
    }
}
