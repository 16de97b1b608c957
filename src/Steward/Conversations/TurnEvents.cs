using Steward.Platform;

namespace Steward.Conversations;

/// <summary>The live events of a turn. Each is staged in the transaction of what it tells of.</summary>
sealed class TurnEvents(LiveEvents live)
{
    public void Started(Turn turn) => live.Stage(turn.PersonId, "turn_started", turn.ConversationId, new { turn.ConversationId, turnId = turn.Id });

    public void Updated(Turn turn) => live.Stage(turn.PersonId, "turn_updated", turn.ConversationId, new { turn.ConversationId, turnId = turn.Id, turn.State });

    public void Thinking(Turn turn, string text) => live.Stage(turn.PersonId, "agent_thinking", turn.ConversationId, new { turn.ConversationId, turnId = turn.Id, text });

    public void PlanReady(Turn turn) => live.Stage(turn.PersonId, "plan_ready", turn.ConversationId, new { turn.ConversationId, turnId = turn.Id, turn.RunId });

    public void Step(Turn turn, StepState step) => live.Stage(turn.PersonId, "step_updated", turn.ConversationId,
        new { turn.ConversationId, turnId = turn.Id, turn.RunId, stepId = step.Id, state = step.State, summary = step.Summary });

    public void Completed(Turn turn) => live.Stage(turn.PersonId, "completed", turn.ConversationId, new { turn.ConversationId, turnId = turn.Id });

    public void Failed(Turn turn) => live.Stage(turn.PersonId, "failed", turn.ConversationId, new { turn.ConversationId, turnId = turn.Id, error = turn.Error });
}
