using System.Text.Json;
using System.Text.RegularExpressions;

namespace Steward.Planning.Model;

/// <summary>Whether two plans of one request differ in what they would do to the world, and to what. Pure.</summary>
static partial class Disagreement
{
    public static bool Between(Plan a, Plan b) => !Effects(a).SetEquals(Effects(b)) || Effects(a).Count > 0 && !Targets(a).SetEquals(Targets(b));

    static HashSet<string> Effects(Plan plan) => [.. plan.Steps.Select(s => s.ActionKind).OfType<string>()];

    /// <summary>Whom it reaches, which mail it is about, and when: all by the literals of the plan.</summary>
    static HashSet<string> Targets(Plan plan) =>
    [
        .. plan.Steps.SelectMany(s => s.Arguments).SelectMany(a => a.Key is "query" or "start" or "at" or "until" or "from" && a.Value.ValueKind == JsonValueKind.String
            ? [$"{a.Key}={Space().Replace(a.Value.GetString()!.Trim().ToLowerInvariant(), " ")}"]
            : Address().Matches(a.Value.GetRawText()).Select(m => m.Value.ToLowerInvariant())),
    ];

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Space();

    [GeneratedRegex(@"[^\s@<>,;:""\\]+@[^\s@<>,;:""\\]+", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
