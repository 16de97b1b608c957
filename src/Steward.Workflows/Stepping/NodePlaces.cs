using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;

namespace Steward.Workflows.Stepping;

/// <summary>The tasks of a super-step that may run now, and the places they hold until this is disposed.</summary>
sealed class NodePlaces : IAsyncDisposable
{
    readonly INodeGate gate;
    readonly RunLease lease;
    readonly List<string> entered = [];

    NodePlaces(INodeGate gate, RunLease lease)
    {
        this.gate = gate;
        this.lease = lease;
    }

    /// <summary>Empty when the run has been let go, to be woken when there is a place.</summary>
    public List<RunTask> Admitted { get; } = [];

    /// <summary>Takes what places there are. When none of the tasks may run, the run waits without being held.</summary>
    public static async ValueTask<NodePlaces> TakeAsync(INodeGate gate, RunLease lease, Workflow workflow, List<RunTask> due, CancellationToken cancel)
    {
        var places = new NodePlaces(gate, lease);
        try
        {
            var groups = due.GroupBy(task => task.Node, StringComparer.Ordinal).ToList();
            do
            {
                foreach (var group in groups)
                    await places.AdmitAsync(group.Key, [.. group], workflow, cancel).ConfigureAwait(false);
            }
            while (places.Admitted.Count == 0 && !await gate.WaitAsync(lease, groups[0].Key, cancel).ConfigureAwait(false));
            return places;
        }
        catch
        {
            await places.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    async ValueTask AdmitAsync(string node, List<RunTask> tasks, Workflow workflow, CancellationToken cancel)
    {
        if (!gate.Limits(workflow.Name, node) || !workflow.AllNodes.TryGetValue(node, out var known))
        {
            Admitted.AddRange(tasks);
            return;
        }
        var got = await gate.EnterAsync(lease, node, Math.Min(tasks.Count, known.Options.MaxParallel), cancel).ConfigureAwait(false);
        if (got > 0)
            entered.Add(node);
        Admitted.AddRange(tasks.Take(got));
    }

    /// <summary>Also when the run was cancelled or lost: others wait for these places.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in entered)
            await gate.LeaveAsync(lease, node, CancellationToken.None).ConfigureAwait(false);
        entered.Clear();
    }
}
