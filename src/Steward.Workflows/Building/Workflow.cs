using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Signals;
using Steward.Workflows.State;

namespace Steward.Workflows.Building;

/// <summary>
/// A validated graph; immutable, shared by all its runs. A run is pinned to name and version: whoever changes what a stored run could notice
/// (nodes, edges, channels) gives it a new version and keeps the old one registered while runs of it are alive.
/// </summary>
public sealed class Workflow
{
    /// <summary>The state in which a branch has ended. A run is completed when all its branches have.</summary>
    public const string End = "__end__";

    readonly ImmutableDictionary<string, Node> nodes;
    readonly ImmutableDictionary<string, ImmutableArray<ExitRule>> exits;
    readonly ImmutableDictionary<string, string> aliases;

    internal Workflow(
        string name, int version, string start, int maxSteps, ChannelSet channels, ImmutableDictionary<string, Node> nodes,
        ImmutableDictionary<string, ImmutableArray<ExitRule>> exits, ImmutableDictionary<string, ImmutableHashSet<string>> joins,
        ImmutableDictionary<string, string> aliases, ImmutableDictionary<string, SignalRule> signals,
        ImmutableDictionary<string, Node> compensations, bool compensatesOnFailure, ImmutableArray<string> outcomes)
    {
        Name = name;
        Version = version;
        Start = start;
        MaxSteps = maxSteps;
        Channels = channels;
        Joins = joins;
        Signals = signals;
        Compensations = compensations;
        CompensatesOnFailure = compensatesOnFailure;
        Outcomes = outcomes;
        this.nodes = nodes;
        this.exits = exits;
        this.aliases = aliases;
    }

    public string Name { get; }
    public int Version { get; }

    /// <summary>Beyond this many steps a run fails: a loop that never ends must not run for ever.</summary>
    public int MaxSteps { get; }

    public IEnumerable<string> Nodes => nodes.Keys.Order(StringComparer.Ordinal);

    /// <summary>For drawing: every edge that can be known without running, also those of fan-outs and declared choices.</summary>
    public IEnumerable<(string From, string To)> Edges =>
        exits.OrderBy(exit => exit.Key, StringComparer.Ordinal).SelectMany(exit => exit.Value.SelectMany(rule => rule.Targets.Select(to => (exit.Key, to)))).Distinct();

    /// <summary>The names of the signals that its runs take.</summary>
    public IEnumerable<string> SignalNames => Signals.Keys.Order(StringComparer.Ordinal);

    /// <summary>The names with which a node may end its runs.</summary>
    public IReadOnlyList<string> Outcomes { get; }

    /// <summary>The sentence that says why runs of this workflow cannot take such a signal, or null when they can.</summary>
    public string? ProblemWith(Signal signal, JsonSerializerOptions json)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return Signals.TryGetValue(signal.Name, out var rule) ? rule.Problem(signal.Payload, json) : $"The workflow {Name} takes no signal '{signal.Name}'.";
    }

    internal string Start { get; }
    internal ImmutableDictionary<string, SignalRule> Signals { get; }

    /// <summary>By the node whose visits they undo.</summary>
    internal ImmutableDictionary<string, Node> Compensations { get; }
    internal bool CompensatesOnFailure { get; }
    internal ChannelSet Channels { get; }
    internal ImmutableDictionary<string, ImmutableHashSet<string>> Joins { get; }
    internal ImmutableDictionary<string, Node> AllNodes => nodes;
    internal ImmutableDictionary<string, ImmutableArray<ExitRule>> AllExits => exits;
    internal ImmutableDictionary<string, string> AllAliases => aliases;

    internal WorkflowState InitialState => new(Channels);

    /// <exception cref="WorkflowRuntimeException">There is no such node in this version.</exception>
    internal Node Node(string name) =>
        nodes.GetValueOrDefault(name) ?? throw new WorkflowRuntimeException($"The workflow {Name} version {Version} has no node '{name}'.");

    /// <summary>Where a finished node leads, by its edges.</summary>
    internal Routing RouteFrom(string node, WorkflowState state, JsonSerializerOptions json)
    {
        var targets = ImmutableArray.CreateBuilder<Target>();
        string? join = null;
        foreach (var rule in exits.GetValueOrDefault(node, []))
        {
            var routing = rule.Evaluate(node, state, json);
            join ??= routing.Join;
            foreach (var target in routing.Targets)
            {
                if (SubGraphs.ExitOf(target.Node) is { } subGraph)
                {
                    // Leaving a sub-graph is going where the sub-graph's own name leads.
                    var outer = RouteFrom(subGraph, state, json);
                    join ??= outer.Join;
                    targets.AddRange(outer.Targets);
                }
                else
                {
                    targets.Add(target with { Node = Enter(target.Node) });
                }
            }
        }
        return new(targets.ToImmutable(), join is null ? null : Enter(join));
    }

    /// <summary>Where a node goes that named its targets itself.</summary>
    /// <exception cref="WorkflowRuntimeException">A target is not declared for this node.</exception>
    internal Routing RouteTo(string from, IReadOnlyList<Send> sends, string? join)
    {
        var declared = exits.GetValueOrDefault(from, []).SelectMany(rule => rule.Targets).ToHashSet(StringComparer.Ordinal);
        return new([.. sends.Select(send => new Target(Declared(send.Node), send.Input, from))], join is null ? null : Declared(join));

        string Declared(string target)
        {
            var local = SubGraphs.Beside(from, target);
            return declared.Contains(local) ? Enter(local)
                : declared.Contains(target) ? Enter(target)
                : throw new WorkflowRuntimeException($"The node '{from}' wants to go to '{target}', which is not declared: add Dynamic(\"{from}\", \"{target}\") to the workflow.");
        }
    }

    string Enter(string node) => aliases.GetValueOrDefault(node, node);
}

/// <summary>One task to be planned, and which node it comes from.</summary>
readonly record struct Target(string Node, JsonElement? Input, string From);

/// <summary>What follows a node. With a join, the targets form a group and the join runs after all of it.</summary>
readonly record struct Routing(ImmutableArray<Target> Targets, string? Join);

/// <summary>A run met something that its graph does not allow. It fails with this message; another attempt would not help.</summary>
public sealed class WorkflowRuntimeException(string message) : Exception(message);

/// <summary>The graph is wrong; the message names the node.</summary>
public sealed class WorkflowDefinitionException(string message) : Exception(message);
