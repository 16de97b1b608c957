using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Platform;
using Steward.Proof;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Bench;

/// <summary>
/// <c>./bench engine scale</c>: what lies in the table must not cost those who run. Claims and runs on a full table are compared with the same on an empty
/// one, in turns, in the same session; the ratios count, not the milliseconds.
/// </summary>
static class ScaleBench
{
    const int Million = 1_000_000;

    public static async Task RunAsync(Report report)
    {
        var folder = Path.Combine(Path.GetTempPath(), "steward-bench-scale-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var server = await EngineDatabase.StartServerAsync(folder);
        try
        {
            await using var empty = await ScaleDatabase.CreateAsync(server, "bench_scale_empty");
            await using var full = await ScaleDatabase.CreateAsync(server, "bench_scale_full");
            await CompareAsync(report, empty, full, "100,000 waiting runs", () => full.FillAsync(100_000, "waiting", "NULL"));
            await IdleAsync(report, full, server.ProcessId);
            await CompareAsync(report, empty, full, "and 1,000,000 finished runs", () => full.FillAsync(Million, "completed", "NULL"));
            await CompareAsync(report, empty, full, "and 1,000,000 sleeping timers", () => full.FillAsync(Million, "waiting", "now() + interval '1 day' + i * interval '30 seconds'"));
            await OrphansAsync(report, full);
        }
        finally
        {
            await server.StopAsync(default);
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task CompareAsync(Report report, ScaleDatabase empty, ScaleDatabase full, string what, Func<Task> fill)
    {
        await fill();
        var (claims, runs) = ((Empty: new List<double>(), Full: new List<double>()), (Empty: new List<double>(), Full: new List<double>()));
        for (var round = -1; round < 5; round++)
        {
            // The first round warms up, and the two take turns in going first.
            foreach (var (database, claim, run) in round % 2 == 0 ? new[] { (empty, claims.Empty, runs.Empty), (full, claims.Full, runs.Full) } : [(full, claims.Full, runs.Full), (empty, claims.Empty, runs.Empty)])
            {
                var (claimMs, runMs) = await database.MeasureAsync(200);
                if (round < 0)
                    continue;
                claim.AddRange(claimMs);
                run.AddRange(runMs);
            }
        }
        report.Section($"Beside {what}");
        var (before, after) = (Report.Percentile(claims.Empty, 0.5), Report.Percentile(claims.Full, 0.5));
        report.Add($"scale: claim of 8, empty table, p50 ({what})", before, "ms");
        report.Add($"scale: claim of 8, p50 ({what})", after, "ms");
        report.Add($"scale: claim, ratio to empty ({what})", after / before, "×", 1.3);
        report.Add($"scale: run, ratio to empty ({what})", Report.Percentile(runs.Full, 0.5) / Report.Percentile(runs.Empty, 0.5), "×", 1.3);
    }

    static async Task IdleAsync(Report report, ScaleDatabase full, int postmaster)
    {
        await using var worker = WorkerProcess.Start(full.ConnectionString, TimeSpan.FromSeconds(30), answers: false, poll: TimeSpan.FromSeconds(1));
        await worker.GoAsync();
        // An idle worker lives for weeks: until the compiler has improved what it does once a second, which it begins after thirty times.
        await Task.Delay(TimeSpan.FromSeconds(45));
        using var process = Process.GetProcessById(worker.Id);
        var server = new EngineCpu(postmaster);
        var (watch, own, database) = (Stopwatch.StartNew(), process.TotalProcessorTime, server.Now());
        await Task.Delay(TimeSpan.FromSeconds(20));
        process.Refresh();
        report.Section("An idle worker");
        report.Add("scale: idle worker, processor", (process.TotalProcessorTime - own) / watch.Elapsed * 100, "%", 1);
        report.Add("scale: PostgreSQL beside it, processor", (server.Now() - database) / watch.Elapsed * 100, "%");
        await worker.StopAsync();
    }

    static async Task OrphansAsync(Report report, ScaleDatabase full)
    {
        var lease = TimeSpan.FromSeconds(5);
        await full.StartAsync(1000);
        var claimed = 0;
        var watch = Stopwatch.StartNew();
        while (claimed < 1000)
            claimed += (await full.ClaimAsync("dead", 100, lease)).Count;
        await using var worker = WorkerProcess.Start(full.ConnectionString, TimeSpan.FromSeconds(30), poll: TimeSpan.FromSeconds(1));
        await worker.GoAsync();
        while (await full.CountAsync("SELECT count(*) FROM runs.runs WHERE fence < 2 AND status = 'running' AND worker = 'dead'") > 0)
            await Task.Delay(50);
        report.Section("1,000 orphaned runs");
        report.Add("scale: 1,000 orphans picked up after their lease", Math.Max(0, (watch.Elapsed - lease).TotalSeconds), "s", 30);
    }
}
