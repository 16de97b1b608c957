using System.Collections.Immutable;
using Steward.Workflows.State;

namespace Steward.Workflows.Stepping;

/// <summary>
/// How patches become state: a pure function. The patches of one super-step are merged in the order of their tasks, so the result does not depend on which
/// task finished first. A last-value channel that two of them set to different values is a conflict, and so is replacing a value that another one adds to.
/// </summary>
static class PatchMerger
{
    /// <summary>One patch over a state; nothing can conflict.</summary>
    public static WorkflowState Apply(WorkflowState state, Patch patch)
    {
        if (patch.IsEmpty)
            return state;
        var next = state.ToBuilder();
        foreach (var entry in patch.Entries)
            next[entry.Channel.Name] = Value(entry, next);
        return state.With(next.ToImmutable());
    }

    public static WorkflowState Merge(WorkflowState state, IEnumerable<(string Node, Patch Patch)> patches)
    {
        foreach (var (_, patch) in patches)
            state = Apply(state, patch);
        return state;
    }

    /// <summary>The sentence that says which nodes want incompatible things, or null.</summary>
    public static string? Conflict(IReadOnlyList<(string Node, Patch Patch)> patches)
    {
        if (patches.Count < 2)
            return null;
        var seen = new Dictionary<string, (string Node, PatchEntry Entry)>(StringComparer.Ordinal);
        foreach (var (node, patch) in patches)
        {
            foreach (var entry in patch.Entries)
            {
                if (!seen.TryGetValue(entry.Channel.Name, out var other))
                    seen[entry.Channel.Name] = (node, entry);
                else if ((entry.Replace || other.Entry.Replace) && !(entry.Replace && other.Entry.Replace && Equals(entry.Value, other.Entry.Value)))
                    return $"'{other.Node}' and '{node}' both write '{entry.Channel.Name}' in the same step, and it cannot hold both.";
            }
        }
        return null;
    }

    static object? Value(PatchEntry entry, ImmutableDictionary<string, object?>.Builder state) => entry.Replace
        ? entry.Value
        : entry.Channel.Combine(state.TryGetValue(entry.Channel.Name, out var current) ? current : entry.Channel.Initial, entry.Value);
}
