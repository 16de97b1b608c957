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
