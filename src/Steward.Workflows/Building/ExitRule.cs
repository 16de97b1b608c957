using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.State;

namespace Steward.Workflows.Building;

/// <summary>One way out of a node. Rules are functions of the state alone: the same checkpoint always leads to the same place.</summary>
/// <param name="Targets">All nodes that it can lead to, as far as declared.</param>
/// <param name="Open">True when it may also lead to nodes that were not declared.</param>
abstract record ExitRule(ImmutableArray<string> Targets, bool Open = false)
{
    public abstract Routing Evaluate(string from, WorkflowState state, JsonSerializerOptions json);

    /// <summary>The same rule inside a larger graph, where every name has a prefix.</summary>
    public abstract ExitRule Renamed(Func<string, string> name);

    protected static ImmutableArray<string> Map(ImmutableArray<string> targets, Func<string, string> name) => [.. targets.Select(name)];
}

sealed record EdgeRule(string To) : ExitRule([To])
{
    /// <summary>By target alone: an array, as the base has one, is equal only to itself.</summary>
    public bool Equals(EdgeRule? other) => other?.To == To;

    public override int GetHashCode() => To.GetHashCode(StringComparison.Ordinal);

    public override Routing Evaluate(string from, WorkflowState state, JsonSerializerOptions json) => new([new Target(To, null, from)], null);

    public override ExitRule Renamed(Func<string, string> name) => new EdgeRule(name(To));
}

sealed record ChoiceRule(Func<WorkflowState, IReadOnlyList<string>> Choose, ImmutableArray<string> Declared, Func<string, bool> Exists) : ExitRule(Declared, Declared.IsEmpty)
{
    public override Routing Evaluate(string from, WorkflowState state, JsonSerializerOptions json)
    {
        var chosen = Choose(state);
        foreach (var node in chosen)
        {
            if (Targets.IsEmpty ? !Exists(node) : !Targets.Contains(node))
                throw new WorkflowRuntimeException($"The choice after '{from}' led to '{node}', which is not among its nodes.");
        }
        return new([.. chosen.Distinct(StringComparer.Ordinal).Select(node => new Target(node, null, from))], null);
    }

    public override ExitRule Renamed(Func<string, string> name)
    {
        var choose = Choose;
        var exists = Exists;
        return new RenamedChoice(choose, Targets, exists, name);
    }

    sealed record RenamedChoice(Func<WorkflowState, IReadOnlyList<string>> Inner, ImmutableArray<string> InnerTargets, Func<string, bool> InnerExists, Func<string, string> Name)
        : ExitRule(Map(InnerTargets, Name), InnerTargets.IsEmpty)
    {
        public override Routing Evaluate(string from, WorkflowState state, JsonSerializerOptions json)
        {
            var name = Name;
            var routing = new ChoiceRule(Inner, InnerTargets, InnerExists).Evaluate(from, state, json);
            return routing with { Targets = [.. routing.Targets.Select(target => target with { Node = name(target.Node) })] };
        }

        public override ExitRule Renamed(Func<string, string> name)
        {
            var inner = Name;
            return this with { Name = node => name(inner(node)), Targets = Map(Targets, name) };
        }
    }
}

/// <summary>Static branches, or one task per item; all of them meet at the join.</summary>
sealed record FanOutRule(Func<WorkflowState, JsonSerializerOptions, IEnumerable<JsonElement?>>? Items, ImmutableArray<string> Branches, string Join) : ExitRule(Branches.Add(Join))
{
    public override Routing Evaluate(string from, WorkflowState state, JsonSerializerOptions json)
    {
        var branches = Branches;
        return new(Items is null
            ? [.. branches.Select(branch => new Target(branch, null, from))]
            : [.. Items(state, json).Select(item => new Target(branches[0], item, from))], Join);
    }

    public override ExitRule Renamed(Func<string, string> name) => new FanOutRule(Items, Map(Branches, name), name(Join));
}

/// <summary>Nothing by itself: declares where the handler may go with Goto and Send.</summary>
sealed record DynamicRule(ImmutableArray<string> To) : ExitRule(To)
{
    public override Routing Evaluate(string from, WorkflowState state, JsonSerializerOptions json) => new([], null);

    public override ExitRule Renamed(Func<string, string> name) => new DynamicRule(Map(To, name));
}
