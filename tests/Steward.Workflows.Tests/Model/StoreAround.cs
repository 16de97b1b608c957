using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Signals;

namespace Steward.Workflows.Tests.Model;

/// <summary>A store around another one, which passes everything on; what derives from it is wrong in one way.</summary>
abstract class StoreAround(ICheckpointStore inner) : ICheckpointStore
{
    protected ICheckpointStore Inner => inner;

    public virtual ValueTask<IReadOnlyList<RunLease>> ClaimAsync(ClaimRequest request, CancellationToken cancel) => inner.ClaimAsync(request, cancel);

    protected virtual ValueTask<CommitResult> CommitAsync(IStepScope scope, StepCommit step, CancellationToken cancel) => scope.CommitAsync(step, cancel);

    public async ValueTask<IStepScope> BeginStepAsync(RunLease lease, NodeKind kind, CancellationToken cancel) => new Scope(this, await inner.BeginStepAsync(lease, kind, cancel));

    sealed class Scope(StoreAround store, IStepScope scope) : IStepScope
    {
        public IServiceProvider Services => scope.Services;
        public ValueTask<CommitResult> CommitAsync(StepCommit step, CancellationToken cancel) => store.CommitAsync(scope, step, cancel);
        public ValueTask DisposeAsync() => scope.DisposeAsync();
    }

    public virtual ValueTask<CommitResult> SettleAsync(RunLease lease, Settlement settlement, CancellationToken cancel) => inner.SettleAsync(lease, settlement, cancel);
    public virtual ValueTask<StoredRun?> LoadAsync(RunLease lease, CancellationToken cancel) => inner.LoadAsync(lease, cancel);
    public ValueTask<bool> StartAsync(NewRun run, CancellationToken cancel) => inner.StartAsync(run, cancel);
    public ValueTask<IReadOnlyDictionary<string, JsonElement>> AnswersAsync(Guid runId, IReadOnlyCollection<string> keys, CancellationToken cancel) => inner.AnswersAsync(runId, keys, cancel);
    public ValueTask<IReadOnlyList<RenewedLease>> RenewAsync(IReadOnlyCollection<RunLease> leases, DateTimeOffset until, CancellationToken cancel) => inner.RenewAsync(leases, until, cancel);
    public ValueTask<bool> ReleaseAsync(RunLease lease, TimeSpan pause, CancellationToken cancel) => inner.ReleaseAsync(lease, pause, cancel);
    public ValueTask<AnswerOutcome> AnswerAsync(Guid runId, string key, JsonElement answer, CancellationToken cancel) => inner.AnswerAsync(runId, key, answer, cancel);
    public ValueTask<(AnswerOutcome Outcome, RunLease? Lease)> AnswerAsync(Guid runId, string key, JsonElement answer, DirectClaim claim, CancellationToken cancel) => inner.AnswerAsync(runId, key, answer, claim, cancel);
    public ValueTask<bool> CancelAsync(Guid runId, CancellationToken cancel) => inner.CancelAsync(runId, cancel);
    public ValueTask<SignalResult> SignalAsync(Guid runId, Signal signal, CancellationToken cancel) => inner.SignalAsync(runId, signal, cancel);
    public virtual ValueTask<IReadOnlyList<StoredSignal>> SignalsAsync(Guid runId, IReadOnlyDictionary<string, long> after, int max, CancellationToken cancel) => inner.SignalsAsync(runId, after, max, cancel);
    public ValueTask<bool> RetryAsync(Guid runId, EncodedStep? change, CancellationToken cancel) => inner.RetryAsync(runId, change, cancel);
    public ValueTask<bool> DropAsync(Guid runId, CancellationToken cancel) => inner.DropAsync(runId, cancel);
    public ValueTask<DateTimeOffset?> NextWakeAsync(IReadOnlyList<(string Workflow, int Version)> workflows, DateTimeOffset now, CancellationToken cancel) => inner.NextWakeAsync(workflows, now, cancel);
    public ValueTask<bool> MigrateAsync(MigrationStep step, CancellationToken cancel) => inner.MigrateAsync(step, cancel);
    public ValueTask<int> PruneAsync(PruneRequest request, CancellationToken cancel) => inner.PruneAsync(request, cancel);
    public ValueTask<IReadOnlyList<AskedQuestion>> QuestionsAsync(Guid runId, CancellationToken cancel) => inner.QuestionsAsync(runId, cancel);
    public ValueTask<RunSummary?> FindAsync(Guid runId, CancellationToken cancel) => inner.FindAsync(runId, cancel);
    public ValueTask<StoredRun?> NewestAsync(Guid runId, CancellationToken cancel) => inner.NewestAsync(runId, cancel);
    public ValueTask<StoredRun?> HistoryAsync(Guid runId, CancellationToken cancel) => inner.HistoryAsync(runId, cancel);
}
