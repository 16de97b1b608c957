using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Npgsql;

namespace Steward.Bench;

/// <summary>Steward as a process of its own on an empty data folder, as people run it.</summary>
sealed class MeasuredSteward : IAsyncDisposable
{
    readonly Process process;
    readonly string folder;

    MeasuredSteward(Process process, string folder, HttpClient client, double readyMs, double firstReadyMs)
    {
        this.process = process;
        this.folder = folder;
        Client = client;
        ReadyMs = readyMs;
        FirstReadyMs = firstReadyMs;
    }

    /// <summary>With the owner's token; as many connections as are asked for.</summary>
    public HttpClient Client { get; }

    /// <summary>From the start of the process to the line that says "ready", on a database that exists.</summary>
    public double ReadyMs { get; }

    /// <summary>The same on an empty folder: with initdb and all migrations.</summary>
    public double FirstReadyMs { get; }

    public static async Task<MeasuredSteward> StartAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), "steward-bench-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var (first, _, firstMs) = await LaunchAsync(folder);
        await TerminateAsync(first);
        var (process, url, ms) = await LaunchAsync(folder);
        var token = (await File.ReadAllTextAsync(Path.Combine(folder, "owner.token"))).Trim();
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 200 };
#pragma warning disable RS0030 // a client for the length of the benchmark
        var client = new HttpClient(handler) { BaseAddress = url, Timeout = TimeSpan.FromMinutes(30) };
#pragma warning restore RS0030
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new MeasuredSteward(process, folder, client, ms, firstMs);
    }

    public double WorkingSetMb
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1e6;
        }
    }

    public async Task<NpgsqlConnection> DatabaseAsync()
    {
        var port = (await File.ReadAllLinesAsync(Path.Combine(folder, "postgres", "cluster", "postmaster.pid")))[3];
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = int.Parse(port, CultureInfo.InvariantCulture), Username = "steward", Database = "steward", CommandTimeout = 600,
            Password = (await File.ReadAllTextAsync(Path.Combine(folder, "postgres", "password"))).Trim(),
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await TerminateAsync(process);
        Directory.Delete(folder, recursive: true);
    }

    static async Task<(Process Process, Uri Url, double Ms)> LaunchAsync(string folder)
    {
        var watch = Stopwatch.StartNew();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Steward.Host.dll"), "--port", "0", "--data", folder]) { RedirectStandardOutput = true, UseShellExecute = false };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Steward is ready: ", StringComparison.Ordinal))
                return (process, new Uri(new Uri(line["Steward is ready: ".Length..]).GetLeftPart(UriPartial.Authority)), watch.Elapsed.TotalMilliseconds);
        }
        throw new InvalidOperationException("Steward did not start.");
    }

    static async Task TerminateAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
    }
}
