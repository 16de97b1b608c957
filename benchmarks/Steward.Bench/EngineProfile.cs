using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Steward.Host.EmbeddedPostgres;

namespace Steward.Bench;

/// <summary>
/// <c>./bench engine --only profile</c>: where a ten-node run's time goes. Processor time of this process and of PostgreSQL, and each statement with its calls per run, its
/// planning and its execution. Only Steward runs, so it is short; counting itself costs a little, so the speeds are not those of the comparison.
/// </summary>
static partial class EngineProfile
{
    public static async Task RunAsync(Report report, EmbeddedServer server, EngineSteward steward, bool quick)
    {
        using var self = Process.GetCurrentProcess();
        await steward.WarmUpAsync();
        await using var connection = await EngineDatabase.OpenAsync(server.ConnectionString("postgres"));
        await EngineDatabase.ExecuteAsync(connection, "ALTER SYSTEM SET pg_stat_statements.track_planning = on");
        await EngineDatabase.CountStatementsAsync(server, on: true);
        foreach (var kase in quick ? [EngineCase.Small] : new[] { EngineCase.Small, EngineCase.LargeKept, EngineCase.LargeRewritten })
        {
            foreach (var concurrency in new[] { 1, 8, 32 })
            {
                var runs = (kase == EngineCase.Small ? 400 : 150) + (concurrency * 20);
                await EngineDatabase.ExecuteAsync(connection, "SELECT pg_stat_statements_reset()");
                var (own, database) = (new EngineCpu(-1, self), new EngineCpu(server.ProcessId));
                var (ownBefore, databaseBefore) = (own.Now(), database.Now());
                var sample = await steward.RunAsync(kase, concurrency, runs);
                var steps = runs * EngineCase.Nodes;
                report.Section($"Profile: ten nodes, {kase.Name}, {concurrency} at once");
                report.Add($"profile {kase.Name} ×{concurrency}: speed", sample.StepsPerSecond, "steps/s");
                report.Add($"profile {kase.Name} ×{concurrency}: step p50", Report.Percentile(sample.StepMs, 0.5), "ms");
                report.Add($"profile {kase.Name} ×{concurrency}: processor, .NET", (own.Now() - ownBefore).TotalMicroseconds / steps, "µs/step");
                report.Add($"profile {kase.Name} ×{concurrency}: processor, PostgreSQL", (database.Now() - databaseBefore).TotalMicroseconds / steps, "µs/step");
                await StatementsAsync(report, connection, $"profile {kase.Name} ×{concurrency}:", runs);
            }
        }
        await EngineDatabase.CountStatementsAsync(server, on: false);
    }

    static async Task StatementsAsync(Report report, NpgsqlConnection connection, string prefix, int runs)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT query, calls, total_plan_time, total_exec_time FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
            WHERE d.datname = 'bench_steward' ORDER BY total_plan_time + total_exec_time DESC LIMIT 8
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var text = Spaces().Replace(reader.GetString(0), " ");
            report.Add(string.Create(CultureInfo.InvariantCulture,
                $"{prefix} {(double)reader.GetInt64(1) / runs:0.00}/run, plan {reader.GetDouble(2) / runs * 1000:0} µs/run: {text[..Math.Min(60, text.Length)]}"), reader.GetDouble(3) / runs * 1000, "µs/run");
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
