using System.Diagnostics;
using System.Globalization;

namespace Steward.Bench;

/// <summary>
/// The engine beside LangGraph.js and beside bare commits, on one PostgreSQL with fsync on: three rounds, interleaved, medians. On a shared machine the
/// absolute numbers move; the ratios inside one run are what counts.
/// </summary>
static class EngineBench
{
    static readonly int[] concurrencies = [1, 8, 32];

    public static async Task RunAsync(Report report, bool quick, IReadOnlySet<string> only)
    {
        var folder = Path.Combine(Path.GetTempPath(), "steward-bench-engine-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var server = await EngineDatabase.StartServerAsync(folder);
        try
        {
            var steward = await EngineSteward.CreateAsync(await EngineDatabase.CreateAsync(server, "bench_steward"));
            var bare = await EngineBare.CreateAsync(await EngineDatabase.CreateAsync(server, "bench_bare"));
            await using var peer = await EngineLangGraph.StartAsync(await EngineDatabase.CreateAsync(server, "bench_langgraph"));
            IEngineContender[] contenders = [peer, bare, steward];
            using var self = Process.GetCurrentProcess();
            var cpu = new EngineCpu(server.ProcessId, self, peer.Process);
            // Compilers warm up on every contender before anything is measured.
            foreach (var contender in contenders.Where(c => only.Count == 0 || only.Contains(c.Name)))
                await contender.RunAsync(EngineCase.Small, 8, contender is EngineLangGraph ? 100 : 1000);
            foreach (var kase in new[] { EngineCase.Small, EngineCase.LargeKept, EngineCase.LargeRewritten })
                await ThroughputAsync(report, kase, [.. contenders.Where(c => only.Count == 0 || only.Contains(c.Name))], cpu, quick);
        }
        finally
        {
            await server.StopAsync(default);
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task ThroughputAsync(Report report, EngineCase kase, IEngineContender[] contenders, EngineCpu cpu, bool quick)
    {
        foreach (var concurrency in concurrencies)
        {
            report.Section($"Ten nodes, {kase.Name}, {concurrency} at once");
            var samples = contenders.ToDictionary(c => c.Name, _ => new List<EngineSample>());
            for (var round = 0; round < (quick ? 1 : 3); round++)
            {
                foreach (var contender in contenders)
                {
                    var before = cpu.Now();
                    var sample = await contender.RunAsync(kase, concurrency, Runs(contender, kase, concurrency, quick));
                    samples[contender.Name].Add(sample with { CpuUs = (cpu.Now() - before).TotalMicroseconds / sample.Runs / EngineCase.Nodes });
                }
            }
            foreach (var contender in contenders)
            {
                var own = samples[contender.Name];
                report.Add($"{contender.Name}: steps/s", Median(own.Select(sample => sample.StepsPerSecond)), "/s");
                report.Add($"{contender.Name}: processor time per step", Median(own.Select(sample => sample.CpuUs)), "µs");
                report.Add($"{contender.Name}: step p50", Median(own.Select(sample => Report.Percentile(sample.StepMs, 0.5))), "ms");
                report.Add($"{contender.Name}: step p95", Median(own.Select(sample => Report.Percentile(sample.StepMs, 0.95))), "ms");
            }
        }
    }

    static int Runs(IEngineContender contender, EngineCase kase, int concurrency, bool quick)
    {
        var runs = contender is EngineLangGraph ? 60 + (concurrency * 3) : kase.Rewrite == "large" ? 150 + (concurrency * 4) : 400 + (concurrency * 40);
        return quick ? Math.Max(concurrency, runs / 2) : runs;
    }

    static double Median(IEnumerable<double> values) => Report.Percentile([.. values], 0.5);
}
