using Microsoft.EntityFrameworkCore;
using Steward.Platform;
using Steward.Workflows.Building;

namespace Steward.Conversations.Turns;

/// <summary>How the nodes of a run write its turn: always on the step's own context, so that what the page shows commits with the checkpoint.</summary>
sealed class TurnStore(StewardDbContext db, TurnEvents events, TimeProvider clock)
{
    /// <summary>Null when the conversation was deleted meanwhile: the run then has nothing to do.</summary>
    public Task<Turn?> FindAsync(NodeContext node, CancellationToken cancel)
    {
        var id = node.State.Get(TurnChannels.TurnId);
        return db.Set<Turn>().FirstOrDefaultAsync(t => t.PersonId == node.OwnerId && t.Id == id, cancel);
    }

    /// <summary>Marks the step at this position as running; past the last one nothing happens.</summary>
    public void Begin(Turn turn, int position)
    {
        if (position < turn.Steps.Count)
            Set(turn, turn.Steps[position] with { State = StepStatus.Running, StartedAt = clock.GetUtcNow() });
        if (turn.State != TurnState.Running || position == 0)
        {
            turn.State = TurnState.Running;
            turn.Error = null;
            events.Updated(turn);
        }
    }

    public void Wait(Turn turn, StepState step)
    {
        Set(turn, step with { State = StepStatus.Waiting });
        turn.State = TurnState.Waiting;
        events.Updated(turn);
    }

    public void Finish(Turn turn, StepState step) => Set(turn, step with { FinishedAt = clock.GetUtcNow() });

    public void End(Turn turn, TurnState state)
    {
        turn.State = state;
        turn.FinishedAt = clock.GetUtcNow();
        events.Updated(turn);
        if (state == TurnState.Failed)
            events.Failed(turn);
        else
            events.Completed(turn);
    }

    void Set(Turn turn, StepState step)
    {
        turn.Steps = [.. turn.Steps.Select(s => s.Id == step.Id ? step : s)];
        events.Step(turn, step);
    }
}
