using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Actions;
using Steward.Calendar;
using Steward.Platform;

namespace Steward.Providers.Google.Calendar;

/// <summary>
/// Changes events at Google Calendar: announced by a committed row, carried out, read back into the mirror in the transaction that remembers the outcome. What has no clear
/// end is unknown until the event has been read again.
/// </summary>
sealed class GoogleCalendarPerformer(StewardDbContext db, PlanGoogleChange plan, CallGoogleCalendar call, GoogleSeries series, PerformCalendarOnce once, MirrorCalendar mirror) : IActionPerformer
{
    public string Provider => "google";

    public bool Performs(string kind) => kind is CalendarActions.CreateEvent or CalendarActions.UpdateEvent or CalendarActions.MoveEvent
        or CalendarActions.DeleteEvent or CalendarActions.Respond or CalendarActions.CreateReminder or CalendarActions.RestoreRemoteEvent;

    public Task<PerformOutcome> PerformAsync(ApprovedAction action, CancellationToken cancel) => SortedAsync(async () =>
    {
        db.ChangeTracker.Clear();
        if (await AccountAsync(action, cancel) is not { } account)
            return new PerformOutcome.Refused("account_gone", "The account is no longer there.");
        var (done, begun) = await once.FindAsync(action, cancel);
        if (done is not null)
            return done;
        if (begun is not null)
            return new PerformOutcome.Unknown("It was begun before, and its end is not known.");
        var made = await plan.MakeAsync(action, account, cancel);
        if (made.Instead is { } instead)
        {
            // What is found otherwise than it was shown may be this action's own doing: of an attempt that was given up for dead and went on.
            (done, begun) = await once.FindAsync(action, cancel);
            return done ?? (begun is null ? instead : new PerformOutcome.Unknown("It was begun before, and its end is not known."));
        }
        var change = made.Change!;
        if (!await once.BeginAsync(action, Json.ToElement(change), cancel))
            return new PerformOutcome.Unknown("It is being done by somebody else.");
        CrashPoint.Hit("google.calendar.before-call");
        try
        {
            await call.CallAsync(account, change, action.Key, cancel);
        }
        catch (GoogleException e) when (!e.MayHaveHappened)
        {
            // The answer to a request that arrived twice is the second's: what it says of the version or the event may be the first's own doing.
            if (!((e.Conflict || e.PreconditionFailed || e.NotFound) && await AskAsync(account, change, action.Key, cancel)))
            {
                await once.ForgetAsync(action, cancel);
                throw;
            }
        }
        CrashPoint.Hit("google.calendar.after-call");
        return await EndAsync(action, account, change, cancel);
    }, GoogleProblems.ForPerformer);

    public Task<PerformOutcome> ReconcileAsync(ApprovedAction action, CancellationToken cancel) => SortedAsync(async () =>
    {
        db.ChangeTracker.Clear();
        var (done, begun) = await once.FindAsync(action, cancel);
        if (done is not null)
            return done;
        if (begun is not { } note || await AccountAsync(action, cancel) is not { } account)
            return new PerformOutcome.NotPerformed();
        var change = note.Deserialize<GoogleEventChange>(Json.Options)!;
        if (await call.HappenedAsync(account, change, action.Key, cancel))
            return await EndAsync(action, account, change, cancel);
        await once.ForgetAsync(action, cancel);
        return new PerformOutcome.NotPerformed();
    }, GoogleProblems.ForReconcile);

    /// <exception cref="GoogleException">Without a status: the question had no answer, so nobody knows.</exception>
    async Task<bool> AskAsync(CalendarAccount account, GoogleEventChange change, string key, CancellationToken cancel)
    {
        try
        {
            return await call.HappenedAsync(account, change, key, cancel);
        }
        catch (GoogleException e)
        {
            throw new GoogleException(null, "", e.Message, inner: e);
        }
    }

    /// <summary>After the effect: whatever goes wrong now, it has happened, and is found again when it is asked for.</summary>
    async Task<PerformOutcome> EndAsync(ApprovedAction action, CalendarAccount account, GoogleEventChange change, CancellationToken cancel)
    {
        var read = new List<(string Calendar, string Uid, IReadOnlyList<RemoteEvent> Events)>();
        try
        {
            var uid = change.Uid ?? (await series.FindAsync(account, change.Calendar, change.Series, cancel) is { } made ? GoogleEvents.Text(made, "iCalUID") : null)
                ?? throw new GoogleException(null, "", "The event is not to be seen yet.");
            foreach (var calendar in new[] { change.Calendar, change.To }.OfType<string>())
                read.Add((calendar, uid, (await series.ListAsync(account, calendar, null, cancel, uid)).Events));
        }
        catch (GoogleException e)
        {
            return new PerformOutcome.Unknown($"It seems done, and could not be read back. {GoogleProblems.Words(e)}");
        }
        return await once.EndAsync(action, async () =>
        {
            foreach (var (calendar, uid, events) in read)
                await mirror.ApplyAsync(account, calendar, events, whole: true, cancel, uid);
            var standing = await mirror.StandingAsync(account, change.To ?? change.Calendar, change.Series, cancel);
            var undo = change.Undo is { } payload ? new InverseAction(CalendarActions.RestoreRemoteEvent, Json.ToElement(payload with { Uid = read[0].Uid }), standing?.Revision) : null;
            return new PerformOutcome.Done(Json.ToElement(new { eventId = standing?.Id, revision = standing?.Revision, remoteId = change.Event }), undo, change.Event);
        }, cancel);
    }

    async Task<CalendarAccount?> AccountAsync(ApprovedAction action, CancellationToken cancel) => await db.Set<LinkedAccount>().AsNoTracking()
        .Where(a => a.Id == action.Subject.AccountId && a.PersonId == action.Subject.PersonId && a.Provider == "google").Select(a => new CalendarAccount(a.PersonId, a.Id, a.Provider, a.Address)).FirstOrDefaultAsync(cancel);

    async Task<PerformOutcome> SortedAsync(Func<Task<PerformOutcome>> work, Func<GoogleException, PerformOutcome> sort)
    {
        try
        {
            return await work();
        }
        catch (GoogleException e)
        {
            return sort(e);
        }
        catch (Exception e) when (e is System.Data.Common.DbException or TimeoutException or OperationCanceledException or IOException or DbUpdateException)
        {
            return new PerformOutcome.Unknown($"It was not answered to the end ({e.GetType().Name}).");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
