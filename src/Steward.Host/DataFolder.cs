using System.Globalization;

namespace Steward.Host;

/// <summary>The folder with everything that this Steward keeps. Held exclusively while the process lives; the system lets go of it at any death.</summary>
public sealed class DataFolder : IDisposable
{
    readonly FileStream held;

    DataFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <exception cref="StartException">Another Steward holds it: the message names that one.</exception>
    public static async Task<DataFolder> OpenAsync(string path, string url, CancellationToken cancel)
    {
        path = System.IO.Path.GetFullPath(path);
        var who = System.IO.Path.Combine(path, "steward.pid");
        try
        {
            Directory.CreateDirectory(path);
            if (!OperatingSystem.IsWindows())
                System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StartException($"The data folder {path} cannot be made or opened by this user. Choose another with --data.", e);
        }
        FileStream held;
        try
        {
            held = new FileStream(System.IO.Path.Combine(path, "steward.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            var other = System.IO.File.Exists(who) ? (await System.IO.File.ReadAllTextAsync(who, cancel)).Trim() : "another process";
            throw new StartException($"The data folder {path} is in use by another Steward: {other}. Stop that one first, or choose another folder with --data.", e);
        }
        await System.IO.File.WriteAllTextAsync(who, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} at {url}"), cancel);
        return new DataFolder(path, held);
    }

    public void Dispose() => held.Dispose();
}
