using System.Text.RegularExpressions;
using Steward.Testing;

namespace Steward.Tests.Architecture;

public sealed class DocumentTests
{
    [Fact]
    public void Every_path_that_a_document_names_exists()
    {
        var missing = new List<string>();
        var count = 0;
        foreach (var document in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Repository.Root, "README.md")))
        {
            foreach (Match match in Regex.Matches(File.ReadAllText(document), @"`(?<path>(src|tests|web|docs|benchmarks|evals|build)/[\w./-]+)`"))
            {
                count++;
                var path = Path.Combine(Repository.Root, match.Groups["path"].Value);
                if (!File.Exists(path) && !Directory.Exists(path))
                    missing.Add($"{Path.GetRelativePath(Repository.Root, document)} names {match.Groups["path"].Value}");
            }
        }
        Assert.Empty(missing);
        Assert.True(count > 20);
    }

    [Fact]
    public void Every_test_that_a_document_names_as_its_proof_exists()
    {
        var tests = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText));
        var names = Regex.Matches(tests, @"\bclass (\w+)|\b(\w+)\(").Select(m => m.Groups[1].Value + m.Groups[2].Value).ToHashSet(StringComparer.Ordinal);
        var missing = new List<string>();
        var count = 0;
        foreach (var document in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
        {
            foreach (Match match in Regex.Matches(File.ReadAllText(document), @"`(?<class>[A-Z]\w*(Tests|Conformance))(\.(?<method>[A-Z]\w*))?`"))
            {
                count++;
                if (!names.Contains(match.Groups["class"].Value) || match.Groups["method"] is { Success: true, Value: var method } && !names.Contains(method))
                    missing.Add($"{Path.GetRelativePath(Repository.Root, document)} names {match.Value}");
            }
        }
        Assert.Empty(missing);
        Assert.True(count > 60);
    }

    [Fact]
    public void Every_link_of_a_document_leads_to_a_file()
    {
        foreach (var document in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Repository.Root, "README.md")))
        {
            foreach (Match match in Regex.Matches(File.ReadAllText(document), @"\]\((?<path>[^)#:]+)\)"))
            {
                var path = Path.Combine(Path.GetDirectoryName(document)!, match.Groups["path"].Value);
                Assert.True(File.Exists(path) || Directory.Exists(path), $"{Path.GetRelativePath(Repository.Root, document)} links to {match.Groups["path"].Value}");
            }
        }
    }
}
