using Steward.Workflows.Checkpoints;

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
