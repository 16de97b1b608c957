using Steward.Workflows.Building;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Checkpoints;

/// <summary>
/// A new run that goes on from a checkpoint of another one, with a changed state if one is given. The other run is not touched. What had run before the
/// checkpoint is not run again; what follows is run as work of its own, under keys of the new run. So the fork repeats no effect of the other run, and its own
/// effects are new ones. It undoes only what it did itself.
/// </summary>
public static class RunFork
{
    /// <param name="origin">The other run's id.</param>
    /// <param name="questions">Those of the other run. One that was open at the checkpoint is asked anew, with as much time to answer as it had.</param>
    /// <exception cref="WorkflowRuntimeException">There is no such checkpoint, it lies inside a super-step, nothing follows it, or the run was of another version then.</exception>
    public static NewRun Create(
        Guid id, Guid ownerId, Workflow workflow, Guid origin, StoredRun stored, long seq, Patch change, IReadOnlyCollection<AskedQuestion> questions, StepCodec codec, DateTimeOffset now)
    {
        var image = At(workflow, stored, seq, codec);
        var asked = image.Position.Parked.Where(parked => parked.Interrupt is not null).Select(parked => Again(parked, questions, now)).ToDictionary(question => question.Key, StringComparer.Ordinal);
        var begun = new RunImage(workflow, PatchMerger.Apply(image.State, change), image.Position with
        {
            Ready = [.. image.Position.Ready.Select(task => task with { Failures = 0, NotBefore = null })],
            Parked = [.. image.Position.Parked.Select(parked => parked.Interrupt is { } key ? parked with { WakeAt = asked[key].ExpiresAt } : parked)],
            Signals = RunPosition.Empty.Signals,
            Undoable = [],
        }, 0);
        var node = begun.Position.Ready.FirstOrDefault()?.Node ?? begun.Position.Parked[0].Task.Node;
        var first = codec.Encode(new StepEvent(StepKind.Forked, node, 0) { Origin = new RunOrigin(origin, seq) }, begun, stored.Blobs.Keys.ToHashSet(StringComparer.Ordinal));
        return new NewRun(id, ownerId, workflow.Name, workflow.Version, first, node, now)
        {
            Origin = new RunOrigin(origin, seq), Questions = [.. begun.Position.Parked.Where(parked => parked.Interrupt is not null).Select(parked => (parked.Task.Node, asked[parked.Interrupt!]))],
        };
    }

    static RunImage At(Workflow workflow, StoredRun stored, long seq, StepCodec codec)
    {
        var steps = stored.Steps.Where(step => step.Seq <= seq).ToList();
        if (steps.Count == 0 || steps[^1].Seq != seq)
            throw new WorkflowRuntimeException($"The run has no step {seq}.");
        if (stored.Steps.Any(step => step.Seq > seq && step.Kind == StepKind.Migrated))
            throw new WorkflowRuntimeException($"At step {seq} the run was of an older version than {workflow.Version}.");
        var image = RunLoader.Load(workflow, stored with { Steps = steps }, codec);
        return image.Position switch
        {
            { Undoing: not null } => throw new WorkflowRuntimeException($"At step {seq} the run is being cancelled."),
            { AtBoundary: false } => throw new WorkflowRuntimeException($"Step {seq} lies inside a super-step: some of its parallel tasks were done and others not. Fork from a step before or after it."),
            { IsOver: true } => throw new WorkflowRuntimeException($"Nothing follows step {seq}."),
            _ => image,
        };
    }

    static InterruptRequest Again(ParkedTask parked, IEnumerable<AskedQuestion> questions, DateTimeOffset now)
    {
        var asked = questions.FirstOrDefault(question => question.Request.Key == parked.Interrupt)
            ?? throw new WorkflowRuntimeException($"The question '{parked.Interrupt}' is not kept any more.");
        return asked.Request with { ExpiresAt = asked.Request.ExpiresAt is { } expires ? now + (expires - asked.AskedAt) : null };
    }
}

/// <summary>Where a fork began.</summary>
public sealed record RunOrigin(Guid RunId, long Seq);

public sealed record AskedQuestion(InterruptRequest Request, DateTimeOffset AskedAt);
