using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Actions;
using Steward.Platform;

namespace Steward.Calendar.Local;

/// <summary>
/// Makes, renames and deletes the calendars of Local accounts. As with events, the change, the new revision, the live event and the entry in <c>calendar.performed</c> are one
/// transaction that begins by locking the account's calendars.
/// </summary>
sealed class LocalCalendarsPerformer(StewardDbContext db, PerformByKey<EventPerformed> byKey, PersonSettingsReader settings, LiveEvents live, Ids ids, TimeProvider clock) : IActionPerformer
{
    static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public string Provider => "local";

    public bool Performs(string kind) => kind is CalendarActions.CreateCalendar or CalendarActions.RenameCalendar or CalendarActions.DeleteCalendar or CalendarActions.RestoreCalendar;

    public Task<PerformOutcome> PerformAsync(ApprovedAction action, CancellationToken cancel)
    {
        var writer = new SeriesWriter(db, live, ids);
        List<CalendarRow> calendars = [];
        return byKey.RunAsync(action, async () => calendars = await writer.LockAsync(action.Subject.PersonId, action.Subject.AccountId, cancel), () => ChangeAsync(action, writer, calendars, cancel), Reference, cancel);
    }

    public Task<PerformOutcome> ReconcileAsync(ApprovedAction action, CancellationToken cancel) =>
        byKey.ReconcileAsync(action, () => new SeriesWriter(db, live, ids).LockAsync(action.Subject.PersonId, action.Subject.AccountId, cancel), Reference, cancel);

    async Task<PerformOutcome> ChangeAsync(ApprovedAction action, SeriesWriter writer, List<CalendarRow> calendars, CancellationToken cancel)
    {
        var revision = await writer.NextRevisionAsync(cancel);
        var outcome = action.Kind switch
        {
            CalendarActions.CreateCalendar => await CreateAsync(action, Json.Read<CreateCalendarPayload>(action.Payload), calendars, revision, cancel),
            CalendarActions.RenameCalendar => Rename(action, Json.Read<RenameCalendarPayload>(action.Payload), calendars),
            CalendarActions.DeleteCalendar => await DeleteAsync(action, Json.Read<DeleteCalendarPayload>(action.Payload), calendars, cancel),
            CalendarActions.RestoreCalendar => await RestoreAsync(action, Json.Read<RestoreCalendarPayload>(action.Payload), calendars, revision, cancel),
            _ => throw new InvalidOperationException($"{action.Kind} is no kind of calendars."),
        };
        if (outcome is PerformOutcome.Done)
            await writer.SaveAsync(calendars, [], revision, cancel);
        return outcome;
    }

    async Task<PerformOutcome> CreateAsync(ApprovedAction action, CreateCalendarPayload create, List<CalendarRow> calendars, long revision, CancellationToken cancel)
    {
        if (CalendarNames.Check(create.Name, calendars.Select(c => c.Name)) is { } wrong)
            return new PerformOutcome.Refused(wrong.Code, wrong.Detail);
        var row = new CalendarRow
        {
            Id = ids.New(), PersonId = action.Subject.PersonId, AccountId = action.Subject.AccountId, Name = create.Name.Trim(), Color = CalendarNames.ColorOf(calendars.Count),
            Zone = create.Zone ?? (await settings.GetAsync(action.Subject.PersonId, cancel)).Zone, IsPrimary = false, CreatedAt = clock.GetUtcNow(),
        };
        db.Add(row);
        calendars.Add(row);
        return Done(row.Id, new InverseAction(CalendarActions.DeleteCalendar, Json.ToElement(new DeleteCalendarPayload(row.Id)), revision.ToString(CultureInfo.InvariantCulture)));
    }

    static PerformOutcome Rename(ApprovedAction action, RenameCalendarPayload rename, List<CalendarRow> calendars)
    {
        if (calendars.Find(c => c.Id == rename.CalendarId) is not { } row || action.ExpectedRevision is { } seen && seen != row.Name)
            return new PerformOutcome.Stale("The calendar has been renamed or removed since.");
        if (CalendarNames.Check(rename.Name, calendars.Where(c => c != row).Select(c => c.Name)) is { } wrong)
            return new PerformOutcome.Refused(wrong.Code, wrong.Detail);
        var before = row.Name;
        row.Name = rename.Name.Trim();
        return Done(row.Id, new InverseAction(CalendarActions.RenameCalendar, Json.ToElement(new RenameCalendarPayload(row.Id, before)), row.Name));
    }

    async Task<PerformOutcome> DeleteAsync(ApprovedAction action, DeleteCalendarPayload delete, List<CalendarRow> calendars, CancellationToken cancel)
    {
        if (calendars.Find(c => c.Id == delete.CalendarId) is not { } row || action.ExpectedRevision is { } seen && seen != row.Revision.ToString(CultureInfo.InvariantCulture))
            return new PerformOutcome.Stale("The calendar or its events have been changed since.");
        if (row.IsPrimary)
            return new PerformOutcome.Refused("calendar_is_primary", CalendarNames.PrimaryStays);
        var now = clock.GetUtcNow();
        await db.Database.ExecuteSqlAsync($"DELETE FROM calendar.deleted_calendars WHERE account_id = {row.AccountId} AND deleted_at < {now - Kept}", cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO calendar.deleted_calendars (id, person_id, account_id, calendar, events, deleted_at)
            SELECT c.id, c.person_id, c.account_id, to_jsonb(c), coalesce((SELECT jsonb_agg(to_jsonb(e)) FROM calendar.events e WHERE e.calendar_id = c.id), '[]'), {now}
            FROM calendar.calendars c WHERE c.id = {row.Id}
            ON CONFLICT (id) DO UPDATE SET calendar = excluded.calendar, events = excluded.events, deleted_at = excluded.deleted_at
            """, cancel);
        await db.Database.ExecuteSqlAsync($"DELETE FROM calendar.calendars WHERE id = {row.Id} AND person_id = {row.PersonId}", cancel);
        db.Entry(row).State = EntityState.Detached;
        calendars.Remove(row);
        return Done(row.Id, new InverseAction(CalendarActions.RestoreCalendar, Json.ToElement(new RestoreCalendarPayload(row.Id)), null));
    }

    /// <summary>Events that stand in another calendar by now, because they were imported again, stay there.</summary>
    async Task<PerformOutcome> RestoreAsync(ApprovedAction action, RestoreCalendarPayload restore, List<CalendarRow> calendars, long revision, CancellationToken cancel)
    {
        var restored = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO calendar.calendars SELECT r.* FROM calendar.deleted_calendars d, jsonb_populate_record(NULL::calendar.calendars, d.calendar) r
            WHERE d.id = {restore.CalendarId} AND d.person_id = {action.Subject.PersonId} AND d.account_id = {action.Subject.AccountId}
            ON CONFLICT (id) DO NOTHING
            """, cancel);
        if (restored == 0)
            return new PerformOutcome.Stale("The calendar is there already, or was deleted too long ago.");
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO calendar.events SELECT e.* FROM calendar.deleted_calendars d, jsonb_populate_recordset(NULL::calendar.events, d.events) e WHERE d.id = {restore.CalendarId} ON CONFLICT DO NOTHING", cancel);
        await db.Database.ExecuteSqlAsync($"DELETE FROM calendar.deleted_calendars WHERE id = {restore.CalendarId}", cancel);
        calendars.Add(await db.Set<CalendarRow>().SingleAsync(c => c.Id == restore.CalendarId, cancel));
        return Done(restore.CalendarId, new InverseAction(CalendarActions.DeleteCalendar, Json.ToElement(new DeleteCalendarPayload(restore.CalendarId)), revision.ToString(CultureInfo.InvariantCulture)));
    }

    static PerformOutcome.Done Done(Guid id, InverseAction inverse) => new(Json.ToElement(new { calendarId = id }), inverse, id.ToString());

    static string? Reference(JsonElement result) => result.TryGetProperty("calendarId", out var id) ? id.GetString() : null;
}
