using Steward.Workflows.State;

namespace Steward.Workflows.Building;

/// <summary>How runs of one version become runs of another: an explicit function, run by an operator, for one run or for all, never by itself.</summary>
public sealed class WorkflowMigration
{
    /// <param name="from">The version that the runs have; only its channels and names are used.</param>
    /// <exception cref="WorkflowDefinitionException">The two are not versions of one workflow.</exception>
    public WorkflowMigration(Workflow from, Workflow to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Name != to.Name || from.Version == to.Version)
            throw new WorkflowDefinitionException($"A migration leads from one version of a workflow to another, not from {from.Name} version {from.Version} to {to.Name} version {to.Version}.");
        (From, To) = (from, to);
    }

    public Workflow From { get; }
    public Workflow To { get; }

    /// <summary>Nodes that have another name in the new version, or whose place another node takes. A node that is not named keeps its name.</summary>
    public IReadOnlyDictionary<string, string> Nodes { get; init; } = new Dictionary<string, string>();

    /// <summary>Channels whose values are given up. A value for which the new version has no channel, and that is not named here, stops the migration.</summary>
    public IReadOnlyCollection<string> Drops { get; init; } = [];

    /// <summary>What the new version's channels hold beside what is carried over by name. A pure function of the old state.</summary>
    public Func<WorkflowState, Patch> State { get; init; } = static _ => Patch.Empty;
}
