using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Signals;
using Steward.Workflows.State;

namespace Steward.Proof;

/// <summary>What a run was in the end, without the ids: what must be the same with and without the fault.</summary>
public sealed record RunEnd(RunStatus Status, string? Reason, string Log, string Effects, string Received);

/// <summary>A worker inside this process whose commands go through a proxy of its own. One run at a time: with a fault at one point, or none.</summary>
public sealed class SweepLane : IAsyncDisposable
{
    static readonly TimeSpan Lease = TimeSpan.FromMilliseconds(500);

    readonly FaultProxy proxy;
    readonly NpgsqlDataSource direct, through;
    readonly ServiceProvider services, watcher;
    readonly string workflow;
    readonly ICheckpointStore store;
    int calls;
    (int Call, string Where, FaultKind Kind)? outsideFault;

    public SweepLane(string database, int number)
    {
        workflow = $"proof.lane{number}";
        proxy = new FaultProxy(database);
        direct = NpgsqlDataSource.Create(database);
        through = NpgsqlDataSource.Create(proxy.ConnectionString);
        services = WorkerMain.Services(through, TimeProvider.System, Lease, workflow, outside: direct, poll: TimeSpan.FromMilliseconds(150));
        watcher = WorkerMain.Services(direct, TimeProvider.System, Lease, workflow);
        store = watcher.GetRequiredService<ICheckpointStore>();
        services.GetRequiredService<Receivers>().Watch = OutsideAsync;
    }

    /// <summary>How many outside calls the last run made.</summary>
    public int Calls => calls;
    public int Commands => proxy.Seen;
    public bool Fired => proxy.Fired;

    public async Task<SweepLane> StartAsync()
    {
        foreach (var service in WorkerMain.Hosted(services))
            await service.StartAsync(default);
        // The first run compiles what it passes, and so takes other ways: it does not count.
        await RunAsync(null);
        return this;
    }

    public Task<RunEnd> RunAsync(Fault? fault) => RunAsync(fault, null);

    public Task<RunEnd> RunWithOutsideFaultAsync(int call, string where, FaultKind kind) => RunAsync(null, (call, where, kind));

    async Task<RunEnd> RunAsync(Fault? fault, (int, string, FaultKind)? outside)
    {
        var id = Guid.CreateVersion7();
        (calls, outsideFault) = (0, outside);
        proxy.Arm(fault);
        var codec = watcher.GetRequiredService<StepCodec>();
        var run = RunStart.Create(id, Guid.NewGuid(), ProofWorkflow.Build(workflow), Patch.Empty, codec, TimeProvider.System.GetUtcNow());
        await store.StartAsync(run, default);
        var began = TimeProvider.System.GetTimestamp();
        while ((await store.FindAsync(id, default))!.Status is not (RunStatus.Completed or RunStatus.Failed))
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(60))
                break;
            await store.AnswerAsync(id, "ask", JsonSerializer.SerializeToElement("yes"), default);
            await store.SignalAsync(id, new Signal("go", "the one", JsonSerializer.SerializeToElement(1)), default);
            await Task.Delay(15);
        }
        var seen = proxy.Seen;
        var ended = await EndAsync(id, codec);
        CommandsOfLast = seen;
        return ended;
    }

    public int CommandsOfLast { get; private set; }

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
        foreach (var service in WorkerMain.Hosted(services).Reverse())
            await service.StopAsync(default);
        await services.DisposeAsync();
        await watcher.DisposeAsync();
        await through.DisposeAsync();
        await direct.DisposeAsync();
        await proxy.DisposeAsync();
    }
}
