using Steward.Workflows.Checkpoints;
using Steward.Workflows.Signals;

namespace Steward.Workflows.Tests.Model;

/// <summary>Whoever commits is believed to hold the run, at whatever number it stands.</summary>
sealed class WithoutFence(ICheckpointStore inner) : StoreAround(inner)
{
    readonly Dictionary<Guid, RunLease> newest = [];

    public override async ValueTask<IReadOnlyList<RunLease>> ClaimAsync(ClaimRequest request, CancellationToken cancel)
    {
        var leases = await Inner.ClaimAsync(request, cancel);
        foreach (var lease in leases)
            newest[lease.RunId] = lease;
        return leases;
    }

    protected override async ValueTask<CommitResult> CommitAsync(IStepScope scope, StepCommit step, CancellationToken cancel) =>
        await scope.CommitAsync(step with { Lease = newest[step.Lease.RunId], Seq = (await Inner.FindAsync(step.Lease.RunId, cancel))!.Seq + 1 }, cancel);
}

/// <summary>Messages that come while a step is on its way are not seen when the run lets go.</summary>
sealed class WithoutInbox(ICheckpointStore inner) : StoreAround(inner)
{
    protected override ValueTask<CommitResult> CommitAsync(IStepScope scope, StepCommit step, CancellationToken cancel) =>
        scope.CommitAsync(step with { Settlement = step.Settlement is { } standing ? standing with { InboxSeen = int.MaxValue } : null }, cancel);

    public override ValueTask<CommitResult> SettleAsync(RunLease lease, Settlement settlement, CancellationToken cancel) =>
        Inner.SettleAsync(lease, settlement with { InboxSeen = int.MaxValue }, cancel);
}

/// <summary>An expiry does not look whether an answer has just come.</summary>
sealed class WithoutExpiryCheck(ICheckpointStore inner) : StoreAround(inner)
{
    protected override ValueTask<CommitResult> CommitAsync(IStepScope scope, StepCommit step, CancellationToken cancel) => scope.CommitAsync(step with { RequireInbox = null }, cancel);
}

/// <summary>Stores the step that asks, but not its question.</summary>
sealed class WithoutQuestions(ICheckpointStore inner) : StoreAround(inner)
{
    protected override ValueTask<CommitResult> CommitAsync(IStepScope scope, StepCommit step, CancellationToken cancel) => scope.CommitAsync(step with { Question = null }, cancel);
}

/// <summary>Loses timers: what should wake by itself does not.</summary>
sealed class WithoutTimers(ICheckpointStore inner) : StoreAround(inner)
{
    protected override ValueTask<CommitResult> CommitAsync(IStepScope scope, StepCommit step, CancellationToken cancel) =>
        scope.CommitAsync(step with { Settlement = step.Settlement is { Status: RunStatus.Waiting } standing ? standing with { Wake = null } : step.Settlement }, cancel);
}

/// <summary>Gives signals that were taken once more.</summary>
sealed class SignalsAgain(ICheckpointStore inner) : StoreAround(inner)
{
    public override ValueTask<IReadOnlyList<StoredSignal>> SignalsAsync(Guid runId, IReadOnlyDictionary<string, long> after, int max, CancellationToken cancel) =>
        Inner.SignalsAsync(runId, after.ToDictionary(one => one.Key, _ => 0L), max, cancel);
}

/// <summary>Loses signals that came early: only the newest is there.</summary>
sealed class WithoutMailbox(ICheckpointStore inner) : StoreAround(inner)
{
    public override async ValueTask<IReadOnlyList<StoredSignal>> SignalsAsync(Guid runId, IReadOnlyDictionary<string, long> after, int max, CancellationToken cancel) =>
        [.. (await Inner.SignalsAsync(runId, after, max, cancel)).TakeLast(1)];
}

/// <summary>Says that a compensation is stored, and forgets it.</summary>
sealed class WithoutCompensations(ICheckpointStore inner) : StoreAround(inner)
{
    protected override ValueTask<CommitResult> CommitAsync(IStepScope scope, StepCommit step, CancellationToken cancel) =>
        scope.CommitAsync(step.Kind == Steward.Workflows.Stepping.StepKind.Cancelling
            ? step with { Kind = Steward.Workflows.Stepping.StepKind.Cancelled, Settlement = new Settlement(RunStatus.Cancelled, null, null, step.Lease.Inbox, step.At) }
            : step, cancel);
}
