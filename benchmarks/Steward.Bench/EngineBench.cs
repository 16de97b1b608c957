using System.Diagnostics;
using System.Globalization;
using Steward.Host.EmbeddedPostgres;

namespace Steward.Bench;

/// <summary>
/// The engine beside LangGraph.js and beside bare commits, on one PostgreSQL with fsync on: three rounds, interleaved, medians. On a shared machine the
/// absolute numbers move; the ratios inside one run are what counts.
/// </summary>
static class EngineBench
{
    static readonly int[] concurrencies = [1, 8, 32];

    /// <param name="only">Names of parts (throughput, storage, chat, answers, designs, profile); empty for all but the last.</param>
    public static async Task RunAsync(Report report, bool quick, IReadOnlySet<string> only)
    {
        var folder = Path.Combine(Path.GetTempPath(), "steward-bench-engine-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var server = await EngineDatabase.StartServerAsync(folder);
        try
        {
            await using var steward = await EngineSteward.CreateAsync(await EngineDatabase.CreateAsync(server, "bench_steward"));
            var bare = await EngineBare.CreateAsync(await EngineDatabase.CreateAsync(server, "bench_bare"));
            if (Wanted("designs"))
                await EngineDesigns.RunAsync(report, bare, quick);
            if (only.Contains("profile"))
                await EngineProfile.RunAsync(report, server, steward, quick);
            if (only.Count > 0 && only.IsSubsetOf(["designs", "profile"]))
                return;
            await using var peer = await EngineLangGraph.StartAsync(await EngineDatabase.CreateAsync(server, "bench_langgraph"));
            if (Wanted("throughput"))
                await ThroughputAsync(report, server, peer, bare, steward, quick);
            if (Wanted("storage"))
                await StorageAsync(report, server, [peer, steward], quick);
            if (Wanted("chat"))
                await EngineChat.RunAsync(report, peer, steward.Database, quick);
            if (Wanted("answers"))
                await EngineQuestions.RunAsync(report, peer, steward.Database, quick);
        }
        finally
        {
            await server.StopAsync(default);
            Directory.Delete(folder, recursive: true);
        }

        bool Wanted(string part) => only.Count == 0 || only.Contains(part);
    }

    static async Task ThroughputAsync(Report report, EmbeddedServer server, EngineLangGraph peer, EngineBare bare, EngineSteward steward, bool quick)
    {
        using var self = Process.GetCurrentProcess();
        var cpu = new EngineCpu(server.ProcessId, self, peer.Process);
        IEngineContender[] contenders = [peer, bare, steward];
        // Before anything is measured, each contender runs until its compiler has nothing more to do.
        foreach (var contender in contenders)
            await contender.WarmUpAsync();
        foreach (var kase in new[] { EngineCase.Small, EngineCase.LargeKept, EngineCase.LargeRewritten })
        {
            foreach (var concurrency in concurrencies)
            {
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
                Tell(report, kase, concurrency, samples, peer.Name, bare.Name, steward.Name);
            }
        }
    }

    static int Runs(IEngineContender contender, EngineCase kase, int concurrency, bool quick)
    {
        var runs = contender is EngineLangGraph ? 60 + (concurrency * 3) : kase.Rewrite == "large" ? 150 + (concurrency * 4) : 400 + (concurrency * 40);
        return quick ? Math.Max(concurrency, runs / 2) : runs;
    }

    static void Tell(Report report, EngineCase kase, int concurrency, Dictionary<string, List<EngineSample>> samples, string peer, string bare, string steward)
    {
        report.Section($"Ten nodes, {kase.Name}, {concurrency} at once");
        var speed = samples.ToDictionary(pair => pair.Key, pair => Median(pair.Value.Select(sample => sample.StepsPerSecond)));
        foreach (var (name, own) in samples)
        {
            var p50 = Median(own.Select(sample => Report.Percentile(sample.StepMs, 0.5)));
            report.Add($"{kase.Name} ×{concurrency}: {name}", speed[name], "steps/s");
            report.Add($"{kase.Name} ×{concurrency}: {name}, step p50", p50, "ms", name == steward && kase == EngineCase.Small && concurrency == 1 ? 0.4 : null);
            report.Add($"{kase.Name} ×{concurrency}: {name}, step p95", Median(own.Select(sample => Report.Percentile(sample.StepMs, 0.95))), "ms");
            report.Add($"{kase.Name} ×{concurrency}: {name}, processor", Median(own.Select(sample => sample.CpuUs)), "µs/step");
        }
        double? overPeer = kase == EngineCase.Small ? concurrency == 1 ? 4 : 9 : kase == EngineCase.LargeKept ? 6 : null;
        double? overBare = kase == EngineCase.Small ? 0.5 : kase == EngineCase.LargeRewritten ? 0.7 : null;
        report.Add($"{kase.Name} ×{concurrency}: Steward / {peer}", speed[steward] / speed[peer], "times", atLeast: overPeer);
        report.Add($"{kase.Name} ×{concurrency}: Steward / {bare}", speed[steward] / speed[bare], "times", atLeast: overBare);
    }

    static async Task StorageAsync(Report report, EmbeddedServer server, IEngineContender[] contenders, bool quick)
    {
        report.Section("What a ten-node run costs the database (8 at once, after a vacuum)");
        await EngineDatabase.CountStatementsAsync(server, on: true);
        foreach (var kase in new[] { EngineCase.Small, EngineCase.LargeKept, EngineCase.LargeRewritten })
        {
            foreach (var contender in contenders)
            {
                var runs = (quick ? 40 : 120) / (contender is EngineLangGraph && kase != EngineCase.Small ? 4 : 1);
                // Twice: what the first one's vacuum writes is no cost of the runs.
                await contender.Database.CountAsync();
                var before = await contender.Database.CountAsync();
                await contender.RunAsync(kase, 8, runs);
                var after = await contender.Database.CountAsync();
                var (ours, small) = (contender is EngineSteward, kase == EngineCase.Small);
                report.Add($"{kase.Name}: {contender.Name}, tables", (after.TableBytes - before.TableBytes) / 1024.0 / runs, "KB/run", !ours ? null : small ? 35 : kase == EngineCase.LargeKept ? 130 : null);
                report.Add($"{kase.Name}: {contender.Name}, WAL", (after.WalBytes - before.WalBytes) / 1024.0 / runs, "KB/run");
                report.Add($"{kase.Name}: {contender.Name}, commits", (double)(after.Transactions - before.Transactions) / runs, "/run", ours && small ? 13 : null);
                report.Add($"{kase.Name}: {contender.Name}, statements", (double)(after.Statements - before.Statements) / runs, "/run", ours && small ? 15 : null);
            }
        }
        await EngineDatabase.CountStatementsAsync(server, on: false);
    }

    internal static double Median(IEnumerable<double> values) => Report.Percentile([.. values], 0.5);
}
