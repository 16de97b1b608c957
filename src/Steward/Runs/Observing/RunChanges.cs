using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Events;
using Steward.Workflows.Stepping;

namespace Steward.Runs.Observing;

/// <summary>
/// Tells the person's live stream of each transition, inside the step's transaction: it is seen if and only if the step is stored. Only workflows whose runs people
/// watch have it (<see cref="RunsModule.AddWorkflow"/>), because a step that is told costs a transaction, and a step that is not one statement.
/// </summary>
sealed class RunChanges : IRunObserver
{
    public ValueTask OnTransitionAsync(RunTransition transition, IServiceProvider services, CancellationToken cancel)
    {
        services.GetRequiredService<LiveEvents>().Stage(
            transition.OwnerId, "run_changed", transition.RunId,
            new RunChanged(transition.RunId, transition.Workflow, transition.Status, transition.Kind, transition.Node, transition.Seq));
        return ValueTask.CompletedTask;
    }

    sealed record RunChanged(Guid RunId, string Workflow, RunStatus State, StepKind Kind, string Node, long Seq);
}
