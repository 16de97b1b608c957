using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Steward.Actions.Proposals;
using Steward.Platform;

namespace Steward.Actions.Execution;

/// <summary>
/// Makes the call, keeps the lease while it runs, lets the person see what it waits for, and turns whatever comes of it into an outcome. A call that was cut off, threw or took too long may have
/// taken effect: that is <see cref="PerformOutcome.Unknown"/>, never a failure.
/// </summary>
sealed class CallPerformer(IEnumerable<IActionPerformer> performers, WaitLog waits, IServiceScopeFactory scopes, TimeProvider clock, ILogger<CallPerformer> log)
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    static readonly TimeSpan Beat = EffectClaim.Lease / 3;

    /// <returns>Null when the claim has grown too old to begin (the process was paused): nothing was called, the lease will lapse.</returns>
    public async Task<PerformOutcome?> PerformAsync(EffectClaim claim)
    {
        if (clock.GetUtcNow() + Beat > claim.Effect.DueAt)
            return null;
        return await CallAsync(claim, (performer, action, cancel) => performer.PerformAsync(action, cancel));
    }

    public Task<PerformOutcome> ReconcileAsync(EffectClaim claim) => CallAsync(claim, (performer, action, cancel) => performer.ReconcileAsync(action, cancel));

    async Task<PerformOutcome> CallAsync(EffectClaim claim, Func<IActionPerformer, ApprovedAction, CancellationToken, Task<PerformOutcome>> call)
    {
        var effect = claim.Effect;
        if (performers.FirstOrDefault(performer => performer.Serves(effect.Provider, effect.Kind)) is not { } performer)
            return new PerformOutcome.Unknown($"Accounts of {effect.Provider} cannot be reached by this Steward.");
        using var waiting = waits.Watch(effect.PersonId, async db =>
            await db.Set<Proposal>().Where(p => p.Id == effect.ProposalId).Select(p => p.RunId).SingleOrDefaultAsync() ?? effect.ProposalId);
        using var limit = new CancellationTokenSource(Limit, clock);
        using var over = new CancellationTokenSource();
        var keeping = KeepLeaseAsync(claim, limit, over.Token);
        try
        {
            return await call(performer, ApprovedAction.Of(claim), limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new PerformOutcome.Unknown("The provider did not answer in time.");
        }
        catch (Exception e)
        {
            log.LogError(e, "The performer of {Kind} at {Provider} broke off effect {Key}; its outcome is unknown", effect.Kind, effect.Provider, effect.Key);
            return new PerformOutcome.Unknown("The call was broken off.");
        }
        finally
        {
            await over.CancelAsync();
            await keeping;
        }
    }

    /// <summary>Renews until the call is over. When the lease is lost the call is cancelled: somebody else is looking after the effect now.</summary>
    async Task KeepLeaseAsync(EffectClaim claim, CancellationTokenSource call, CancellationToken over)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Beat, clock, over);
                await using var scope = scopes.CreateAsyncScope();
                if (!await claim.RenewAsync(scope.ServiceProvider.GetRequiredService<StewardDbContext>(), clock.GetUtcNow(), over))
                {
                    await call.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The call is over.
        }
        catch (Exception e)
        {
            log.LogWarning(e, "The lease of effect {Key} cannot be renewed; the call goes on until the lease is taken", claim.Effect.Key);
        }
    }
}
