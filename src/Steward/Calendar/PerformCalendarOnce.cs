using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Actions;
using Steward.Calendar.Local;
using Steward.Platform;

namespace Steward.Calendar;

/// <summary>
/// What is known of changes at other providers, by key: announced by a committed row before the call, ended by the transaction that also writes what came of it here.
/// </summary>
public sealed class PerformCalendarOnce(StewardDbContext db, TimeProvider clock)
{
    /// <returns>Done with its result; or begun, with its note; or nothing.</returns>
    public async Task<(PerformOutcome.Done? Done, JsonElement? Note)> FindAsync(ApprovedAction action, CancellationToken cancel)
    {
        var done = await db.Set<EventPerformed>().AsNoTracking().FirstOrDefaultAsync(r => r.AccountId == action.Subject.AccountId && r.Key == action.Key, cancel);
        if (done is not null)
            return (new PerformOutcome.Done(done.Result, done.Inverse is { } inverse ? Json.Read<InverseAction>(inverse) : null, done.Result.GetProperty("remoteId").GetString()), null);
        var begun = await db.Set<BegunRow>().AsNoTracking().FirstOrDefaultAsync(r => r.AccountId == action.Subject.AccountId && r.Key == action.Key, cancel);
        return (null, begun?.Note);
    }

    /// <summary>Committed by itself.</summary>
    /// <returns>False when the key has been begun already.</returns>
    public async Task<bool> BeginAsync(ApprovedAction action, JsonElement note, CancellationToken cancel) => await db.Database.ExecuteSqlAsync(
        $"INSERT INTO calendar.begun (account_id, key, note, at) VALUES ({action.Subject.AccountId}, {action.Key}, {note.GetRawText()}::json, {clock.GetUtcNow()}) ON CONFLICT DO NOTHING", cancel) == 1;

    /// <summary>It surely did not happen.</summary>
    public Task ForgetAsync(ApprovedAction action, CancellationToken cancel) =>
        db.Set<BegunRow>().Where(r => r.AccountId == action.Subject.AccountId && r.Key == action.Key).ExecuteDeleteAsync(cancel);

    /// <summary>Writes what came of it here and that it is done, at once.</summary>
    /// <param name="write">Its result has a member "remoteId": what the provider calls the event.</param>
    public async Task<PerformOutcome> EndAsync(ApprovedAction action, Func<Task<PerformOutcome.Done>> write, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var done = await write();
        var inverse = done.Inverse is { } stored ? Json.ToElement(stored).GetRawText() : null;
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO calendar.performed (account_id, key, kind, result, inverse, at)
            VALUES ({action.Subject.AccountId}, {action.Key}, {action.Kind}, {done.Result.GetRawText()}::json, {inverse}::json, {clock.GetUtcNow()}) ON CONFLICT DO NOTHING
            """, cancel);
        await ForgetAsync(action, cancel);
        await db.SaveChangesAsync(cancel);
        CrashPoint.Hit("google.calendar.before-commit");
        await transaction.CommitAsync(cancel);
        return (await FindAsync(action, cancel)).Done ?? done;
    }
}
