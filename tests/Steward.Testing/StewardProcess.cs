using System.Diagnostics;
using System.Net.Http.Headers;

namespace Steward.Testing;

/// <summary>
/// Steward as people run it: a process of its own with a data folder and an embedded PostgreSQL, which tests may kill. The folder outlives the process,
/// so that a second one can be started on what the first left behind.
/// </summary>
public sealed class StewardProcess : IAsyncDisposable
{
    readonly Process process;
    readonly List<string> lines;

    StewardProcess(Process process, List<string> lines, Uri? url, string dataFolder)
    {
        this.process = process;
        this.lines = lines;
        Url = url;
        DataFolder = dataFolder;
    }

    public Uri? Url { get; }
    public string DataFolder { get; }
    public int Id => process.Id;
    public bool HasExited => process.HasExited;
    public int ExitCode => process.ExitCode;

    /// <summary>Everything that it printed so far, both streams.</summary>
    public string Output
    {
        get
        {
            lock (lines)
                return string.Join('\n', lines);
        }
    }

    public static string NewDataFolder() => Path.Combine(Path.GetTempPath(), "steward-process-" + Guid.NewGuid().ToString("n")[..12]);

    /// <summary>Starts it and waits until it says that it is ready, or has ended (then <see cref="Url"/> is null).</summary>
    public static async Task<StewardProcess> StartAsync(string dataFolder, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        var dll = Path.Combine(AppContext.BaseDirectory, "Steward.Host.dll");
        var start = new ProcessStartInfo("dotnet", [dll, "--port", "0", "--data", dataFolder, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var lines = new List<string>();
        var ready = new TaskCompletionSource<Uri?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        void Read(string? line)
        {
            if (line is null)
                return;
            lock (lines)
                lines.Add(line);
            if (line.StartsWith("Steward is ready: ", StringComparison.Ordinal))
                ready.TrySetResult(new Uri(new Uri(line["Steward is ready: ".Length..]).GetLeftPart(UriPartial.Authority)));
        }
        process.OutputDataReceived += (_, e) => Read(e.Data);
        process.ErrorDataReceived += (_, e) => Read(e.Data);
        process.Exited += (_, _) => ready.TrySetResult(null);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var url = await ready.Task.WaitAsync(TimeSpan.FromSeconds(90));
        if (url is null)
            await process.WaitForExitAsync(); // until its output has been read to the end
        return new StewardProcess(process, lines, url, dataFolder);
    }

    /// <summary>A client with the owner's token.</summary>
    public async Task<HttpClient> OwnerAsync() => new()
    {
        BaseAddress = Url,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(DataFolder, "owner.token"))).Trim()) },
    };

    /// <summary>SIGKILL: nothing of it runs afterwards, no finally block, no shutdown.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a service manager sends it, and the wait for a clean end.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    public Task WaitForExitAsync() => process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(90));

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await StopAsync();
        process.Dispose();
    }
}
