using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Signals;
using Steward.Workflows.State;

namespace Steward.Proof;

/// <summary>What a run was in the end, without the ids: what must be the same with and without the fault.</summary>
public sealed record RunEnd(RunStatus Status, string? Reason, string Log, string Effects, string Received);

/// <summary>What happens to the run that is swept, and to what: its whole way, or the way back after a cancellation.</summary>
public enum SweepStory
{
    ToTheEnd,
    /// <summary>Cancelled while it waits for its signal; the faults strike from that moment on, while it compensates.</summary>
    Cancelled,
}

/// <summary>A worker inside this process whose commands go through a proxy. One run at a time: with a fault at one point, or none. A worker that died is followed by a new one.</summary>
public sealed class SweepLane : IAsyncDisposable
{
    static readonly TimeSpan Lease = TimeSpan.FromMilliseconds(500);

    readonly string database, workflow;
    readonly NpgsqlDataSource direct;
    readonly ServiceProvider watcher;
    readonly ICheckpointStore store;
    readonly List<Task> buried = [];
    SweepWorker worker;
    int calls;
    (int Call, string Where, FaultKind Kind)? outsideFault;

    public SweepLane(string database, int number)
    {
        this.database = database;
        workflow = $"proof.lane{number}";
        direct = NpgsqlDataSource.Create(database);
        watcher = WorkerMain.Services(direct, TimeProvider.System, Lease, workflow);
        store = watcher.GetRequiredService<ICheckpointStore>();
        worker = NewWorker();
    }

    SweepWorker NewWorker() => new(database, workflow, Lease, direct, OutsideAsync);

    /// <summary>How many outside calls the last run made, and how many commands its worker sent.</summary>
    public int Calls => calls;
    public int Commands { get; private set; }

    /// <summary>The last fault has struck.</summary>
    public bool Fired { get; private set; }

    public async Task<SweepLane> StartAsync()
    {
        await worker.StartAsync();
        // The first run compiles what it passes, and so takes other ways: it does not count.
        await RunAsync(SweepStory.ToTheEnd, null);
        return this;
    }

    public Task<RunEnd> RunAsync(SweepStory story, Fault? fault) => RunAsync(story, fault, null);

    public async Task<RunEnd> RunWithOutsideFaultAsync(int call, string where, FaultKind kind)
    {
        var end = await RunAsync(SweepStory.ToTheEnd, null, (call, where, kind));
        Fired = outsideFault is null;
        return end;
    }

    async Task<RunEnd> RunAsync(SweepStory story, Fault? fault, (int, string, FaultKind)? outside)
    {
        var id = Guid.CreateVersion7();
        (calls, outsideFault, Fired) = (0, outside, false);
        var armed = worker;
        if (story == SweepStory.ToTheEnd)
            armed.Arm(fault);
        var codec = watcher.GetRequiredService<StepCodec>();
        var run = RunStart.Create(id, Guid.NewGuid(), ProofWorkflow.Build(workflow), Patch.Empty, codec, TimeProvider.System.GetUtcNow());
        await store.StartAsync(run, default);
        var (began, cancelled) = (TimeProvider.System.GetTimestamp(), false);
        while (await store.FindAsync(id, default) is { Status: not (RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled) } standing)
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(60))
                break;
            if (worker.IsDead)
                await ReplaceAsync();
            await store.AnswerAsync(id, "ask", JsonSerializer.SerializeToElement("yes"), default);
            if (story == SweepStory.ToTheEnd)
                await store.SignalAsync(id, new Signal("go", "the one", JsonSerializer.SerializeToElement(1)), default);
            else if (!cancelled && standing is { Status: RunStatus.Waiting, Node: "listen" })
            {
                armed.Arm(fault);
                cancelled = await store.CancelAsync(id, default);
            }
            await Task.Delay(15);
        }
        (Commands, Fired) = (armed.Commands, armed.Fired);
        if (worker.IsDead)
            await ReplaceAsync();
        return await EndAsync(id, codec);
    }

    /// <summary>The dead one is taken apart beside those that come after it: nothing waits for a process that has ended.</summary>
    async Task ReplaceAsync()
    {
        buried.Add(worker.DisposeAsync().AsTask());
        worker = NewWorker();
        await worker.StartAsync();
    }

    Task OutsideAsync(string where)
    {
        var call = where == "before" ? ++calls : calls;
        if (outsideFault is not { } fault || fault.Call != call || fault.Where != where)
            return Task.CompletedTask;
        outsideFault = null;
        throw fault.Kind == FaultKind.Cut ? new IOException("The connection to the receiver broke.") : new InvalidOperationException("The receiver is not well.");
    }

    async Task<RunEnd> EndAsync(Guid id, StepCodec codec)
    {
        var summary = (await store.FindAsync(id, default))!;
        var log = RunHistory.Latest(ProofWorkflow.Build(workflow), (await store.HistoryAsync(id, default))!, codec).Get(ProofWorkflow.Log);
        return new RunEnd(summary.Status, summary.Reason, string.Join(' ', log),
            await TextAsync("SELECT string_agg(name, ' ' ORDER BY name COLLATE \"C\") FROM (SELECT name FROM proof.effects WHERE run_id = $1 UNION ALL SELECT body->>'name' FROM platform.outbox WHERE body->>'run' = $1::text) e", id),
            // What a receiver without keys and search gets twice is counted by the checker; here it counts as received.
            await TextAsync("SELECT string_agg(one, ' ' ORDER BY one) FROM (SELECT receiver || ' ' || CASE receiver WHEN 'Plain' THEN least(count(*), 1) ELSE count(*) END AS one FROM proof.received WHERE run_id = $1 GROUP BY receiver) r", id));
    }

    async Task<string> TextAsync(string sql, Guid id)
    {
        await using var command = direct.CreateCommand(sql);
        command.Parameters.AddWithValue(id);
        return await command.ExecuteScalarAsync() as string ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        await worker.DisposeAsync();
        await Task.WhenAll(buried);
        await watcher.DisposeAsync();
        await direct.DisposeAsync();
    }
}
