using Steward.Platform;

namespace Steward.Actions.Execution;

/// <summary>
/// From a committed claim to a recorded outcome. A process that dies anywhere in here leaves an intent whose lease lapses; <see cref="ReconcileAsync"/> then
/// asks the provider before anything is performed again.
/// </summary>
sealed class RunEffect(CallPerformer call, RecordOutcome record, StewardDbContext db, TimeProvider clock)
{
    /// <summary>An action whose attempts are cut off again and again (it may be what kills the process) is given up.</summary>
    const int MostAttempts = 5;

    public async Task PerformAsync(EffectClaim claim)
    {
        var points = claim.Effect.Purpose == EffectPurpose.Perform ? "actions.execute" : "actions.undo";
        CrashPoint.Hit(points + ".after-claim");
        if (await call.PerformAsync(claim) is not { } outcome)
            return;
        CrashPoint.Hit(points + ".after-perform");
        // A performer that surely did nothing has refused; only asking afterwards leads to another attempt.
        await record.RunAsync(claim, outcome is PerformOutcome.NotPerformed ? new PerformOutcome.Refused("not_performed", "The provider did not do it.") : outcome);
        CrashPoint.Hit(points + ".after-record");
    }

    public async Task ReconcileAsync(EffectClaim claim)
    {
        var outcome = await call.ReconcileAsync(claim);
        if (outcome is not PerformOutcome.NotPerformed)
            await record.RunAsync(claim, outcome);
        else if (claim.Effect.Attempts >= MostAttempts)
            await record.RunAsync(claim, new PerformOutcome.Refused("gave_up", $"It was begun {claim.Effect.Attempts} times and cut off each time. Nothing was changed."));
        else if (claim.Effect.Purpose == EffectPurpose.Perform)
            await record.RunAsync(claim, outcome);
        else if (await claim.IntendAgainAsync(db, clock.GetUtcNow(), CancellationToken.None) is { } again)
            await PerformAsync(again);
    }
}
