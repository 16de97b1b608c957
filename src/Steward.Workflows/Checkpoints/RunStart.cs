using Steward.Workflows.Building;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Checkpoints;

/// <summary>Makes the first row of a run.</summary>
public static class RunStart
{
    /// <param name="input">The values that the run begins with.</param>
    /// <exception cref="InvalidOperationException">The input uses a channel that the workflow does not declare.</exception>
    public static NewRun Create(Guid id, Guid ownerId, Workflow workflow, Patch input, StepCodec codec, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        foreach (var entry in input.Entries)
            workflow.Channels.Require(entry.Channel);
        var step = StepDecision.Start(workflow, input);
        return new NewRun(id, ownerId, workflow.Name, workflow.Version, codec.Encode(step, null, new HashSet<string>()), workflow.Start, now)
        {
            Image = RunImage.Before(workflow).Apply(step),
        };
    }
}
