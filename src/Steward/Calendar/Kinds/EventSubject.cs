using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Steward.Accounts;
using Steward.Actions;
using Steward.Calendar.Changes;
using Steward.Calendar.Recurrence;
using Steward.Platform;

namespace Steward.Calendar.Kinds;

/// <summary>The event that a change is about, read through the account's own reader: so the same kinds serve every provider.</summary>
/// <param name="Event">What changes: the event, the whole series, or one instance as it is now.</param>
/// <param name="Master">The event whose revision is checked.</param>
/// <param name="OneInstance">True when it is one instance of a series.</param>
sealed record EventSubject(CalendarAccount Account, CalendarEvent Event, CalendarEvent Master, bool OneInstance, DateTimeZone Viewer)
{
    public static async Task<Result<EventSubject>> FindAsync(ActionSubject subject, Guid eventId, EventTime? originalStart, IServiceProvider services, CancellationToken cancel)
    {
        var directory = services.GetRequiredService<CalendarDirectory>();
        if (await directory.FindAsync(subject.PersonId, subject.AccountId, cancel) is not { } account)
            return Error.NotFound("account");
        var reader = directory.ReaderOf(account);
        if (await reader.GetEventAsync(account, eventId, cancel) is not { } found)
            return Error.NotFound("event");
        var viewer = Zones.Find((await services.GetRequiredService<PersonSettingsReader>().GetAsync(subject.PersonId, cancel)).Zone) ?? DateTimeZone.Utc;
        if (originalStart is null)
            return new EventSubject(account, found, found, found.RecurrenceId is not null, viewer);
        if (originalStart.Date is null == (originalStart.Local is null) || (originalStart.Zone is { } zone && Zones.Find(zone) is null))
            return Error.Invalid("originalStart", "An instance is named by the start that it has by its series' rule.");
        if (found.RecurrenceId is not null)
            return Error.Invalid("originalStart", "This event is already one instance of its series.");
        if (await ChangedAsync(reader, account, found, originalStart, viewer, cancel) is { } changed)
            return new EventSubject(account, changed, found, true, viewer);
        return EventEdit.Instance(found, originalStart, viewer) is { } instance
            ? new EventSubject(account, instance, found, true, viewer)
            : Error.NotFound("instance of this series");
    }

    /// <summary>The instance as it was changed before, wherever within half a year of its original time it was moved to.</summary>
    static async Task<CalendarEvent?> ChangedAsync(ICalendarReader reader, CalendarAccount account, CalendarEvent master, EventTime original, DateTimeZone viewer, CancellationToken cancel)
    {
        var at = original.ToInstant(viewer);
        var near = await reader.GetInstancesAsync(account, (at - Duration.FromDays(190)).ToDateTimeOffset(), (at + Duration.FromDays(190)).ToDateTimeOffset(), viewer.Id, cancel);
        return near.FirstOrDefault(instance => instance.Event.Uid == master.Uid && instance.Event.RecurrenceId is { } id && id.IsAllDay == original.IsAllDay && id.ToInstant(viewer) == at)?.Event;
    }

    public ActionTarget Target => new("event", Master.Id.ToString(), Master.Revision, Event.Summary);

    /// <summary>Says how much of a series is touched, which the fields alone do not show.</summary>
    public IEnumerable<string> Extent(string verb)
    {
        if (OneInstance)
            yield return $"Only the instance of {EventDiff.Show(Event.RecurrenceId)} is {verb}; the rest of the series stays.";
        else if (Event.Recurrence is not null)
            yield return $"The whole series is {verb}.";
    }
}
