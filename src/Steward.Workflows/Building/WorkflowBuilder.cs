using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Signals;
using Steward.Workflows.State;

namespace Steward.Workflows.Building;

/// <summary>Describes a graph in code. Nothing is checked before <see cref="Build"/>, so the order of the calls is free.</summary>
public sealed class WorkflowBuilder(string name, int version)
{
    readonly List<Channel> channels = [];
    readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<ExitRule>> exits = new(StringComparer.Ordinal);
    readonly Dictionary<string, ImmutableHashSet<string>> joins = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> aliases = new(StringComparer.Ordinal);
    readonly Dictionary<string, SignalRule> signals = new(StringComparer.Ordinal);
    readonly Dictionary<string, Node> compensations = new(StringComparer.Ordinal);
    readonly HashSet<string> outcomes = new(StringComparer.Ordinal);
    readonly List<string> problems = [];
    string? start;
    int maxSteps = 10_000;
    bool compensatesOnFailure;

    /// <summary>Declares fields of the state. The same channel may be declared again (by a sub-graph); another one with its name may not.</summary>
    public WorkflowBuilder Channels(params IEnumerable<Channel> declared)
    {
        foreach (var channel in declared)
        {
            if (channels.Find(known => known.Name == channel.Name) is not { } known)
                channels.Add(channel);
            else if (!ReferenceEquals(known, channel))
                problems.Add($"Two different channels are called '{channel.Name}'.");
        }
        return this;
    }

    public WorkflowBuilder Node(string node, NodeHandler handler, NodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (string.IsNullOrWhiteSpace(node) || node.Contains('/') || node == Workflow.End || node.Length > 80)
            problems.Add($"'{node}' is no name for a node: give it up to 80 characters, without '/', and not '{Workflow.End}'.");
        else if (Knows(node) || !nodes.TryAdd(node, new Node(node, handler, options ?? NodeOptions.Default)))
            problems.Add($"Two nodes are called '{node}'.");
        return this;
    }

    /// <summary>A handler without waiting.</summary>
    public WorkflowBuilder Node(string node, Func<NodeContext, NodeResult> handler, NodeOptions? options = null) =>
        Node(node, (context, _) => ValueTask.FromResult(handler(context)), options);

    /// <summary>
    /// How a finished visit of this node is undone when the run is cancelled. Each visit is undone once, the latest first, one after another, each as a step with
    /// a key, a retry policy and attempts of its own. It may change the state and ends with Next or Fail; it cannot ask, wait, or begin other nodes.
    /// </summary>
    public WorkflowBuilder Compensate(string node, NodeHandler handler, NodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (!compensations.TryAdd(node, new Node(node, handler, options ?? NodeOptions.Default)))
            problems.Add($"The node '{node}' has two compensations.");
        return this;
    }

    /// <summary>A compensation without waiting.</summary>
    public WorkflowBuilder Compensate(string node, Func<NodeContext, NodeResult> handler, NodeOptions? options = null) =>
        Compensate(node, (context, _) => ValueTask.FromResult(handler(context)), options);

    /// <summary>
    /// A run that fails is compensated too, at once, and ends as cancelled, with the failure as its reason. Without this a failed run keeps its position, and a
    /// person decides: retry, cancel (which compensates), or drop.
    /// </summary>
    public WorkflowBuilder CompensateOnFailure()
    {
        compensatesOnFailure = true;
        return this;
    }

    public WorkflowBuilder Edge(string from, string to) => Exit(from, new EdgeRule(to));

    /// <summary>Chooses the successor by the merged state. The choice must be a pure function. Name all possible targets, so that the graph can be checked and drawn.</summary>
    public WorkflowBuilder Conditional(string from, Func<WorkflowState, string> choose, params IEnumerable<string> targets) =>
        Exit(from, new ChoiceRule(state => [choose(state)], [.. targets], Exists));

    /// <summary>Chooses several successors, which run in parallel; none ends the branch.</summary>
    public WorkflowBuilder Conditional(string from, Func<WorkflowState, IReadOnlyList<string>> choose, params IEnumerable<string> targets) =>
        Exit(from, new ChoiceRule(choose, [.. targets], Exists));

    /// <summary>Declares where the node's own Goto and Send may lead.</summary>
    public WorkflowBuilder Dynamic(string from, params IEnumerable<string> targets) => Exit(from, new DynamicRule([.. targets]));

    /// <summary>Runs the branches at the same time; <paramref name="join"/> runs once after each of them has reached it or has ended, however long that takes.</summary>
    public WorkflowBuilder Parallel(string from, IEnumerable<string> branches, string join) => Exit(from, new FanOutRule(null, [.. branches], join));

    /// <summary>
    /// One task of <paramref name="body"/> per item, each with its item as input; the nodes that follow the body keep the item. <paramref name="join"/> runs
    /// once after all of them have reached it; at once when there is no item. How many run at the same time is the body's <see cref="NodeOptions.MaxParallel"/>.
    /// </summary>
    public WorkflowBuilder ForEach<TItem>(string from, Func<WorkflowState, IEnumerable<TItem>> items, string body, string join) =>
        Exit(from, new FanOutRule((state, json) => items(state).Select(item => (JsonElement?)JsonSerializer.SerializeToElement(item, json)), [body], join));

    /// <summary>An edge from each of these nodes; <paramref name="node"/> runs when all of them have finished since it last ran, in whichever super-step each does.</summary>
    public WorkflowBuilder Join(string node, params IReadOnlyList<string> after)
    {
        if (after.Count < 2 || !joins.TryAdd(node, [.. after]))
            problems.Add($"The join '{node}' must be declared once, with the nodes that it waits for (at least two).");
        foreach (var from in after)
            Edge(from, node);
        return this;
    }

    /// <summary>
    /// Runs take signals of this name. With a channel, their payloads go into it between super-steps, in the order in which they came; without, they stay in the
    /// mailbox until a node waits for them with <see cref="NodeResult.WaitForSignal"/>.
    /// </summary>
    public WorkflowBuilder Signal(string signal, Channel? into = null)
    {
        if (string.IsNullOrWhiteSpace(signal) || signal.Length > Signals.Signal.MaxNameLength)
            problems.Add($"'{signal}' is no name for a signal: give it up to {Signals.Signal.MaxNameLength} characters.");
        else if (!signals.TryAdd(signal, new SignalRule(signal, into)) && !ReferenceEquals(signals[signal].Into, into))
            problems.Add($"The signal '{signal}' is declared twice, with different channels.");
        return into is null ? this : Channels(into);
    }

    /// <summary>The names with which a node may end the run (<see cref="NodeResult.Done"/>). A run that ends because nothing is left to do has no outcome.</summary>
    public WorkflowBuilder Outcomes(params IEnumerable<string> names)
    {
        foreach (var outcome in names)
        {
            if (string.IsNullOrWhiteSpace(outcome) || outcome.Length > 80)
                problems.Add($"'{outcome}' is no name for an outcome: give it up to 80 characters.");
            outcomes.Add(outcome);
        }
        return this;
    }

    /// <summary>
    /// Another workflow as one node of this one. It works on the same state: its channels are declared here too. Its end leads along this node's edges;
    /// a Done inside ends the whole run. Its signals and outcomes are those of the whole run; whether a failure is compensated is for the whole to say.
    /// </summary>
    public WorkflowBuilder SubGraph(string node, Workflow inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (string.IsNullOrWhiteSpace(node) || node.Contains('/') || Knows(node))
        {
            problems.Add($"'{node}' is no free name for a sub-graph.");
            return this;
        }
        SubGraphs.Add(node, inner, nodes, exits, joins, aliases, compensations);
        foreach (var rule in inner.Signals.Values)
            Signal(rule.Name, rule.Into);
        return Outcomes(inner.Outcomes).Channels(inner.Channels.All);
    }

    public WorkflowBuilder Start(string node)
    {
        start = node;
        return this;
    }

    /// <summary>The limit for all loops together; 10,000 steps unless said otherwise.</summary>
    public WorkflowBuilder MaxSteps(int limit)
    {
        maxSteps = limit;
        return this;
    }

    /// <exception cref="WorkflowDefinitionException">The graph is wrong; the message lists every problem and names the nodes.</exception>
    public Workflow Build()
    {
        var all = problems.Concat(GraphCheck.Problems(name, version, start, maxSteps, nodes, aliases, exits, joins, compensations)).ToList();
        if (all.Count > 0)
            throw new WorkflowDefinitionException($"The workflow '{name}' version {version} cannot be built. {string.Join(' ', all)}");
        return new Workflow(
            name, version, aliases.GetValueOrDefault(start!, start!), maxSteps, new ChannelSet(channels), nodes.ToImmutableDictionary(StringComparer.Ordinal),
            exits.ToImmutableDictionary(exit => exit.Key, exit => exit.Value.ToImmutableArray(), StringComparer.Ordinal),
            joins.ToImmutableDictionary(StringComparer.Ordinal), aliases.ToImmutableDictionary(StringComparer.Ordinal), signals.ToImmutableDictionary(StringComparer.Ordinal),
            compensations.ToImmutableDictionary(StringComparer.Ordinal), compensatesOnFailure, [.. outcomes.Order(StringComparer.Ordinal)]);
    }

    bool Knows(string node) => nodes.ContainsKey(node) || aliases.ContainsKey(node);

    bool Exists(string node) => node == Workflow.End || Knows(node);

    WorkflowBuilder Exit(string from, ExitRule rule)
    {
        if (!exits.TryGetValue(from, out var rules))
            exits[from] = rules = [];
        if (rule is not EdgeRule || !rules.Contains(rule))
            rules.Add(rule);
        return this;
    }
}
