using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Signals;

namespace Steward.Workflows.Tests.Model;

/// <summary>The process died here, as far as the test is concerned: nothing after this line happened.</summary>
sealed class SimulatedCrash : Exception;

/// <summary>
/// A store whose holder dies before or after commits, or sleeps through its lease while others go on. Chances come from a seeded source, so a failing schedule
/// can be run again.
/// </summary>
sealed class UnreliableStore(ICheckpointStore inner, Random chance, double crash, Func<Task>? whileAsleep = null) : ICheckpointStore
{
    public int Crashes { get; private set; }
    public int Naps { get; private set; }

    void MayCrash()
    {
        lock (chance)
        {
            if (chance.NextDouble() >= crash)
                return;
            Crashes++;
        }
        throw new SimulatedCrash();
    }

    async Task MayOversleepAsync()
    {
        lock (chance)
        {
            if (whileAsleep is null || chance.NextDouble() >= crash)
                return;
            Naps++;
        }
        await whileAsleep();
    }

    public async ValueTask<IReadOnlyList<RunLease>> ClaimAsync(ClaimRequest request, CancellationToken cancel) => await inner.ClaimAsync(request, cancel);

    public async ValueTask<StoredRun?> LoadAsync(RunLease lease, CancellationToken cancel)
    {
        MayCrash();
        return await inner.LoadAsync(lease, cancel);
    }

    public async ValueTask<CommitResult> SettleAsync(RunLease lease, Settlement settlement, CancellationToken cancel)
    {
        MayCrash();
        return await inner.SettleAsync(lease, settlement, cancel);
    }

    public async ValueTask<IStepScope> BeginStepAsync(RunLease lease, NodeKind kind, CancellationToken cancel) =>
        new Scope(this, await inner.BeginStepAsync(lease, kind, cancel));

    sealed class Scope(UnreliableStore store, IStepScope inner) : IStepScope
    {
        public IServiceProvider Services => inner.Services;

        public async ValueTask<CommitResult> CommitAsync(StepCommit step, CancellationToken cancel)
        {
            store.MayCrash();
            await store.MayOversleepAsync();
            var result = await inner.CommitAsync(step, cancel);
            store.MayCrash();
            return result;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    public ValueTask<bool> StartAsync(NewRun run, CancellationToken cancel) => inner.StartAsync(run, cancel);
    public ValueTask<IReadOnlyDictionary<string, JsonElement>> AnswersAsync(Guid runId, IReadOnlyCollection<string> keys, CancellationToken cancel) => inner.AnswersAsync(runId, keys, cancel);
    public ValueTask<IReadOnlyList<RenewedLease>> RenewAsync(IReadOnlyCollection<RunLease> leases, DateTimeOffset until, CancellationToken cancel) => inner.RenewAsync(leases, until, cancel);
    public ValueTask<bool> ReleaseAsync(RunLease lease, TimeSpan pause, CancellationToken cancel) => inner.ReleaseAsync(lease, pause, cancel);
    public ValueTask<AnswerOutcome> AnswerAsync(Guid runId, string key, JsonElement answer, CancellationToken cancel) => inner.AnswerAsync(runId, key, answer, cancel);
    public ValueTask<SignalResult> SignalAsync(Guid runId, Signal signal, CancellationToken cancel) => inner.SignalAsync(runId, signal, cancel);
    public ValueTask<IReadOnlyList<StoredSignal>> SignalsAsync(Guid runId, IReadOnlyDictionary<string, long> after, int max, CancellationToken cancel) => inner.SignalsAsync(runId, after, max, cancel);
    public ValueTask<bool> CancelAsync(Guid runId, CancellationToken cancel) => inner.CancelAsync(runId, cancel);
    public ValueTask<bool> RetryAsync(Guid runId, EncodedStep? change, CancellationToken cancel) => inner.RetryAsync(runId, change, cancel);
    public ValueTask<bool> DropAsync(Guid runId, CancellationToken cancel) => inner.DropAsync(runId, cancel);
    public ValueTask<RunSummary?> FindAsync(Guid runId, CancellationToken cancel) => inner.FindAsync(runId, cancel);
    public ValueTask<StoredRun?> HistoryAsync(Guid runId, CancellationToken cancel) => inner.HistoryAsync(runId, cancel);
}
