using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Platform;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Events;

namespace Steward.Conversations.Turns;

/// <summary>
/// Ends the turn of a run that failed or was cancelled, in the transaction of that last step. What a cancelled run had asked for is withdrawn, so that nothing of it can be
/// approved later by mistake.
/// </summary>
sealed class TurnObserver : IRunObserver
{
    public async ValueTask OnTransitionAsync(RunTransition transition, IServiceProvider services, CancellationToken cancel)
    {
        if (transition.Status is not (RunStatus.Failed or RunStatus.Cancelled))
            return;
        var db = services.GetRequiredService<StewardDbContext>();
        var id = transition.State.Get(TurnChannels.TurnId);
        var turn = await db.Set<Turn>().FirstOrDefaultAsync(t => t.PersonId == transition.OwnerId && t.Id == id, cancel);
        if (transition.Status == RunStatus.Cancelled)
        {
            if (db.Database.CurrentTransaction is null)
                await db.Database.BeginTransactionAsync(cancel);
            await services.GetRequiredService<WithdrawProposals>().StageAsync(transition.OwnerId, transition.RunId, "The request was cancelled.", cancel);
        }
        if (turn is null)
            return;
        // The reason is for the log and the run's page; it may hold what only an engineer understands.
        turn.Error = transition.Status == RunStatus.Cancelled ? "This request was cancelled." : "Something went wrong on Steward's side. Nothing was changed by this step; you can try again.";
        turn.Steps = [.. turn.Steps.Select(step => step.State is StepStatus.Running or StepStatus.Waiting ? step with { State = StepStatus.Failed, Error = turn.Error } : step)];
        services.GetRequiredService<TurnStore>().End(turn, TurnState.Failed);
    }
}
