using Steward.Workflows.Checkpoints;

namespace Steward.Workflows.Tests.Model;

/// <summary>The process died here, as far as the test is concerned: nothing after this line happened.</summary>
sealed class SimulatedCrash : Exception;

/// <summary>
/// A store whose holder dies before or after commits, or stands still while others go on. Chances come from a seeded source, so a failing schedule
/// can be run again.
/// </summary>
sealed class UnreliableStore(ICheckpointStore inner, Random chance, double crash, double stall, Func<Task> meanwhile) : StoreAround(inner)
{
    void MayCrash()
    {
        if (chance.NextDouble() < crash)
            throw new SimulatedCrash();
    }

    public override ValueTask<StoredRun?> LoadAsync(RunLease lease, CancellationToken cancel)
    {
        MayCrash();
        return base.LoadAsync(lease, cancel);
    }

    public override ValueTask<CommitResult> SettleAsync(RunLease lease, Settlement settlement, CancellationToken cancel)
    {
        MayCrash();
        return base.SettleAsync(lease, settlement, cancel);
    }

    protected override async ValueTask<CommitResult> CommitAsync(IStepScope scope, StepCommit step, CancellationToken cancel)
    {
        MayCrash();
        if (chance.NextDouble() < stall)
            await meanwhile();
        var result = await scope.CommitAsync(step, cancel);
        MayCrash();
        return result;
    }
}
