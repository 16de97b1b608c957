using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;

namespace Steward.Proof;

/// <param name="Points">Every other kill is at one of these named points, in turn; the rest at random moments.</param>
/// <param name="Live">Runs that are kept unfinished while the killing goes on.</param>
public sealed record KillPlan(int Kills, IReadOnlyList<string> Points, int Seed, int Workers = 2, int Live = 12)
{
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>
/// Worker processes are killed, over and over, while runs are started and questions answered (some of them a hundred times at once, each time with another
/// answer). Then the killing stops, what is left must end by itself, and everything is counted.
/// </summary>
public sealed class KillLoop(string database, KillPlan plan) : IAsyncDisposable
{
    readonly Workflow workflow = ProofWorkflow.Build();
    readonly NpgsqlDataSource source = NpgsqlDataSource.Create(database);
    readonly ConcurrentDictionary<int, DateTimeOffset> killed = new();
    readonly ConcurrentDictionary<string, int> atPoints = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, int> missed = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, int> underWay = new(StringComparer.Ordinal);
    readonly ConcurrentQueue<string> troubles = new();
    readonly CancellationTokenSource over = new();
    int left, next, decided, decidedWrongly;

    public async Task<KillReport> RunAsync(Action<int>? progress = null)
    {
        left = plan.Kills;
        await using var services = WorkerMain.Services(source, TimeProvider.System, plan.Lease);
        var store = services.GetRequiredService<ICheckpointStore>();
        var world = Task.WhenAll(FeedAsync(services), AnswerAsync(store));
        // One worker is left alone: what the others held must go on with it, lease by lease. It takes one run at a time, so that most fall to the others.
        await using var survivor = WorkerProcess.Start(database, plan.Lease, concurrency: 1, answers: false);
        await survivor.GoAsync();
        await Task.WhenAll(Enumerable.Range(0, plan.Workers).Select(slot => KillAsync(new Random(plan.Seed + slot), services, progress)));
        if (survivor.HasExited)
            troubles.Enqueue($"The worker that nobody killed ended with {survivor.ExitCode}: {await survivor.Errors}");
        await over.CancelAsync();
        await world;
        var unfinished = await FinishAsync(store);
        return await KillReport.CountAsync(source, unfinished, killed, atPoints, missed, troubles, decided, decidedWrongly);
    }

    async Task KillAsync(Random chance, ServiceProvider services, Action<int>? progress)
    {
        var spare = Spare();
        while (Interlocked.Decrement(ref left) >= 0)
        {
            await using var worker = spare.Process;
            var point = spare.Point;
            spare = Spare();
            // Work for whoever comes, so that it dies over it.
            await StartAsync(services, 8);
            await worker.GoAsync();
            if (point is null)
            {
                await Task.Delay(chance.Next(20, 250));
            }
            else if (await worker.EndsWithinAsync(TimeSpan.FromSeconds(6)))
            {
                atPoints.AddOrUpdate(point, 1, (_, count) => count + 1);
                if (worker.ExitCode != 137)
                    troubles.Enqueue($"A worker ended with {worker.ExitCode}: {await worker.Errors}");
            }
            else
            {
                missed.AddOrUpdate(point, 1, (_, count) => count + 1);
            }
            killed[worker.Id] = TimeProvider.System.GetUtcNow();
            await worker.KillAsync();
            progress?.Invoke(Math.Max(0, left));
        }
        await spare.Process.DisposeAsync();
    }

    /// <summary>Every other process is to die at a named point: the one that was hit least so far, at its first hit or a later one.</summary>
    (WorkerProcess Process, string? Point) Spare()
    {
        var turn = Interlocked.Increment(ref next);
        var point = plan.Points.Count > 0 && turn % 2 == 0 ? plan.Points.MinBy(one => (atPoints.GetValueOrDefault(one) * 2) + missed.GetValueOrDefault(one) + underWay.GetValueOrDefault(one)) : null;
        if (point is null)
            return (WorkerProcess.Start(database, plan.Lease, starts: true), null);
        underWay.AddOrUpdate(point, 1, (_, count) => count + 1);
        return (WorkerProcess.Start(database, plan.Lease, $"{point}:{1 + (atPoints.GetValueOrDefault(point) % 3)}", starts: true), point);
    }

    async Task StartAsync(ServiceProvider services, int runs)
    {
        var codec = services.GetRequiredService<StepCodec>();
        for (var i = 0; i < runs; i++)
        {
            var run = RunStart.Create(Guid.CreateVersion7(), Guid.NewGuid(), workflow, Patch.Empty, codec, TimeProvider.System.GetUtcNow());
            await services.GetRequiredService<ICheckpointStore>().StartAsync(run, default);
        }
    }

    async Task FeedAsync(ServiceProvider services)
    {
        while (!over.IsCancellationRequested)
        {
            await StartAsync(services, (int)Math.Max(0, plan.Live - await UnfinishedAsync()));
            if (Random.Shared.Next(8) == 0)
                await CancelOneAsync(services);
            await Task.Delay(100, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Somewhere on its way, twice: what was done so far must be compensated, each once, the latest first.</summary>
    async Task CancelOneAsync(ServiceProvider services)
    {
        await using var command = source.CreateCommand("SELECT id FROM runs.runs WHERE status NOT IN ('completed', 'failed', 'cancelled') ORDER BY random() LIMIT 1");
        if (await command.ExecuteScalarAsync() is not Guid run)
            return;
        var store = services.GetRequiredService<ICheckpointStore>();
        await Task.WhenAll(store.CancelAsync(run, default).AsTask(), store.CancelAsync(run, default).AsTask());
    }

    async Task AnswerAsync(ICheckpointStore store)
    {
        while (!over.IsCancellationRequested)
        {
            foreach (var (run, key) in await World.OpenQuestionsAsync(source, 1, default))
            {
                // Another answer each: exactly one may count, and everybody must be told the same one.
                var told = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => store.AnswerAsync(run, key, JsonSerializer.SerializeToElement(i), default).AsTask()));
                decided++;
                // Who comes when its time is up may be told that, while an answer of the moment before is being stored.
                var heard = told.Where(one => one.Result is AnswerResult.Answered or AnswerResult.AlreadyAnswered).ToList();
                if (heard.Count(one => one.Result == AnswerResult.Answered) > 1 || heard.Select(one => one.Stored!.Value.GetRawText()).Distinct().Count() > 1)
                    decidedWrongly++;
            }
            await Task.Delay(1000, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>How many runs are not over although nobody disturbs them any more: lost.</returns>
    async Task<long> FinishAsync(ICheckpointStore store)
    {
        var workers = Enumerable.Range(0, plan.Workers).Select(_ => WorkerProcess.Start(database, plan.Lease)).ToList();
        foreach (var worker in workers)
            await worker.GoAsync();
        var began = TimeProvider.System.GetTimestamp();
        var unfinished = await UnfinishedAsync();
        while (unfinished > 0 && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(90))
        {
            await World.SpeakAsync(store, (run, key, answer) => store.AnswerAsync(run, key, answer, default).AsTask(), source, 50, default);
            await Task.Delay(100);
            unfinished = await UnfinishedAsync();
        }
        foreach (var worker in workers)
        {
            // Its nodes may finish; what it gives back, it gives back uncounted.
            if (await worker.StopAsync() is var exit and not 0)
                troubles.Enqueue($"A worker that was asked to stop ended with {exit}: {await worker.Errors}");
            await worker.DisposeAsync();
        }
        return unfinished;
    }

    async Task<long> UnfinishedAsync()
    {
        await using var command = source.CreateCommand("SELECT count(*) FROM runs.runs WHERE status NOT IN ('completed', 'failed', 'cancelled')");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        over.Dispose();
        await source.DisposeAsync();
    }
}
