using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Runs;
using Steward.Workflows.Building;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;

namespace Steward.Bench;

/// <summary>
/// From the moment before an answer is given to the beginning of the next node, in the process that asked and in another one; and how often code before the question
/// and effects after it are repeated when the answer is given eight times at once.
/// </summary>
static class EngineQuestions
{
    const int Clicks = 8;
    const int Bytes = 2048;

    static readonly Channel<string> Small = Channel.LastValue("small", "");
    static readonly Channel<JsonElement?> Answer = Channel.LastValue<JsonElement?>("answer");

    public static async Task RunAsync(Report report, EngineLangGraph peer, EngineDatabase database, bool quick)
    {
        var trials = quick ? 100 : 300;
        report.Section($"Questions ({trials} each)");
        var single = await peer.AnswersAsync(trials, 1, Bytes);
        var same = await SameProcessAsync(database, trials, 1);
        Latency(report, peer.Name, single.LatencyMs, null);
        Latency(report, "Steward, same process", same.LatencyMs, 5);
        Latency(report, "Steward, another process", await OtherProcessAsync(database, trials), 15);
        var twice = await peer.AnswersAsync(trials, Clicks, Bytes);
        var ours = await SameProcessAsync(database, trials, Clicks);
        foreach (var (name, result) in new[] { (peer.Name, twice), ("Steward", ours) })
        {
            report.Add($"answered {Clicks} times at once: {name}, code before the question ran again", 100.0 * result.Rerun / trials, "% of runs", name == "Steward" ? 0 : null);
            report.Add($"answered {Clicks} times at once: {name}, effect repeated", 100.0 * result.Doubled / trials, "% of runs", name == "Steward" ? 0 : null);
        }
    }

    static void Latency(Report report, string name, List<double> values, double? bound)
    {
        report.Add($"answer → next node: {name}, p50", Report.Percentile(values, 0.5), "ms");
        report.Add($"answer → next node: {name}, p95", Report.Percentile(values, 0.95), "ms", bound);
    }

    static Workflow Asking(Action<Guid> asked, Action<Guid> acted) => new WorkflowBuilder("asking", 1).Channels(Small, Answer)
        .Node("ask", context =>
        {
            asked(context.RunId);
            return NodeResult.Interrupt(new InterruptRequest("q", Json.ToElement("may I?")), answerInto: Answer);
        }, new NodeOptions { Kind = NodeKind.Pure })
        .Node("act", context =>
        {
            acted(context.RunId);
            return NodeResult.Next();
        }, new NodeOptions { Kind = NodeKind.Pure })
        .Edge("ask", "act").Edge("act", Workflow.End).Start("ask").Build();

    static async Task<EngineAnswers> SameProcessAsync(EngineDatabase database, int trials, int clicks)
    {
        ConcurrentDictionary<Guid, int> before = new(), effects = new();
        ConcurrentDictionary<Guid, long> entered = new();
        await using var node = await EngineNode.StartAsync(database, 8, Asking(run => before.AddOrUpdate(run, 1, (_, n) => n + 1), run =>
        {
            entered.TryAdd(run, Stopwatch.GetTimestamp());
            effects.AddOrUpdate(run, 1, (_, n) => n + 1);
        }));
        var times = new List<double>();
        for (var i = 0; i < trials + 5; i++)
        {
            var id = node.Services.GetRequiredService<Ids>().New();
            var asked = node.Ends.Of(id);
            await node.StartRunAsync("asking", Patch.Empty.Set(Small, Noise.Text(Bytes)), id);
            await asked;
            var ended = node.Ends.Of(id);
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, clicks).Select(_ => Task.Run(() => node.AnswerAsync(id))));
            await ended;
            if (i >= 5)
                times.Add(Stopwatch.GetElapsedTime(began, entered[id]).TotalMilliseconds);
        }
        return new EngineAnswers(times, before.Count(one => one.Value > 1), effects.Count(one => one.Value > 1));
    }

    static async Task<List<double>> OtherProcessAsync(EngineDatabase database, int trials)
    {
        await using var node = await EngineNode.StartAsync(database.ConnectionString, 8, works: false, null, Asking(_ => { }, _ => { }));
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(EngineQuestions).Assembly.Location, "engine-worker"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[WorkerDatabase] = database.ConnectionString;
        using var worker = Process.Start(start)!;
        var times = new List<double>();
        for (var i = 0; i < trials + 20; i++)
        {
            var id = node.Services.GetRequiredService<Ids>().New();
            await node.StartRunAsync("asking", Patch.Empty.Set(Small, Noise.Text(Bytes)), id);
            await ToldAsync(worker, "asked", id);
            // The node tells before its question is stored.
            while (await FindAsync(node, id) != Workflows.Checkpoints.RunStatus.Waiting)
                await Task.Delay(1);
            var began = Stopwatch.GetTimestamp();
            await node.AnswerAsync(id);
            var entered = await ToldAsync(worker, "acted", id);
            if (i >= 20)
                times.Add(Stopwatch.GetElapsedTime(began, entered).TotalMilliseconds);
        }
        worker.StandardInput.Close();
        await worker.WaitForExitAsync();
        return times;
    }

    const string WorkerDatabase = "STEWARD_BENCH_WORKER_DATABASE";

    /// <summary>The other process: works until its input ends, and tells when its nodes begin, by the clock that all processes of a machine share.</summary>
    public static async Task WorkAsync()
    {
        await using var node = await EngineNode.StartAsync(Environment.GetEnvironmentVariable(WorkerDatabase)!, 8, works: true, null, Asking(run => Tell("asked", run), run => Tell("acted", run)));
        await Console.In.ReadToEndAsync();

        static void Tell(string what, Guid run) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {run} {Stopwatch.GetTimestamp()}"));
    }

    static async Task<long> ToldAsync(Process worker, string what, Guid run)
    {
        while (await worker.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith($"{what} {run} ", StringComparison.Ordinal))
                return long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
        }
        throw new InvalidOperationException("The other process ended; its output above says why.");
    }

    static async Task<Workflows.Checkpoints.RunStatus> FindAsync(EngineNode node, Guid id) => (await node.Services.GetRequiredService<Workflows.Checkpoints.ICheckpointStore>().FindAsync(id, default))!.Status;
}
