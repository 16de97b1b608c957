using System.Collections.Immutable;

namespace Steward.Workflows.Building;

/// <summary>What can be known to be wrong with a graph before it runs.</summary>
static class GraphCheck
{
    public static IEnumerable<string> Problems(
        string name, int version, string? start, int maxSteps, IReadOnlyDictionary<string, Node> nodes, IReadOnlyDictionary<string, string> aliases,
        IReadOnlyDictionary<string, List<ExitRule>> exits, IReadOnlyDictionary<string, ImmutableHashSet<string>> joins, IReadOnlyDictionary<string, Node> compensations)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100)
            yield return "Its name must have 1 to 100 characters.";
        if (version < 1)
            yield return "Its version must be at least 1.";
        if (maxSteps < 1)
            yield return "Its limit of steps must be at least 1.";

        foreach (var missing in compensations.Keys.Where(node => !nodes.ContainsKey(node)).Order(StringComparer.Ordinal))
            yield return $"The compensation of '{missing}' undoes what is no node.";
        foreach (var problem in nodes.Values.Concat(compensations.Values).OrderBy(node => node.Name, StringComparer.Ordinal).SelectMany(Options))
            yield return problem;

        bool Exists(string node) => node == Workflow.End || nodes.ContainsKey(node) || aliases.ContainsKey(node) || (SubGraphs.ExitOf(node) is { } sub && aliases.ContainsKey(sub));
        var broken = false;
        foreach (var (from, rules) in exits.OrderBy(exit => exit.Key, StringComparer.Ordinal))
        {
            if (!Exists(from) || from == Workflow.End)
            {
                broken = true;
                yield return $"An edge leaves '{from}', which is no node.";
            }
            foreach (var missing in rules.SelectMany(rule => rule.Targets).Where(to => !Exists(to)).Distinct(StringComparer.Ordinal))
            {
                broken = true;
                yield return $"'{from}' leads to '{missing}', which is no node.";
            }
            if (rules.Exists(rule => rule is FanOutRule) && rules.Count(rule => rule is not DynamicRule) > 1)
                yield return $"'{from}' has a fan-out and other edges; a fan-out must be its only way out.";
            foreach (var rule in rules.OfType<FanOutRule>().Where(rule => rule.Branches.IsEmpty || rule.Branches.Contains(Workflow.End) || rule.Join == Workflow.End))
                yield return $"The fan-out after '{from}' needs branches that are nodes, and a join that is a node.";
        }
        foreach (var node in nodes.Keys.Concat(aliases.Keys).Where(node => !exits.ContainsKey(node)).Order(StringComparer.Ordinal))
            yield return $"'{node}' leads nowhere: add Edge(\"{node}\", Workflow.End) if it is the last.";

        if (start is null || !Exists(start) || start == Workflow.End)
            yield return start is null ? "It has no start." : $"Its start '{start}' is no node.";
        else if (!broken)
            foreach (var problem in Unreachable(start, [.. nodes.Keys], aliases, exits, joins))
                yield return problem;
    }

    static IEnumerable<string> Options(Node node)
    {
        if (node.Options.MaxParallel < 1 || node.Options.MaxVisits < 1)
            yield return $"The limits of '{node.Name}' must be at least 1.";
        if (node.Options.Timeout <= TimeSpan.Zero)
            yield return $"The timeout of '{node.Name}' must be longer than nothing.";
        if (node.Options.Retry is { MaxAttempts: < 1 } or { Factor: < 1 } or { Jitter: < 0 or > 1 })
            yield return $"The retry policy of '{node.Name}' needs at least one attempt, a factor of at least 1, and a jitter from 0 to 1.";
    }

    static IEnumerable<string> Unreachable(
        string start, IReadOnlyCollection<string> nodes, IReadOnlyDictionary<string, string> aliases, IReadOnlyDictionary<string, List<ExitRule>> exits,
        IReadOnlyDictionary<string, ImmutableHashSet<string>> joins)
    {
        // A choice without declared targets may lead anywhere: then nothing can be said about reach.
        if (exits.Values.Any(rules => rules.Exists(rule => rule.Open)))
            yield break;
        var forward = nodes.Concat(aliases.Keys).ToDictionary(node => node, node => Successors(node).ToList(), StringComparer.Ordinal);
        var reached = Closure([start], node => forward.GetValueOrDefault(node, []));
        foreach (var node in nodes.Where(node => !reached.Contains(node)).Order(StringComparer.Ordinal))
            yield return $"'{node}' cannot be reached from '{start}'.";
        foreach (var (join, after) in joins.OrderBy(join => join.Key, StringComparer.Ordinal))
        {
            // Without going through the join itself: what only the join leads to cannot happen before it.
            var before = start == join ? [] : Closure([start], node => forward.GetValueOrDefault(node, []).Where(to => to != join));
            foreach (var never in after.Where(node => reached.Contains(node) && !before.Contains(node)).Order(StringComparer.Ordinal))
                yield return $"The join '{join}' waits for '{never}', which can only run after it.";
        }
        var backward = forward.SelectMany(pair => pair.Value.Select(to => (From: pair.Key, To: to))).ToLookup(edge => edge.To, edge => edge.From, StringComparer.Ordinal);
        var ends = Closure([Workflow.End], node => backward[node]);
        foreach (var node in nodes.Where(node => reached.Contains(node) && !ends.Contains(node)).Order(StringComparer.Ordinal))
            yield return $"From '{node}' no way leads to the end: add one, even if a handler ends the run itself.";

        IEnumerable<string> Successors(string node)
        {
            // A sub-graph's name stands for its start when entered; its own edges are those of its exit.
            if (aliases.TryGetValue(node, out var inner))
                return [inner];
            return exits.GetValueOrDefault(node, []).SelectMany(rule => rule.Targets).SelectMany(to => SubGraphs.ExitOf(to) is { } sub ? ExitTargets(sub) : [to]);
        }

        IEnumerable<string> ExitTargets(string sub) =>
            exits.GetValueOrDefault(sub, []).SelectMany(rule => rule.Targets).SelectMany(to => SubGraphs.ExitOf(to) is { } outer ? ExitTargets(outer) : [to]);
    }

    static HashSet<string> Closure(IEnumerable<string> from, Func<string, IEnumerable<string>> next)
    {
        var seen = new HashSet<string>(from, StringComparer.Ordinal);
        var queue = new Queue<string>(seen);
        while (queue.TryDequeue(out var node))
        {
            foreach (var successor in next(node).Where(seen.Add))
                queue.Enqueue(successor);
        }
        return seen;
    }
}
