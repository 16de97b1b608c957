using System.Diagnostics;
using System.Globalization;
using Steward.Platform;

namespace Steward.Proof;

/// <summary>A worker process, seen from outside: begun, stopped, continued, killed.</summary>
public sealed class WorkerProcess : IAsyncDisposable
{
    readonly Process process;
    readonly Task<string> errors;
    readonly Task ready;

    WorkerProcess(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
        ready = ReadyAsync();
    }

    public int Id => process.Id;
    public bool HasExited => process.HasExited;
    public int ExitCode => process.ExitCode;
    public Task<string> Errors => errors;

    /// <summary>Another build of the worker, compiled ahead for cheaper starts, when there is one.</summary>
    static string Program => Environment.GetEnvironmentVariable("PROOF_WORKER") is { Length: > 0 } built ? built : Path.Combine(AppContext.BaseDirectory, "Steward.Proof.dll");

    public static WorkerProcess Start(
        string database, TimeSpan lease, string? crashAt = null, TimeSpan clockOffset = default, bool answers = true, TimeSpan? poll = null, int concurrency = 8, bool starts = false)
    {
        var start = new ProcessStartInfo("dotnet", [Program])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment[WorkerMain.Database] = database;
        start.Environment[WorkerMain.Lease] = lease.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        start.Environment[WorkerMain.Offset] = ((long)clockOffset.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        start.Environment[WorkerMain.Answers] = answers ? "1" : "0";
        start.Environment[WorkerMain.Starts] = starts ? "1" : "0";
        start.Environment[WorkerMain.Poll] = (poll ?? TimeSpan.FromMilliseconds(50)).TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        start.Environment[WorkerMain.Concurrency] = concurrency.ToString(CultureInfo.InvariantCulture);
        start.Environment[CrashPoint.Variable] = crashAt ?? "";
        // Its life is shorter than a second compilation would take.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new WorkerProcess(Process.Start(start)!);
    }

    async Task ReadyAsync()
    {
        if (await process.StandardOutput.ReadLineAsync() != "ready")
            throw new InvalidOperationException($"The worker did not start: {await errors}");
    }

    /// <summary>Waits until it is warm, and lets it work.</summary>
    public async Task GoAsync()
    {
        await ready;
        await process.StandardInput.WriteLineAsync("go");
        await process.StandardInput.FlushAsync();
    }

    /// <summary>SIGKILL: nothing of it runs afterwards.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it stands still, holding whatever it holds.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>SIGCONT: for it, no time has passed.</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <returns>True when it ended by itself (or at its crash point) within the time.</returns>
    public async Task<bool> EndsWithinAsync(TimeSpan time)
    {
        await process.WaitForExitAsync().WaitAsync(time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return process.HasExited;
    }

    /// <summary>The orderly end: running nodes finish, the rest is given back.</summary>
    public async Task<int> StopAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }
}
