using System.Collections.Immutable;

namespace Steward.Workflows.Building;

/// <summary>
/// Sub-graphs are laid flat when a workflow is built: node "find" of the sub-graph "mail" is "mail/find". So planning, checkpoints and history know one flat
/// graph, and a crash inside a sub-graph is a crash like any other.
/// </summary>
static class SubGraphs
{
    const char Separator = '/';
    const string ExitSuffix = "/" + Workflow.End;

    public static string Name(string subGraph, string node) => subGraph + Separator + node;

    /// <summary>The sub-graph that this target leaves, or null.</summary>
    public static string? ExitOf(string target) => target.EndsWith(ExitSuffix, StringComparison.Ordinal) ? target[..^ExitSuffix.Length] : null;

    /// <summary>The node of that name in the same sub-graph.</summary>
    public static string Beside(string from, string target) => from.LastIndexOf(Separator) is var at and >= 0 ? from[..(at + 1)] + target : target;

    public static void Add(
        string name, Workflow inner, IDictionary<string, Node> nodes, IDictionary<string, List<ExitRule>> exits,
        IDictionary<string, ImmutableHashSet<string>> joins, IDictionary<string, string> aliases, IDictionary<string, Node> compensations)
    {
        string Rename(string node) => Name(name, node);
        foreach (var (node, definition) in inner.AllNodes)
            nodes.Add(Rename(node), definition with { Name = Rename(node) });
        foreach (var (node, compensation) in inner.Compensations)
            compensations.Add(Rename(node), compensation with { Name = Rename(node) });
        foreach (var (node, rules) in inner.AllExits)
            exits.Add(Rename(node), [.. rules.Select(rule => rule.Renamed(Rename))]);
        foreach (var (node, parties) in inner.Joins)
            joins.Add(Rename(node), [.. parties.Select(Rename)]);
        foreach (var (alias, start) in inner.AllAliases)
            aliases.Add(Rename(alias), Rename(start));
        aliases.Add(name, Rename(inner.Start));
    }
}
