using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Steward.Accounts;
using Steward.Actions;
using Steward.Calendar.Changes;
using Steward.Calendar.Recurrence;
using Steward.Platform;

namespace Steward.Calendar.Local;

/// <summary>
/// Changes events of Local accounts. The change, its new revision, the live event and the entry in <c>calendar.performed</c> are one transaction, which begins
/// by locking the account's calendars: the same key again finds its entry and gives the same outcome, and two changes of one series cannot both see the
/// revision that was approved.
/// </summary>
sealed class LocalCalendarPerformer(StewardDbContext db, PerformByKey<EventPerformed> byKey, PersonSettingsReader settings, LiveEvents live, Ids ids) : IActionPerformer
{
    public string Provider => "local";

    public bool Performs(string kind) => kind is CalendarActions.CreateEvent or CalendarActions.UpdateEvent or CalendarActions.MoveEvent
        or CalendarActions.DeleteEvent or CalendarActions.RestoreEvent or CalendarActions.Respond or CalendarActions.CreateReminder;

    public Task<PerformOutcome> PerformAsync(ApprovedAction action, CancellationToken cancel)
    {
        var writer = new SeriesWriter(db, live, ids);
        IReadOnlyList<CalendarRow> calendars = [];
        return byKey.RunAsync(action, async () => calendars = await writer.LockAsync(action.Subject.PersonId, action.Subject.AccountId, cancel), () => ChangeAsync(action, writer, calendars, cancel), Reference, cancel);
    }

    public Task<PerformOutcome> ReconcileAsync(ApprovedAction action, CancellationToken cancel) =>
        byKey.ReconcileAsync(action, () => new SeriesWriter(db, live, ids).LockAsync(action.Subject.PersonId, action.Subject.AccountId, cancel), Reference, cancel);

    async Task<PerformOutcome> ChangeAsync(ApprovedAction action, SeriesWriter writer, IReadOnlyList<CalendarRow> calendars, CancellationToken cancel)
    {
        var payload = ReadPayload(action);
        var target = await TargetAsync(action, payload, cancel);
        var uid = target?.Uid ?? payload switch
        {
            CreateEventPayload or CreateReminderPayload => $"{ids.New():D}@steward.local",
            RestoreEventPayload restore => restore.Uid,
            _ => null,
        };
        if (uid is null)
            return new PerformOutcome.Stale("The event is no longer there.");
        var series = new SeriesChanges(db, writer, calendars, uid, await writer.SeriesAsync(action.Subject.AccountId, uid, cancel));
        if (Staleness(action, payload, series) is { } stale)
            return stale;
        var viewer = Zones.Find((await settings.GetAsync(action.Subject.PersonId, cancel)).Zone) ?? DateTimeZone.Utc;
        var addresses = payload is RespondPayload ? await OwnAnswer.AddressesAsync(db, action.Subject.PersonId, cancel) : new HashSet<string>();
        var wrong = payload switch
        {
            CreateEventPayload create => series.Create(create.CalendarId, CreatedEvent.Of(create)),
            CreateReminderPayload reminder => series.Create(reminder.CalendarId, CreatedEvent.Of(reminder)),
            UpdateEventPayload update => series.Update(target!, update, viewer),
            MoveEventPayload move => series.Move(move.ToCalendarId),
            RespondPayload respond => series.Change(target!, respond.OriginalStart, e => OwnAnswer.Apply(e, respond.Response, addresses), viewer),
            DeleteEventPayload delete => series.Delete(target!, delete.OriginalStart, viewer),
            RestoreEventPayload restore => series.Restore(restore),
            _ => throw new InvalidOperationException($"{action.Kind} is no kind of the calendar."),
        };
        if (wrong is not null)
            return new PerformOutcome.Refused(wrong.Code, wrong.Detail);
        foreach (var row in series.Rows.Where(row => payload is not RestoreEventPayload && db.Entry(row).State == EntityState.Modified))
            row.Sequence++;

        var revision = await writer.NextRevisionAsync(cancel);
        var eventId = target?.Id ?? series.Rows.FirstOrDefault()?.Id;
        var outcome = new PerformOutcome.Done(
            Json.ToElement(new { eventId, revision = series.Rows.Count == 0 ? null : revision.ToString(CultureInfo.InvariantCulture) }), series.Inverse(revision), eventId?.ToString());
        await writer.SaveAsync(calendars, series.Rows, revision, cancel);
        return outcome;
    }

    static object ReadPayload(ApprovedAction action) => action.Kind switch
    {
        CalendarActions.CreateEvent => Json.Read<CreateEventPayload>(action.Payload),
        CalendarActions.UpdateEvent => Json.Read<UpdateEventPayload>(action.Payload),
        CalendarActions.MoveEvent => Json.Read<MoveEventPayload>(action.Payload),
        CalendarActions.DeleteEvent => Json.Read<DeleteEventPayload>(action.Payload),
        CalendarActions.CreateReminder => Json.Read<CreateReminderPayload>(action.Payload),
        CalendarActions.Respond => Json.Read<RespondPayload>(action.Payload),
        CalendarActions.RestoreEvent => Json.Read<RestoreEventPayload>(action.Payload),
        _ => throw new InvalidOperationException($"{action.Kind} is no kind of the calendar."),
    };

    async Task<EventRow?> TargetAsync(ApprovedAction action, object payload, CancellationToken cancel)
    {
        Guid? id = payload switch { UpdateEventPayload update => update.EventId, MoveEventPayload move => move.EventId, DeleteEventPayload delete => delete.EventId, RespondPayload respond => respond.EventId, _ => null };
        return id is null ? null : await db.Set<EventRow>().FirstOrDefaultAsync(
            row => row.Id == id && row.AccountId == action.Subject.AccountId && row.PersonId == action.Subject.PersonId, cancel);
    }

    /// <summary>The series must be as it was when the change was shown, or when the change that is taken back left it.</summary>
    static PerformOutcome.Stale? Staleness(ApprovedAction action, object payload, SeriesChanges series)
    {
        if (payload is CreateEventPayload or CreateReminderPayload)
            return null;
        var found = series.Rows.Count == 0 ? null : series.Rows[0].Revision.ToString(CultureInfo.InvariantCulture);
        return found == action.ExpectedRevision ? null : new PerformOutcome.Stale(found is null ? "The event is no longer there." : "The event has been changed since.");
    }

    static string? Reference(JsonElement result) => result.TryGetProperty("eventId", out var id) ? id.GetString() : null;
}
