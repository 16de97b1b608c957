using Steward.Workflows.Building;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Checkpoints;

/// <summary>How a node stands in a run.</summary>
public enum NodeState
{
    /// <summary>The run has not come here.</summary>
    Untouched,
    Done,
    /// <summary>To run next, or running now.</summary>
    Active,
    /// <summary>For an answer, a signal, a time, or the pause before another attempt.</summary>
    Waiting,
    Failed,
}

/// <summary>A node, and what the run did there.</summary>
/// <param name="Visits">How often it finished.</param>
/// <param name="Retries">Attempts that failed and were followed by another one.</param>
/// <param name="DurationMs">All attempts together.</param>
/// <param name="Error">Of the last attempt, while it has not been followed by a better one.</param>
public sealed record GraphNode(string Name, NodeKind Kind, NodeState State, int Visits, int Retries, long DurationMs, string? Error);

public sealed record GraphEdge(string From, string To);

/// <summary>A run's workflow, for drawing, with the state of each node in this run. <see cref="Workflow.End"/> is not among the nodes.</summary>
public sealed record RunGraph(string Workflow, int Version, string Start, IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges)
{
    /// <exception cref="WorkflowRuntimeException">The steps do not fit this workflow, or some are missing.</exception>
    public static RunGraph Of(Workflow workflow, StoredRun run, StepCodec codec, RunStatus status)
    {
        var position = RunLoader.Load(workflow, run, codec).Position;
        var waiting = position.Parked.Select(parked => parked.Task.Node).Concat(position.Ready.Where(task => task.Failures > 0).Select(task => task.Node)).ToHashSet(StringComparer.Ordinal);
        var active = position.Ready.Select(task => task.Node).ToHashSet(StringComparer.Ordinal);
        var steps = run.Steps.ToLookup(step => step.Node, StringComparer.Ordinal);
        var nodes = workflow.Nodes.Select(name =>
        {
            var own = steps[name].Where(step => step.Kind is StepKind.Finished or StepKind.Interrupted or StepKind.Slept or StepKind.Listening or StepKind.Retrying or StepKind.Failed).ToList();
            var visits = own.Count(step => step.Kind is StepKind.Finished or StepKind.Interrupted or StepKind.Slept or StepKind.Listening);
            var last = own.LastOrDefault();
            var error = last is { Kind: StepKind.Retrying or StepKind.Failed } ? StepCodec.ErrorOf(System.Text.Encoding.UTF8.GetString(last.Delta.Span)) : null;
            return new GraphNode(
                name, workflow.Node(name).Options.Kind, State(name, visits, last?.Kind), visits, own.Count(step => step.Kind == StepKind.Retrying), own.Sum(step => (long)step.DurationMs), error);
        });
        return new RunGraph(workflow.Name, workflow.Version, workflow.Start, [.. nodes], [.. workflow.Edges.Select(edge => new GraphEdge(edge.From, edge.To))]);

        NodeState State(string name, int visits, StepKind? last)
        {
            var over = status is RunStatus.Completed or RunStatus.Cancelled;
            if (!over && status == RunStatus.Failed && last == StepKind.Failed)
                return NodeState.Failed;
            if (!over && waiting.Contains(name))
                return NodeState.Waiting;
            if (!over && active.Contains(name))
                return NodeState.Active;
            return visits > 0 ? NodeState.Done : last == StepKind.Failed ? NodeState.Failed : NodeState.Untouched;
        }
    }
}
