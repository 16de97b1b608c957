using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Signals;

namespace Steward.Workflows.Checkpoints;

/// <summary>
/// Where runs live. One commit per step; whoever commits must hold the run's current fence, and a commit under an old fence changes nothing.
/// Implementations pass one conformance suite.
/// </summary>
public interface ICheckpointStore
{
    /// <summary>
    /// False when a run with this id exists already, or when it is a fork and its origin is gone or pruned; then nothing changes. With a <see cref="NewRun.Holder"/>
    /// the run begins under <see cref="NewRun.Lease"/>.
    /// </summary>
    ValueTask<bool> StartAsync(NewRun run, CancellationToken cancel);

    /// <summary>
    /// Takes due runs of these workflows that nobody holds (or whose holder's lease is over). Each gets a higher fence, so a former holder can commit
    /// nothing any more. Two workers never get the same run. Fair between owners: who has fewer runs held comes first, among equals the circle of owners
    /// goes on after <see cref="ClaimRequest.After"/>; within one owner the oldest comes first.
    /// </summary>
    ValueTask<IReadOnlyList<RunLease>> ClaimAsync(ClaimRequest request, CancellationToken cancel);

    /// <summary>When the next timer or lease of these workflows ends, so that a worker need not look before. Null when none is known: then look now and then.</summary>
    ValueTask<DateTimeOffset?> NextWakeAsync(IReadOnlyList<(string Workflow, int Version)> workflows, DateTimeOffset now, CancellationToken cancel) =>
        ValueTask.FromResult<DateTimeOffset?>(null);

    /// <summary>The newest snapshot and the steps after it. Null when the lease is lost.</summary>
    ValueTask<StoredRun?> LoadAsync(RunLease lease, CancellationToken cancel);

    /// <summary>The answers that are there for these questions of the run.</summary>
    ValueTask<IReadOnlyDictionary<string, JsonElement>> AnswersAsync(Guid runId, IReadOnlyCollection<string> keys, CancellationToken cancel);

    /// <summary>
    /// The signals of these names that come after the given positions, by position; of each name at most <paramref name="max"/>. Positions are given out in the
    /// order of acceptance, so none can appear behind one that was read.
    /// </summary>
    ValueTask<IReadOnlyList<StoredSignal>> SignalsAsync(Guid runId, IReadOnlyDictionary<string, long> after, int max, CancellationToken cancel);

    /// <summary>Extends leases. One that is missing from the result is lost.</summary>
    ValueTask<IReadOnlyList<RenewedLease>> RenewAsync(IReadOnlyCollection<RunLease> leases, DateTimeOffset until, CancellationToken cancel);

    /// <summary>Gives a run back unfinished, to be claimed after the pause, without counting an attempt. False when the lease was lost.</summary>
    ValueTask<bool> ReleaseAsync(RunLease lease, TimeSpan pause, CancellationToken cancel);

    /// <summary>Lets a run wait without a step, after a wake-up that had nothing to do, or fails it when it cannot even be loaded.</summary>
    ValueTask<CommitResult> SettleAsync(RunLease lease, Settlement settlement, CancellationToken cancel);

    /// <summary>Opens the unit of work of one step. Disposing it without a commit rolls everything back.</summary>
    ValueTask<IStepScope> BeginStepAsync(RunLease lease, NodeKind kind, CancellationToken cancel);

    /// <summary>The first answer wins and wakes the run; repeats return the stored one.</summary>
    ValueTask<AnswerOutcome> AnswerAsync(Guid runId, string key, JsonElement answer, CancellationToken cancel);

    /// <summary>As above; and if the answer is taken and the run waits, it is claimed in the same moment.</summary>
    /// <returns>The lease is null when the run was not claimed: it is due as after every answer, or somebody holds it.</returns>
    ValueTask<(AnswerOutcome Outcome, RunLease? Lease)> AnswerAsync(Guid runId, string key, JsonElement answer, DirectClaim claim, CancellationToken cancel);

    /// <summary>Puts a signal into the run's mailbox and wakes the run. A repeat (same name and key) changes nothing.</summary>
    ValueTask<SignalResult> SignalAsync(Guid runId, Signal signal, CancellationToken cancel);

    /// <summary>
    /// Asks a live run to stop. Its holder commits the cancellation, after compensating what has a compensation. Asking again changes nothing. False when there
    /// is no such live run.
    /// </summary>
    ValueTask<bool> CancelAsync(Guid runId, CancellationToken cancel);

    /// <summary>Lets a failed run go on at the node (or the compensation) that failed, with fresh attempts. False when it is not failed.</summary>
    ValueTask<bool> RetryAsync(Guid runId, CancellationToken cancel) => RetryAsync(runId, null, cancel);

    /// <inheritdoc cref="RetryAsync(Guid, CancellationToken)"/>
    /// <param name="change">What is changed in the state first (<see cref="StateChange.Requeue"/>), or null.</param>
    ValueTask<bool> RetryAsync(Guid runId, EncodedStep? change, CancellationToken cancel);

    /// <summary>Ends a failed run as cancelled, as it stands, without compensating anything. False when it is not failed.</summary>
    ValueTask<bool> DropAsync(Guid runId, CancellationToken cancel);

    /// <summary>
    /// Moves a run to another version, if it still stands where the step says and no worker holds it. It keeps its standing: a waiting run waits, a failed one is
    /// failed.
    /// </summary>
    ValueTask<bool> MigrateAsync(MigrationStep step, CancellationToken cancel);

    /// <summary>
    /// Takes away what finished runs hold beside themselves and the list of their events. A large value goes when no step of its owner refers to it any more,
    /// whoever may be about to.
    /// </summary>
    /// <returns>How many runs were pruned.</returns>
    ValueTask<int> PruneAsync(PruneRequest request, CancellationToken cancel);

    /// <summary>All questions that the run has asked.</summary>
    ValueTask<IReadOnlyList<AskedQuestion>> QuestionsAsync(Guid runId, CancellationToken cancel);

    ValueTask<RunSummary?> FindAsync(Guid runId, CancellationToken cancel);

    /// <summary>The newest snapshot and the steps after it, for looking at: where a run stands, however long it is.</summary>
    ValueTask<StoredRun?> NewestAsync(Guid runId, CancellationToken cancel);

    /// <summary>All steps, oldest first, with what is needed to rebuild any checkpoint.</summary>
    ValueTask<StoredRun?> HistoryAsync(Guid runId, CancellationToken cancel);
}

/// <summary>One step's unit of work.</summary>
public interface IStepScope : IAsyncDisposable
{
    IServiceProvider Services { get; }

    /// <summary>
    /// Stores the step, what the node staged in <see cref="Services"/>, the question and the run's new standing together, or none of them.
    /// </summary>
    /// <exception cref="StagedWorkRejectedException">The database refuses what the node staged. Nothing is stored.</exception>
    ValueTask<CommitResult> CommitAsync(StepCommit step, CancellationToken cancel);
}

/// <summary>The store refuses what the node staged, or its question: the node's fault, not the engine's. Counts as a failed attempt.</summary>
public sealed class StagedWorkRejectedException(string message, Exception? inner = null) : Exception(message, inner);
