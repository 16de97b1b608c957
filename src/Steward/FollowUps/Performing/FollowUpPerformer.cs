using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Actions;
using Steward.FollowUps.Watching;
using Steward.Platform;

namespace Steward.FollowUps.Performing;

sealed class FollowUpPerformed : PerformedRow;

sealed class FollowUpPerformedMapping() : PerformedMapping<FollowUpPerformed>("follow_ups");

/// <summary>Writes follow-ups, for accounts of every provider: they are Steward's own.</summary>
sealed class FollowUpPerformer(StewardDbContext db, PerformByKey<FollowUpPerformed> byKey, Waiting waiting, LiveEvents live, Ids ids, TimeProvider clock) : IActionPerformer
{
    public string Provider => IActionPerformer.Any;

    public bool Performs(string kind) => kind is FollowUpActions.Wait or FollowUpActions.Cancel or FollowUpActions.Restore;

    public Task<PerformOutcome> PerformAsync(ApprovedAction action, CancellationToken cancel) => byKey.RunAsync(action, () => LockAsync(action, cancel), async () =>
    {
        var outcome = await ChangeAsync(action, cancel);
        if (outcome is PerformOutcome.Done)
            live.Stage(action.Subject.PersonId, "follow_ups_changed", null, new { action.Subject.AccountId });
        return outcome;
    }, Reference, cancel);

    public Task<PerformOutcome> ReconcileAsync(ApprovedAction action, CancellationToken cancel) => byKey.ReconcileAsync(action, () => LockAsync(action, cancel), Reference, cancel);

    Task LockAsync(ApprovedAction action, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended('follow-ups:' || {action.Subject.AccountId.ToString()}, 0))", cancel);

    static string? Reference(JsonElement result) => result.TryGetProperty("followUpId", out var id) ? id.GetString() : null;

    Task<PerformOutcome> ChangeAsync(ApprovedAction action, CancellationToken cancel) => action.Kind switch
    {
        FollowUpActions.Wait => WaitAsync(action, Json.Read<WaitPayload>(action.Payload), cancel),
        FollowUpActions.Cancel => ChangeAsync(action, Json.Read<CancelFollowUpPayload>(action.Payload).FollowUpId, FollowUpState.Waiting, FollowUpState.Cancelled, cancel),
        _ => RestoreAsync(action, Json.Read<RestoreFollowUpPayload>(action.Payload), cancel),
    };

    async Task<PerformOutcome> WaitAsync(ApprovedAction action, WaitPayload payload, CancellationToken cancel)
    {
        var made = await waiting.OfAsync(action.Subject, payload, cancel);
        if (made.Error is { } error)
            return new PerformOutcome.Refused(error.Code, error.Detail);
        if (made.Value.Answer is not null)
            return new PerformOutcome.Refused("answered_already", "The answer has come meanwhile.");
        var now = clock.GetUtcNow();
        var row = new FollowUp
        {
            Id = ids.New(), PersonId = action.Subject.PersonId, AccountId = action.Subject.AccountId, MessageId = payload.MessageId, ThreadId = made.Value.Message?.Summary.ThreadId,
            Subject = made.Value.Message?.Summary.Subject, WaitsFor = payload.For, Since = made.Value.Since, DueAt = payload.Due, CreatedAt = now, State = FollowUpState.Waiting, Revision = 1,
        };
        db.Add(row);
        return Done(row.Id, row.Revision, waits: false);
    }

    async Task<PerformOutcome> ChangeAsync(ApprovedAction action, Guid id, FollowUpState from, FollowUpState to, CancellationToken cancel)
    {
        if (await FindAsync(action, id, cancel) is not { } row)
            return new PerformOutcome.Stale("The follow-up is no longer there.");
        if (row.State != from || action.ExpectedRevision is { } expected && expected != Revision(row.Revision))
            return new PerformOutcome.Stale("The follow-up has changed since it was shown.");
        (row.State, row.SettledAt) = (to, to == FollowUpState.Waiting ? null : clock.GetUtcNow());
        row.Revision++;
        return Done(row.Id, row.Revision, waits: true);
    }

    async Task<PerformOutcome> RestoreAsync(ApprovedAction action, RestoreFollowUpPayload payload, CancellationToken cancel)
    {
        if (payload.Waiting)
            return await ChangeAsync(action, payload.FollowUpId, FollowUpState.Cancelled, FollowUpState.Waiting, cancel);
        if (await FindAsync(action, payload.FollowUpId, cancel) is not { } row || action.ExpectedRevision is { } expected && expected != Revision(row.Revision))
            return new PerformOutcome.Stale("The follow-up has changed since.");
        db.Remove(row);
        return new PerformOutcome.Done(Json.ToElement(new { followUpId = row.Id }), null, row.Id.ToString());
    }

    /// <summary>Locked until the transaction ends: the watch does not settle it meanwhile.</summary>
    Task<FollowUp?> FindAsync(ApprovedAction action, Guid id, CancellationToken cancel) => db.Set<FollowUp>()
        .FromSql($"SELECT * FROM follow_ups.follow_ups WHERE id = {id} AND person_id = {action.Subject.PersonId} AND account_id = {action.Subject.AccountId} FOR UPDATE").SingleOrDefaultAsync(cancel);

    static string Revision(long revision) => revision.ToString(CultureInfo.InvariantCulture);

    static PerformOutcome.Done Done(Guid id, long revision, bool waits) => new(
        Json.ToElement(new { followUpId = id, revision = Revision(revision) }), new InverseAction(FollowUpActions.Restore, Json.ToElement(new RestoreFollowUpPayload(id, waits)), Revision(revision)), id.ToString());
}
