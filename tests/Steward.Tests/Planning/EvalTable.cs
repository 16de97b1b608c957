namespace Steward.Tests.Planning;

/// <summary>Tables with expected results in evals/: tab-separated, "#" begins a comment line.</summary>
static class EvalTable
{
    public static IEnumerable<string[]> Read(string name)
    {
        foreach (var line in File.ReadLines(Path.Combine(Root(), "evals", name)))
            if (line.Length > 0 && line[0] != '#')
                yield return [.. line.Split('\t').Select(cell => cell.Trim())];
    }

    /// <summary>Rows with the family that the last "## name" line before them begins.</summary>
    public static IEnumerable<(string Family, string[] Cells)> ReadFamilies(string name)
    {
        var family = "";
        foreach (var line in File.ReadLines(Path.Combine(Root(), "evals", name)))
            if (line.StartsWith("## ", StringComparison.Ordinal))
                family = line[3..].Trim();
            else if (line.Length > 0 && line[0] != '#')
                yield return (family, [.. line.Split('\t').Select(cell => cell.Trim())]);
    }

    /// <summary>"a=b;c=d" as a dictionary.</summary>
    public static Dictionary<string, string> Options(string? text) =>
        (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "", StringComparer.Ordinal);

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Steward.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
