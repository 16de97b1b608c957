using System.Text.Json;
using Steward.Workflows.Policies;
using Steward.Workflows.State;

namespace Steward.Workflows.Building;

/// <summary>What a node touches; decides what its commit costs and what a retry may repeat.</summary>
public enum NodeKind
{
    /// <summary>Works only in Steward's own database. Its whole use of the step's scope is one transaction with the checkpoint: all of it happens exactly once.</summary>
    Transactional,
    /// <summary>Computes from the state alone. Cheapest: no scope is opened unless it asks for a service.</summary>
    Pure,
    /// <summary>
    /// Calls the outside, or takes long. No transaction is open while it runs; what it leaves staged is committed with the checkpoint. It may be repeated
    /// after a crash, so it must hand <see cref="NodeContext.Key"/> to the outside, or look there first.
    /// </summary>
    External,
}

public sealed record NodeOptions
{
    public static readonly NodeOptions Default = new();

    public NodeKind Kind { get; init; } = NodeKind.Transactional;
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>Cancels the handler's token after this time; counts as a failed attempt. Cooperative: a handler that ignores its token is waited for.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often the node may finish within one run: the limit of a loop. Beyond it the run fails and names the node.</summary>
    public int? MaxVisits { get; init; }

    /// <summary>How many tasks of this node run at the same time within one run (for-each, send).</summary>
    public int MaxParallel { get; init; } = 4;
}

public delegate ValueTask<NodeResult> NodeHandler(NodeContext context, CancellationToken cancel);

sealed record Node(string Name, NodeHandler Handler, NodeOptions Options);

/// <summary>What a handler sees.</summary>
public sealed class NodeContext
{
    /// <summary>As it was when the super-step began; the same for all its parallel tasks.</summary>
    public required WorkflowState State { get; init; }

    public required Guid RunId { get; init; }

    /// <summary>The person whose run it is; the engine only carries it.</summary>
    public required Guid OwnerId { get; init; }

    public required string Node { get; init; }

    /// <summary>1 for the first; crashed attempts count.</summary>
    public required int Attempt { get; init; }

    /// <summary>Names this execution of the node for the world outside: the same over retries, crashes and workers; different for the next visit and for other items.</summary>
    public required string Key { get; init; }

    /// <summary>The step's scope. What is staged on its database context commits with the checkpoint or not at all.</summary>
    public required IServiceProvider Services { get; init; }

    /// <summary>The item, for a task of a for-each or a send.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>For the successor of an interrupt or of a wait for a signal: the answer or the payload; null when the time ran out, or when this is no such successor.</summary>
    public JsonElement? Answer { get; init; }

    /// <summary>For a compensation: what it undoes; else null.</summary>
    public CompensatedVisit? Compensates { get; init; }

    internal JsonSerializerOptions Json { get; init; } = JsonSerializerOptions.Web;

    /// <summary>The note of the visit that is compensated.</summary>
    /// <exception cref="InvalidOperationException">This is no compensation, or the visit left no note.</exception>
    public T ReadNote<T>() => Compensates?.Note is { } note
        ? note.Deserialize<T>(Json)!
        : throw new InvalidOperationException($"There is no note of a visit to '{Node}': leave one with CompensateWith.");

    /// <exception cref="InvalidOperationException">The task has no input.</exception>
    public T ReadInput<T>() => Input is { } input
        ? input.Deserialize<T>(Json)!
        : throw new InvalidOperationException($"The node '{Node}' was not started by a for-each or a send: it has no input.");
}
