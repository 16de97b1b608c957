namespace Steward.Testing;

/// <summary>Places of the repository that tests look at.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The real mail and calendar files beside the repository; null where they are not present.</summary>
    public static string? SharedData => Directory.Exists(Path.Combine(Root, "..", "shared", "data")) ? Path.Combine(Root, "..", "shared", "data") : null;

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Steward.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException("Tests run from inside the repository.");
    }
}
