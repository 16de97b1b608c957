using System.Text.Json;
using Steward.Planning;

namespace Steward.Conversations.Turns;

/// <summary>
/// Fills a step's references with the results of earlier steps. Pure. A reference is a path and nothing else: outside text can become a value here, never a step, a tool
/// or another reference, because what is filled in is not looked at again.
/// </summary>
static class StepArguments
{
    /// <summary>Null when the step is to be done; otherwise why it is skipped.</summary>
    public static string? SkipReason(PlanStep step, IReadOnlyDictionary<string, JsonElement> results)
    {
        foreach (var root in RootsOf(step))
        {
            if (!results.ContainsKey(root))
                return $"skipped, because step {root} has no result";
        }
        if (step.When is not null && IsEmpty(Read(step.When, results, null)))
            return "nothing to do";
        return step.ForEach is not null && IsEmpty(Read(step.ForEach, results, null)) ? "nothing to do" : null;
    }

    /// <summary>The elements of a for-each; one null for a step that is done once.</summary>
    public static IReadOnlyList<JsonElement?> ItemsOf(PlanStep step, IReadOnlyDictionary<string, JsonElement> results) => step.ForEach is null
        ? [null]
        : Read(step.ForEach, results, null) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(e => (JsonElement?)e)] : [];

    /// <summary>Every argument as a value; one whose reference leads nowhere is left out.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Resolve(PlanStep step, IReadOnlyDictionary<string, JsonElement> results, JsonElement? item)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, argument) in step.Arguments)
        {
            if (!PlanReference.Is(argument, out var path))
                values[name] = argument;
            else if (Read(path, results, item) is { } value)
                values[name] = value;
        }
        return values;
    }

    /// <summary>Ids of the earlier steps that this one refers to.</summary>
    public static IReadOnlyCollection<string> RootsOf(PlanStep step)
    {
        var paths = step.Arguments.Values.Select(a => PlanReference.Is(a, out var path) ? path : null).Append(step.ForEach).Append(step.When);
        return [.. paths.Where(p => p is not null).Select(p => PlanReference.Parse(p!)?.Root).OfType<string>().Where(root => root != PlanReference.Item).Distinct(StringComparer.Ordinal)];
    }

    static JsonElement? Read(string path, IReadOnlyDictionary<string, JsonElement> results, JsonElement? item)
    {
        if (PlanReference.Parse(path) is not { } reference)
            return null;
        if (reference.Root == PlanReference.Item)
            return item is { } current ? reference.Read(current) : null;
        return results.TryGetValue(reference.Root, out var result) ? reference.Read(result) : null;
    }

    static bool IsEmpty(JsonElement? value) => value is not { } found || found.ValueKind switch
    {
        JsonValueKind.Array => found.GetArrayLength() == 0,
        JsonValueKind.String => found.GetString()!.Length == 0,
        JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined => true,
        JsonValueKind.Object or JsonValueKind.Number or JsonValueKind.True => false,
    };
}
