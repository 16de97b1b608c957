using System.Text.RegularExpressions;

namespace Steward.Proof;

/// <summary>
/// The named points of the engine's workers, read from its sources, so that a point that is added there is killed at here. Pruning is another
/// service, which this worker does not run: its point is left out.
/// </summary>
public static partial class CrashPoints
{
    /// <param name="repository">The folder of the solution.</param>
    public static IReadOnlyList<string> OfTheEngine(string repository) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(repository, "src", "Steward", "Runs"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Hit().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value)
            .Where(point => !point.StartsWith("runs.prune.", StringComparison.Ordinal))
            .Append("test.outside.before").Append("test.outside.called").Distinct().Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex("""CrashPoint\.Hit\("([^"]+)"\)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hit();
}
