using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Steward.Platform;
using Steward.Runs;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;

namespace Steward.Bench;

/// <summary>
/// <c>./bench engine soak [--minutes N]</c>: runs are started, asked, answered and ended without a pause for as long as is said (eight hours unless said otherwise), with a retention of
/// seconds, and the last tenth of the time is compared with the tenth after the first: what creeps shows.
/// </summary>
static class SoakBench
{
    const int Drivers = 8;
    const int Bytes = 2048;

    static readonly Channel<string> Small = Channel.LastValue("small", "");

    sealed record Slice(double P95Ms, double StepsPerSecond, double MemoryMb, double BytesPerRun);

    public static async Task RunAsync(Report report, TimeSpan time)
    {
        var folder = Path.Combine(Path.GetTempPath(), "steward-bench-soak-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var server = await EngineDatabase.StartServerAsync(folder);
        try
        {
            var database = await EngineDatabase.CreateAsync(server, "bench_soak");
            await using var source = NpgsqlDataSource.Create(database.ConnectionString);
            await new Migrator(source).MigrateAsync(default);
            var steps = new StepTimes();
            var retention = new RetentionOptions { KeepFor = new Dictionary<RunStatus, TimeSpan> { [RunStatus.Completed] = time / 50 }, Every = TimeSpan.FromSeconds(1) };
            await using var node = await EngineNode.StartAsync(database.ConnectionString, 2 * Drivers, works: true, retention, Conversation(steps));
            var slices = await DriveAsync(node, source, steps, time);
            Tell(report, time, slices);
        }
        finally
        {
            await server.StopAsync(default);
            Directory.Delete(folder, recursive: true);
        }
    }

    static void Tell(Report report, TimeSpan time, List<Slice> slices)
    {
        // The first tenth warms up, and fills what retention then empties.
        var (first, last) = (slices[1], slices[^1]);
        report.Section(string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} minutes without a pause"));
        report.Add("soak: steps per second, at first", first.StepsPerSecond, "steps/s");
        report.Add("soak: steps per second, at last", last.StepsPerSecond, "steps/s");
        report.Add("soak: step p95, at last / at first", last.P95Ms / first.P95Ms, "times", 1.5);
        report.Add("soak: memory of the process, at last / at first", last.MemoryMb / first.MemoryMb, "times", 1.3);
        report.Add("soak: what a run has left behind, tables, at last", last.BytesPerRun / 1024, "KB/run");
        report.Add("soak: the same, at last / at first", last.BytesPerRun / first.BytesPerRun, "times", 1.2);
    }

    static async Task<List<Slice>> DriveAsync(EngineNode node, NpgsqlDataSource source, StepTimes steps, TimeSpan time)
    {
        using var stop = new CancellationTokenSource();
        var drivers = Enumerable.Range(0, Drivers).Select(_ => Task.Run(() => TalkAsync(node, stop.Token))).ToList();
        var broken = Task.WhenAny(drivers);
        var slices = new List<Slice>();
        using var self = Process.GetCurrentProcess();
        for (var i = 0; i < 10; i++)
        {
            steps.Clear();
            var watch = Stopwatch.StartNew();
            if (await Task.WhenAny(Task.Delay(time / 10), broken) == broken)
                await await broken;
            var times = steps.All();
            self.Refresh();
            slices.Add(new Slice(Report.Percentile(times, 0.95), times.Count / watch.Elapsed.TotalSeconds, self.WorkingSet64 / 1e6, await BytesPerRunAsync(source)));
        }
        await stop.CancelAsync();
        await Task.WhenAll(drivers);
        return slices;
    }

    /// <summary>Ten steps, a question, and the answer.</summary>
    static async Task TalkAsync(EngineNode node, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var id = Guid.CreateVersion7();
            var asked = node.Ends.Of(id);
            await node.StartRunAsync("soak", Patch.Empty.Set(Small, Noise.Text(Bytes)), id);
            await asked;
            var ended = node.Ends.Of(id);
            await node.AnswerAsync(id);
            await ended;
        }
    }

    static Workflow Conversation(StepTimes steps)
    {
        var builder = new WorkflowBuilder("soak", 1).Channels(Small);
        for (var i = 0; i < EngineCase.Nodes; i++)
        {
            builder.Node($"n{i}", context =>
            {
                steps.Entered(context.RunId);
                return NodeResult.Next(Patch.Empty.Set(Small, Noise.Text(Bytes)));
            }, new NodeOptions { Kind = NodeKind.Pure }).Edge($"n{i}", i == EngineCase.Nodes - 1 ? "ask" : $"n{i + 1}");
        }
        return builder.Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", Json.ToElement("may I?"))), new NodeOptions { Kind = NodeKind.Pure })
            .Edge("ask", Workflow.End).Start("n0").Build();
    }

    static async Task<double> BytesPerRunAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(
            """
            SELECT (pg_total_relation_size('runs.runs') + pg_total_relation_size('runs.steps') + pg_total_relation_size('runs.interrupts') + pg_total_relation_size('runs.blobs'))::double precision
                / (SELECT count(*) FROM runs.runs)
            """);
        command.CommandTimeout = 600;
        return (double)(await command.ExecuteScalarAsync())!;
    }
}
