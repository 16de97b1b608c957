using System.Reflection;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Architecture;

public sealed class RoomWallTests
{
    [Fact]
    public void Rooms_lean_only_on_the_rooms_that_the_table_allows() => Assert.Empty(Trespasses(typeof(Ids).Assembly, "Steward", RoomTable.MayLeanOn));

    [Fact]
    public void What_lies_in_a_subfolder_is_private_to_its_room() => Assert.Empty(Intrusions(typeof(Ids).Assembly, "Steward"));

    [Fact]
    public void The_two_tests_above_can_fail()
    {
        const string root = "Steward.Tests.Architecture.BadHouse";
        var table = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["Kitchen"] = [], ["Cellar"] = [] };
        Assert.Equal(["Cook leans on Cellar.Locked.Barrel, and Kitchen may not lean on Cellar", "Cook leans on Cellar.Wine, and Kitchen may not lean on Cellar"], Trespasses(typeof(RoomWallTests).Assembly, root, table));
        Assert.Equal(["Cook uses Cellar.Locked.Barrel, which is private to Cellar"], Intrusions(typeof(RoomWallTests).Assembly, root));
    }

    [Fact]
    public void The_table_has_no_cycle_and_knows_every_room()
    {
        var rooms = typeof(Ids).Assembly.GetTypes().Select(t => Room(t, "Steward")).OfType<string>().ToHashSet(StringComparer.Ordinal);
        Assert.Empty(rooms.Except(RoomTable.MayLeanOn.Keys, StringComparer.Ordinal));
        var left = RoomTable.MayLeanOn.ToDictionary(r => r.Key, r => r.Value.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        while (left.FirstOrDefault(r => r.Value.Count == 0).Key is { } free)
        {
            left.Remove(free);
            foreach (var others in left.Values)
                others.Remove(free);
        }
        Assert.Empty(left);
    }

    [Fact]
    public void The_projects_reference_what_their_walls_allow()
    {
        Assert.Empty(Foreign("Steward.Workflows", "Microsoft.Extensions.Logging.Abstractions"));
        Assert.Empty(Foreign("Steward", "Steward.Workflows", "Microsoft.AspNetCore", "Microsoft.Extensions", "Microsoft.EntityFrameworkCore", "Npgsql", "Polly", "NodaTime", "AngleSharp", "Microsoft.Net.Http.Headers"));
        Assert.DoesNotContain("Npgsql", ReferencesOf("Steward.Providers"));

        static IEnumerable<string> Foreign(string assembly, params string[] allowed) =>
            ReferencesOf(assembly).Where(name => !name.StartsWith("System", StringComparison.Ordinal) && name is not ("netstandard" or "mscorlib")
                && !allowed.Any(a => name == a || name.StartsWith(a + ".", StringComparison.Ordinal)));
        static IEnumerable<string> ReferencesOf(string assembly) => Assembly.Load(assembly).GetReferencedAssemblies().Select(a => a.Name!);
    }

    [Fact]
    public void Folder_is_namespace()
    {
        var wrong = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(Path.Combine(Repository.Root, "src"), file);
            if (path.Contains("obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal) || path.Contains("node_modules", StringComparison.Ordinal))
                continue;
            var expected = string.Join('.', Path.GetDirectoryName(path)!.Split(Path.DirectorySeparatorChar));
            var declared = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
            if (declared is not null && declared != $"namespace {expected};")
                wrong.Add($"{path} says {declared}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_source_file_is_longer_than_500_lines()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        Assert.All(files, file => Assert.InRange(File.ReadLines(file).Count(), 1, 500));
    }

    static List<string> Trespasses(Assembly assembly, string root, IReadOnlyDictionary<string, string[]> table) =>
        [.. References.Within(assembly, root)
            .Select(r => (r.From, r.To, FromRoom: Room(r.From, root), ToRoom: Room(r.To, root)))
            .Where(r => r.FromRoom is not null && r.ToRoom is not null && r.FromRoom != r.ToRoom && r.ToRoom != "Platform" && r.ToRoom != "Workflows")
            .Where(r => !table.TryGetValue(r.FromRoom!, out var allowed) || !allowed.Contains(r.ToRoom, StringComparer.Ordinal))
            .Select(r => $"{r.From.Name} leans on {Short(r.To, root)}, and {r.FromRoom} may not lean on {r.ToRoom}").Distinct().Order(StringComparer.Ordinal)];

    static List<string> Intrusions(Assembly assembly, string root) =>
        [.. References.Within(assembly, root)
            .Where(r => Room(r.From, root) is { } from && Room(r.To, root) is { } to && from != to && to != "Workflows" && r.To.Namespace != $"{root}.{to}")
            .Select(r => $"{r.From.Name} uses {Short(r.To, root)}, which is private to {Room(r.To, root)}").Distinct().Order(StringComparer.Ordinal)];

    static string? Room(Type type, string root) =>
        type.Namespace is { } ns && ns.StartsWith(root + ".", StringComparison.Ordinal) ? ns[(root.Length + 1)..].Split('.')[0] : null;

    static string Short(Type type, string root) => type.FullName![(root.Length + 1)..];
}
