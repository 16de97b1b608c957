using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.State;

namespace Steward.Workflows.Stepping;

/// <summary>Rebuilds checkpoints from stored steps.</summary>
static class RunLoader
{
    /// <summary>The newest checkpoint.</summary>
    /// <exception cref="WorkflowRuntimeException">The steps do not fit this workflow, or some are missing.</exception>
    public static RunImage Load(Workflow workflow, StoredRun run, StepCodec codec)
    {
        var first = run.Steps.Count - 1;
        while (first > 0 && run.Steps[first].Snapshot is null)
            first--;
        if (run.Steps.Count == 0)
            throw new WorkflowRuntimeException("The run has no stored step.");
        var image = run.Steps[first].Snapshot is null ? Next(RunImage.Before(workflow), run.Steps[first], run, codec) : codec.DecodeSnapshot(run.Steps[first], workflow, run.Blobs);
        return run.Steps.Skip(first + 1).Aggregate(image, (current, step) => Next(current, step, run, codec));
    }

    static RunImage Next(RunImage image, StoredStep step, StoredRun run, StepCodec codec) => step.Seq == image.Seq + 1
        ? image.Apply(codec.Decode(step, image.Workflow.Channels, run.Blobs))
        : throw new WorkflowRuntimeException($"The steps {image.Seq + 1} to {step.Seq - 1} of the run are missing.");

    /// <summary>Every checkpoint of a whole history, oldest first.</summary>
    public static IEnumerable<(StoredStep Step, StepEvent Event, RunImage Image)> Replay(Workflow workflow, StoredRun run, StepCodec codec)
    {
        var image = RunImage.Before(workflow);
        foreach (var step in run.Steps)
        {
            image = Next(image, step, run, codec);
            yield return (step, codec.Decode(step, workflow.Channels, run.Blobs), image);
        }
    }
}
