using System.Text;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Checkpoints;

/// <summary>A step at which this program decides otherwise than the stored run did.</summary>
/// <param name="Stored">What followed then, as JSON; null when nothing did.</param>
/// <param name="Now">What would follow now, or the sentence that says why that cannot be decided.</param>
public sealed record ReplayDifference(long Seq, StepKind Kind, string Node, string? Stored, string? Now);

/// <summary>
/// Evaluates the pure decisions of a stored run again, over its stored results: which tasks follow, how patches merge. No node runs and nothing is written. For
/// tests and CI: a stored run that shows a difference was made by other edges or choices than this program has, so its workflow needs a new version.
/// </summary>
public static class RunReplay
{
    /// <exception cref="WorkflowRuntimeException">The steps do not fit this workflow, or are pruned.</exception>
    public static IReadOnlyList<ReplayDifference> Differences(Workflow workflow, StoredRun run, StepCodec codec)
    {
        var differences = new List<ReplayDifference>();
        var before = RunImage.Before(workflow);
        foreach (var at in RunLoader.Replay(workflow, run, codec))
        {
            var (stored, now) = (Written(at.Event.Plan), Again(before, at.Event, codec.Json));
            if (stored != now && at.Step.Kind is not (StepKind.Forked or StepKind.Migrated))
                differences.Add(new ReplayDifference(at.Step.Seq, at.Step.Kind, at.Step.Node, stored, now));
            before = at.Image;
        }
        return differences;
    }

    static string? Again(RunImage before, StepEvent step, JsonSerializerOptions json)
    {
        try
        {
            return step.Kind switch
            {
                StepKind.Started => Written(StepPlanner.Begin(before.Workflow)),
                StepKind.Finished or StepKind.Interrupted or StepKind.Slept or StepKind.Listening => Written(StepDecision.Close(before, step with { Plan = null }, json).Plan),
                StepKind.Answered or StepKind.Expired or StepKind.Woken => Written(Resumed(before, step, json)),
                StepKind.Signalled when step.Plan is not null => Written(Resumed(before, step, json)),
                _ => Written(step.Plan),
            };
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Choices are the workflow's own code: whatever they throw is what would happen now.
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    static StepPlan Resumed(RunImage before, StepEvent step, JsonSerializerOptions json)
    {
        var parked = before.Position.Parked.Find(waiting => waiting.Task.Id == step.Task) ?? throw new WorkflowRuntimeException($"The task {step.Task} does not wait.");
        var answer = step.Plan?.Tasks.Find(task => task.Answer is not null)?.Answer;
        var without = before.Position with { Parked = before.Position.Parked.Remove(parked) };
        return StepPlanner.Resume(before.Workflow, without, PatchMerger.Apply(before.State, step.Patch), parked.Task, answer, json);
    }

    static string? Written(StepPlan? plan) => plan is null ? null : Encoding.UTF8.GetString(StepWriter.Write(plan));
}
