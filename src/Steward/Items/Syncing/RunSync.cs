using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Items.Syncing;

/// <summary>
/// Carries one claimed sync as far as it goes now. Each step is one transaction: what the provider said, how far that is, and the live event that tells of it. A process
/// that dies in between leaves the last step whole, and whoever comes next goes on from there.
/// </summary>
sealed class RunSync(StewardDbContext db, IEnumerable<ISyncSource> sources, ClaimSync claims, LiveEvents live, TimeProvider clock, Random chance, ILogger<RunSync> log)
{
    public async Task RunAsync(Sync sync, CancellationToken cancel)
    {
        if (await claims.AccountAsync(sync, cancel) is not { } account || await SourceAsync(sync, cancel) is not { } source)
            return;
        var (cursor, changed) = (sync.Cursor, 0);
        try
        {
            while (true)
            {
                var step = await source.NextAsync(account, cursor, cancel);
                CrashPoint.Hit("sync.before-apply");
                if (await ApplyAsync(sync, step, changed, cancel) is not { } applied)
                    return; // somebody else has taken over
                CrashPoint.Hit("sync.after-apply");
                if (!step.More)
                    return;
                (cursor, changed) = (step.Cursor, changed + applied);
            }
        }
        catch (SyncException problem)
        {
            await FailAsync(sync, problem);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning(e, "The sync of {Resource} of account {Account} is interrupted", sync.Resource, sync.AccountId);
            await FailAsync(sync, new SyncException("internal", "Something went wrong in Steward; it is tried again.", inner: e));
        }
    }

    /// <returns>How much changed; null when the lease was lost, and then nothing was written.</returns>
    async Task<int?> ApplyAsync(Sync sync, SyncStep step, int changedBefore, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // An account's mail and calendars are synced side by side: the account first, so that their steps cannot wait for each other in a circle.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM accounts.linked_accounts WHERE id = {sync.AccountId} FOR NO KEY UPDATE", cancel);
        var applied = await step.ApplyAsync(cancel);
        var now = clock.GetUtcNow();
        var quiet = changedBefore + applied > 0 || step.First ? 0 : sync.Quiet + 1;
        DateTimeOffset? lease = step.More ? now + ClaimSync.Lease : null;
        var due = step.More ? now : now + SyncTimes.AfterPoll(quiet);
        var phase = step.First ? SyncPhase.First : SyncPhase.Steady;
        var held = await Held(sync).ExecuteUpdateAsync(set => set.SetProperty(s => s.Cursor, step.Cursor).SetProperty(s => s.Phase, phase).SetProperty(s => s.Done, step.Done)
            .SetProperty(s => s.Total, step.Total).SetProperty(s => s.LeaseUntil, lease).SetProperty(s => s.DueAt, due).SetProperty(s => s.Quiet, quiet).SetProperty(s => s.Failures, 0)
            .SetProperty(s => s.ErrorCode, (string?)null).SetProperty(s => s.ErrorDetail, (string?)null).SetProperty(s => s.LastAt, now), cancel);
        if (held == 0)
            return null;
        var health = step.First ? AccountHealth.Syncing : AccountHealth.Ok;
        // What this sync has found wrong it also takes back; what another has found is that one's to say.
        var mended = sync.Failures > 0;
        await db.Set<LinkedAccount>().Where(a => a.Id == sync.AccountId && (a.Health == AccountHealth.Ok || a.Health == AccountHealth.Syncing || (mended && a.Health == AccountHealth.NeedsAttention)))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Health, health).SetProperty(a => a.HealthReason, (string?)null).SetProperty(a => a.LastSyncAt, now), cancel);
        if (step.First || applied > 0 || sync.Phase == SyncPhase.First || sync.Failures > 0)
            Tell(sync, phase, step.Done, step.Total, null);
        await db.SaveChangesAsync(cancel);
        CrashPoint.Hit("sync.before-commit");
        await transaction.CommitAsync(cancel);
        return applied;
    }

    async Task FailAsync(Sync sync, SyncException problem)
    {
        db.ChangeTracker.Clear();
        double spread;
        lock (chance) // accounts are synced side by side, and it is not made for that
            spread = chance.NextDouble();
        var due = clock.GetUtcNow() + SyncTimes.AfterFailure(sync.Failures, problem, spread);
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        var held = await Held(sync).ExecuteUpdateAsync(set => set.SetProperty(s => s.LeaseUntil, (DateTimeOffset?)null).SetProperty(s => s.DueAt, due).SetProperty(s => s.Failures, sync.Failures + 1)
            .SetProperty(s => s.ErrorCode, problem.Code).SetProperty(s => s.ErrorDetail, problem.Message));
        if (held == 0)
            return; // somebody else has taken over, or the account and perhaps its person are gone: there is nobody to tell
        if (problem.NeedsPerson)
        {
            await db.Set<LinkedAccount>().Where(a => a.Id == sync.AccountId && a.Health != AccountHealth.Disconnected)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.Health, AccountHealth.NeedsAttention).SetProperty(a => a.HealthReason, a => a.HealthReason ?? problem.Message)); // who found the permission ended has said it better
        }
        if (sync.Failures == 0 || problem.NeedsPerson)
            Tell(sync, sync.Phase, sync.Done, sync.Total, problem);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    IQueryable<Sync> Held(Sync sync) => db.Set<Sync>().Where(s => s.AccountId == sync.AccountId && s.Resource == sync.Resource && s.Fence == sync.Fence);

    void Tell(Sync sync, SyncPhase phase, long done, long? total, SyncException? problem) => live.Stage(sync.PersonId, "sync_progress", sync.AccountId,
        new { accountId = sync.AccountId, resource = sync.Resource, phase, done, total, error = problem is null ? null : new { code = problem.Code, detail = problem.Message } });

    async Task<ISyncSource?> SourceAsync(Sync sync, CancellationToken cancel)
    {
        var provider = await db.Set<LinkedAccount>().Where(a => a.Id == sync.AccountId).Select(a => a.Provider).FirstOrDefaultAsync(cancel);
        return sources.FirstOrDefault(source => source.Provider == provider && source.Resource == sync.Resource);
    }
}
