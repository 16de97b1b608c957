using Steward.Workflows.Checkpoints;

namespace Steward.Workflows.Stepping;

/// <summary>
/// Keeps limits on how many tasks of a node run at the same time, counted over all workers: for nodes that call something which bears only so much. Without a gate,
/// and for nodes without a limit, nothing is asked.
/// </summary>
public interface INodeGate
{
    bool Limits(string workflow, string node);

    /// <returns>How many of the wanted places this run has got, at least one, or 0. A place that is not left is void when the lease is.</returns>
    ValueTask<int> EnterAsync(RunLease lease, string node, int wanted, CancellationToken cancel);

    /// <summary>Lets go of the run until there is a place: nobody holds it, and it is woken by who leaves. False when there is a place now, and the run is still held.</summary>
    ValueTask<bool> WaitAsync(RunLease lease, string node, CancellationToken cancel);

    ValueTask LeaveAsync(RunLease lease, string node, CancellationToken cancel);
}
