using System.Globalization;
using Npgsql;
using Steward.Host.EmbeddedPostgres;
using Steward.Platform;
using Steward.Proof;

namespace Steward.Bench;

/// <summary>
/// <c>./bench crash [--kills N] [--seed N]</c>: worker processes are killed, at every named point and at random moments, on a PostgreSQL with fsync on: the same
/// loop as in the tests, longer. Then every command of a run is a fault point, thrice.
/// </summary>
static class CrashBench
{
    public static async Task<bool> RunAsync(Report report, int kills, int seed)
    {
        var folder = Path.Combine(Path.GetTempPath(), "steward-bench-crash-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var server = await EngineDatabase.StartServerAsync(folder);
        try
        {
            var database = await EngineDatabase.CreateAsync(server, "bench_crash");
            await using var source = NpgsqlDataSource.Create(database.ConnectionString);
            await new Migrator(source).MigrateAsync(default);
            await ProofSchema.CreateAsync(source);
            report.Section($"{kills} kills of worker processes (seed {seed})");
            await using var loop = new KillLoop(database.ConnectionString, new KillPlan(kills, CrashPoints.OfTheEngine(RepositoryRoot()), seed));
            var result = await loop.RunAsync(left =>
            {
                if (left > 0 && left % 100 == 0)
                    Console.Error.WriteLine($"  {left} to go");
            });
            Add(report, result);
            foreach (var finding in result.Unsound.Take(20).Select(one => one.ToString()).Concat(result.Troubles).Concat(result.MissedPoints.Select(missed => $"Point not reached in time: {missed.Key}, {missed.Value} times")))
                await Console.Error.WriteLineAsync($"  {finding}");
            return await SweepAsync(report, server) && result.Unsound.Count == 0 && result.Troubles.Count == 0 && result.Lost == 0;
        }
        finally
        {
            await server.StopAsync(default);
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<bool> SweepAsync(Report report, EmbeddedServer server)
    {
        var database = await EngineDatabase.CreateAsync(server, "bench_sweep");
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await new Migrator(source).MigrateAsync(default);
        await ProofSchema.CreateAsync(source);
        report.Section("A worker ended, cut off and refused at every command, before and after");
        var result = await new Sweep(database.ConnectionString, thorough: true).RunAsync(source);
        report.Add("sweep: commands of a run", result.Commands.ToTheEnd + result.Commands.Back, "");
        report.Add("sweep: faults", result.Fired, "");
        report.Add("sweep: runs that ended otherwise than the undisturbed one", result.Wrong.Count, "", 0);
        report.Add("sweep: findings of the history checker", result.Unsound.Count, "", 0);
        foreach (var finding in result.Wrong.Concat(result.Unsound.Select(one => one.ToString())).Take(20))
            await Console.Error.WriteLineAsync($"  {finding}");
        return result.Wrong.Count == 0 && result.Unsound.Count == 0;
    }

    static void Add(Report report, KillReport result)
    {
        report.Add("crash: kills", result.Kills, "");
        foreach (var (point, count) in result.AtPoints.OrderBy(one => one.Key, StringComparer.Ordinal))
            report.Add($"crash: of them at {point}", count, "");
        report.Add("crash: runs", result.Runs, "");
        report.Add("crash: runs lost", result.Lost + result.Failed, "", 0);
        report.Add("crash: runs cancelled and compensated", result.Cancelled, "");
        report.Add("crash: repeated transactional effects", result.RepeatedTransactional, "", 0);
        report.Add("crash: repeated effects, receiver with keys", result.RepeatedKeyed, "", 0);
        report.Add("crash: repeated effects, receiver searched first", result.RepeatedSearched, "", 0);
        report.Add("crash: repeated effects, receiver with neither", result.PlainRepeated, "");
        report.Add("crash: of them silent", result.Silent, "", 0);
        report.Add("crash: repeated calls", result.RepeatedCalls, "");
        report.Add("crash: decided a hundred times at once", result.Decided, "");
        report.Add("crash: of them with more than one effect", result.DecidedWrongly, "", 0);
        report.Add("crash: findings of the history checker", result.Unsound.Count, "", 0);
        report.Add("crash: kill to next claim p50, lease 1 s included", result.Recovery(0.5), "s");
        report.Add("crash: kill to next claim p95, lease 1 s included", result.Recovery(0.95), "s", 3);
    }

    static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Steward.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("The benchmark runs inside the repository.");
        return folder.FullName;
    }
}
