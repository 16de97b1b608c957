using System.Globalization;
using System.Text.RegularExpressions;
using Steward.Testing;

namespace Steward.Tests.Injection;

/// <summary>docs/safety.md says for each known attack which test covers it: every case has its row, and every test that a row names is there.</summary>
public sealed partial class CoverageTests
{
    static readonly IReadOnlyList<(string Cases, string Test)> Rows =
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "docs", "safety.md")).SkipWhile(line => !line.StartsWith("| case |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|')).Select(cells => (cells[1].Trim(), cells[3].Trim())),
    ];

    [Fact]
    public void Every_case_of_content_exfiltration_and_approval_has_its_row()
    {
        var covered = Rows.SelectMany(row => Expand(row.Cases)).ToList();
        Assert.Equal(covered.Count, covered.Distinct(StringComparer.Ordinal).Count());
        foreach (var (letter, last) in new[] { ('A', 15), ('B', 11), ('C', 18) })
            Assert.Equal([], Enumerable.Range(1, last).Select(n => $"{letter}{n}").Except(covered, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_test_that_a_row_names_is_there_and_a_row_without_one_says_why()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "web", "src"), "*.test.ts*", SearchOption.AllDirectories)).Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "web", "e2e", "stories"), "*.mjs"))
            .Select(Path.GetFileName).ToHashSet(StringComparer.Ordinal);
        foreach (var (cases, test) in Rows)
        {
            var named = Name().Matches(test).Select(m => m.Value).ToList();
            Assert.True(named.Count > 0 || test.Contains("not reached", StringComparison.Ordinal) || test.Contains("nothing fetches", StringComparison.Ordinal) || test.Contains("a person's click", StringComparison.Ordinal), $"{cases}: {test}");
            Assert.All(named, name => Assert.True(files.Contains(name) || files.Contains(name + ".cs"), $"{cases} names {name}, which is not there."));
        }
    }

    /// <summary>"A7, A8", "C5–C8".</summary>
    static IEnumerable<string> Expand(string cases)
    {
        foreach (Match match in Case().Matches(cases))
        {
            var (letter, first) = (match.Groups["letter"].Value, int.Parse(match.Groups["first"].ValueSpan, CultureInfo.InvariantCulture));
            var last = match.Groups["last"].Success ? int.Parse(match.Groups["last"].ValueSpan, CultureInfo.InvariantCulture) : first;
            for (var n = first; n <= last; n++)
                yield return $"{letter}{n}";
        }
    }

    [GeneratedRegex(@"(?<letter>[A-Z])(?<first>[0-9]+)(–[A-Z](?<last>[0-9]+))?", RegexOptions.ExplicitCapture)]
    private static partial Regex Case();

    [GeneratedRegex(@"[A-Z][A-Za-z]*Tests\b|[A-Za-z]+\.test\.tsx?|[0-9]{2}-[a-z-]+\.mjs")]
    private static partial Regex Name();
}
