using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Actions;

/// <summary>
/// How a performer changes our own database once per key: the lock, the change and the entry that remembers its key are one transaction. The same key again finds its
/// entry and gives the same outcome; asking for a key waits for whoever is at it. A connection that is lost, or a commit that is cut off, is
/// <see cref="PerformOutcome.Unknown"/>; asking later tells.
/// </summary>
public sealed class PerformByKey<TRow>(StewardDbContext db, TimeProvider clock) where TRow : PerformedRow, new()
{
    /// <param name="takeLock">Makes this transaction the only writer of what is changed.</param>
    /// <param name="change">Stages the change on the context and saves it, or says why not.</param>
    /// <param name="reference">The provider's name for a result.</param>
    public Task<PerformOutcome> RunAsync(ApprovedAction action, Func<Task> takeLock, Func<Task<PerformOutcome>> change, Func<JsonElement, string?> reference, CancellationToken cancel) =>
        InTransactionAsync(action, takeLock, async () =>
        {
            var outcome = await change();
            if (outcome is PerformOutcome.Done done)
            {
                db.Add(new TRow
                {
                    AccountId = action.Subject.AccountId, Key = action.Key, Kind = action.Kind, Result = done.Result, Inverse = done.Inverse is { } inverse ? Json.ToElement(inverse) : null, At = clock.GetUtcNow(),
                });
                await db.SaveChangesAsync(cancel);
            }
            return outcome;
        }, reference, cancel);

    public Task<PerformOutcome> ReconcileAsync(ApprovedAction action, Func<Task> takeLock, Func<JsonElement, string?> reference, CancellationToken cancel) =>
        InTransactionAsync(action, takeLock, () => Task.FromResult<PerformOutcome>(new PerformOutcome.NotPerformed()), reference, cancel);

    async Task<PerformOutcome> InTransactionAsync(ApprovedAction action, Func<Task> takeLock, Func<Task<PerformOutcome>> otherwise, Func<JsonElement, string?> reference, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        var committing = false;
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await takeLock();
            if (await db.Set<TRow>().AsNoTracking().FirstOrDefaultAsync(row => row.AccountId == action.Subject.AccountId && row.Key == action.Key, cancel) is { } row)
                return new PerformOutcome.Done(row.Result, row.Inverse is { } inverse ? Json.Read<InverseAction>(inverse) : null, reference(row.Result));
            var outcome = await otherwise();
            committing = true;
            if (outcome is PerformOutcome.Done)
                await transaction.CommitAsync(cancel);
            return outcome;
        }
        catch (Exception e) when (IsConnection(e) || (committing && e is OperationCanceledException))
        {
            return new PerformOutcome.Unknown($"The database did not answer ({e.GetType().Name}).");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>The context wraps what may pass in exceptions of its own.</summary>
    static bool IsConnection(Exception e) => e is DbException or TimeoutException or IOException || (e is DbUpdateException or InvalidOperationException && e.InnerException is { } inner && IsConnection(inner));
}
