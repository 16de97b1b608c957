using Steward.Workflows.Building;
using Steward.Workflows.Events;

namespace Steward.Runs;

/// <summary>The workflows that this process can run, in all their versions, and who watches them. Rooms contribute by <see cref="RunsModule.AddWorkflow"/>.</summary>
public sealed class WorkflowCatalogue
{
    readonly Dictionary<(string Name, int Version), Workflow> workflows;
    readonly Dictionary<string, IReadOnlyList<IRunObserver>> observers;

    /// <exception cref="InvalidOperationException">Two workflows share name and version: stored runs could not tell them apart.</exception>
    public WorkflowCatalogue(IEnumerable<Workflow> workflows, IEnumerable<RunObserving> observing)
    {
        this.workflows = [];
        foreach (var workflow in workflows)
        {
            if (!this.workflows.TryAdd((workflow.Name, workflow.Version), workflow))
                throw new InvalidOperationException($"The workflow {workflow.Name} version {workflow.Version} is registered twice.");
        }
        observers = observing.GroupBy(one => one.Workflow, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, IReadOnlyList<IRunObserver> (group) => [.. group.Select(one => one.Observer)], StringComparer.Ordinal);
        Known = [.. this.workflows.Keys];
    }

    public IReadOnlyList<(string Workflow, int Version)> Known { get; }

    /// <summary>Null when this process lacks that version; a stored run of it is left alone.</summary>
    public Workflow? Find(string name, int version) => workflows.GetValueOrDefault((name, version));

    /// <summary>The version that new runs get.</summary>
    public Workflow? Newest(string name) => workflows.Values.Where(workflow => workflow.Name == name).MaxBy(workflow => workflow.Version);

    public IReadOnlyList<IRunObserver> ObserversOf(string workflow) => observers.GetValueOrDefault(workflow, []);
}

/// <summary>That an observer watches the runs of a workflow.</summary>
public sealed record RunObserving(string Workflow, IRunObserver Observer);
