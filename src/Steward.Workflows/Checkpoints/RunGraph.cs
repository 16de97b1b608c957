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

/// <summary>What a run did at a node, over all of its steps.</summary>
/// <param name="Visits">Steps of which <see cref="IsVisit"/> is true.</param>
/// <param name="Last">The kind of the last attempt.</param>
/// <param name="Error">Of the last attempt, if it failed.</param>
public sealed record NodeWork(int Visits, int Retries, long DurationMs, StepKind Last, string? Error)
{
    public static bool IsVisit(StepKind kind) => kind is StepKind.Finished or StepKind.Interrupted or StepKind.Slept or StepKind.Listening;

    public static bool IsFailure(StepKind kind) => kind is StepKind.Retrying or StepKind.Failed;
}

/// <summary>A run's workflow, for drawing, with the state of each node in this run. <see cref="Workflow.End"/> is not among the nodes.</summary>
public sealed record RunGraph(string Workflow, int Version, string Start, IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges)
{
    /// <param name="newest">The newest snapshot and what follows it: more is not needed to know where the run stands.</param>
    /// <param name="work">By node; without those where nothing was done.</param>
    /// <exception cref="WorkflowRuntimeException">The steps do not fit this workflow, or some are missing.</exception>
    public static RunGraph Of(Workflow workflow, StoredRun newest, IReadOnlyDictionary<string, NodeWork> work, StepCodec codec, RunStatus status)
    {
        var position = RunLoader.Load(workflow, newest, codec).Position;
        var waiting = position.Parked.Select(parked => parked.Task.Node).Concat(position.Ready.Where(task => task.Failures > 0).Select(task => task.Node)).ToHashSet(StringComparer.Ordinal);
        var active = position.Ready.Select(task => task.Node).ToHashSet(StringComparer.Ordinal);
        var nodes = workflow.Nodes.Select(name =>
        {
            var own = work.GetValueOrDefault(name);
            return new GraphNode(name, workflow.Node(name).Options.Kind, State(name, own), own?.Visits ?? 0, own?.Retries ?? 0, own?.DurationMs ?? 0, own?.Error);
        });
        return new RunGraph(workflow.Name, workflow.Version, workflow.Start, [.. nodes], [.. workflow.Edges.Select(edge => new GraphEdge(edge.From, edge.To))]);

        NodeState State(string name, NodeWork? own)
        {
            var over = status is RunStatus.Completed or RunStatus.Cancelled;
            if (!over && status == RunStatus.Failed && own?.Last == StepKind.Failed)
                return NodeState.Failed;
            if (!over && waiting.Contains(name))
                return NodeState.Waiting;
            if (!over && active.Contains(name))
                return NodeState.Active;
            return own?.Visits > 0 ? NodeState.Done : own?.Last == StepKind.Failed ? NodeState.Failed : NodeState.Untouched;
        }
    }
}
