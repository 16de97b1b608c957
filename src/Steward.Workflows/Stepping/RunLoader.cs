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

    static RunImage Next(RunImage image, StoredStep step, StoredRun run, StepCodec codec)
    {
        if (step.Seq != image.Seq + 1)
            throw new WorkflowRuntimeException($"The steps {image.Seq + 1} to {step.Seq - 1} of the run are missing.");
        return step.Kind is StepKind.Forked or StepKind.Migrated
            ? codec.DecodeSnapshot(step, image.Workflow, run.Blobs)
            : image.Apply(codec.Decode(step, image.Workflow.Channels, run.Blobs, image.Position));
    }

    /// <summary>Every checkpoint of a whole history, oldest first.</summary>
    /// <param name="version">
    /// Finds older versions, for a run that was migrated. What happened under a version that cannot be found is left out: it cannot be read.
    /// </param>
    public static IEnumerable<(StoredStep Step, StepEvent Event, RunImage Image)> Replay(Workflow workflow, StoredRun run, StepCodec codec, Func<int, Workflow?>? version = null)
    {
        var migrations = new Queue<(long Seq, int From)>(run.Steps.Where(step => step.Kind == StepKind.Migrated)
            .Select(step => (step.Seq, codec.Decode(step, workflow.Channels, run.Blobs).FromVersion!.Value)));
        var current = migrations.TryPeek(out var first) ? version?.Invoke(first.From) : workflow;
        var image = current is null ? null : RunImage.Before(current);
        foreach (var step in run.Steps)
        {
            if (migrations.TryPeek(out var migration) && step.Seq == migration.Seq)
            {
                migrations.Dequeue();
                current = migrations.TryPeek(out var following) ? version?.Invoke(following.From) : workflow;
                image = current is null ? null : RunImage.Before(current) with { Seq = step.Seq - 1 };
            }
            if (current is null || image is null)
                continue;
            var before = image.Position;
            image = Next(image, step, run, codec);
            yield return (step, codec.Decode(step, current.Channels, run.Blobs, before), image);
        }
    }
}
