using System.Text.Json;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Events;

/// <summary>A step that is about to be committed.</summary>
/// <param name="Status">How the run stands after it; Running when its worker goes on at once.</param>
/// <param name="State">After the step; inside a super-step, still as it began.</param>
/// <param name="Next">The nodes that begin now.</param>
/// <param name="Input">The item of a for-each or send whose task this is.</param>
public sealed record RunTransition(
    Guid RunId, Guid OwnerId, string Workflow, int Version, long Seq, StepKind Kind, string Node, int Attempt, RunStatus Status, WorkflowState State,
    IReadOnlyList<string> Next, JsonElement? Input, InterruptRequest? Question, string? Error, DateTimeOffset At);

/// <summary>
/// Sees each transition of the runs of a workflow, inside the step's unit of work: what it stages on the scope's database context is stored if and only if
/// the step is. It must be quick, must not call the outside, and holds no state: a step that is not committed is offered again. An observer that throws
/// fails the attempt.
/// </summary>
public interface IRunObserver
{
    ValueTask OnTransitionAsync(RunTransition transition, IServiceProvider services, CancellationToken cancel);
}
