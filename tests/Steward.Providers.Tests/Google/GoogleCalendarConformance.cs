using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Calendar;
using Steward.Tests.Actions;
using Steward.Tests.Calendar;
using static Steward.Tests.Calendar.Desk;

namespace Steward.Providers.Tests.Google;

/// <summary>What the Local account's calendar reader promises, kept by Google's over HTTP.</summary>
public sealed class GoogleCalendarReaderConformance(GoogleWorld google) : CalendarReaderConformance, IClassFixture<GoogleWorld>
{
    protected override async Task<(ICalendarReader Reader, CalendarAccount Account)> WithAsync(params ParsedEvent[] events)
    {
        var (services, account) = await google.CalendarAsync(events);
        await google.SyncAsync(services);
        return (services.CreateScope().ServiceProvider.GetServices<ICalendarReader>().Single(r => r.Provider == "google"), account);
    }
}

/// <summary>What every performer promises, kept by the one of Google's calendars over HTTP.</summary>
public sealed class GoogleCalendarPerformerConformance(GoogleWorld google) : PerformerConformance, IClassFixture<GoogleWorld>
{
    protected override string Provider => "google";

    protected override IReadOnlyList<string> Kinds { get; } = [CalendarActions.CreateEvent, CalendarActions.UpdateEvent, CalendarActions.MoveEvent, CalendarActions.DeleteEvent, CalendarActions.Respond, CalendarActions.CreateReminder];

    protected override async Task<ConformanceCase> ArrangeAsync(string kind)
    {
        var (services, account) = await google.CalendarAsync();
        var box = google.Server.Calendars(account.Address);
        box.Add("other@group.calendar.google.com", "Other");
        var talk = Event("Talk", "2026-11-24T10:00", "2026-11-24T11:00", "FREQ=WEEKLY;COUNT=4", "the-talk") with { Attendees = [new(account.Address, "Me"), new("ben@example.org", "Ben", ResponseStatus.Accepted, Organizer: true)] };
        var creates = kind is CalendarActions.CreateEvent or CalendarActions.CreateReminder;
        if (!creates)
            GoogleCalendarFill.Put(box.Primary, talk, talk with { Recurrence = null, RecurrenceId = Berlin("2026-12-01T10:00"), Start = Berlin("2026-12-01T12:00"), End = Berlin("2026-12-01T13:00") });
        await google.SyncAsync(services);
        var scope = services.CreateScope().ServiceProvider;
        var reader = scope.GetServices<ICalendarReader>().Single(r => r.Provider == "google");
        var calendars = await reader.GetCalendarsAsync(account, default);
        var found = creates ? null : (await reader.GetInstancesAsync(account, Utc("2026-11-01"), Utc("2027-01-01"), "Europe/Berlin", default)).First(i => i.Event.RecurrenceId is null).Event;
        object payload = kind switch
        {
            CalendarActions.CreateEvent => new CreateEventPayload { CalendarId = calendars.Single(c => c.Primary).Id, Summary = "Talk", Start = talk.Start, End = talk.End },
            CalendarActions.UpdateEvent => new UpdateEventPayload { EventId = found!.Id, Start = Berlin("2026-11-25T10:00"), Location = "Hall" },
            CalendarActions.MoveEvent => new MoveEventPayload(found!.Id, calendars.Single(c => c.Name == "Other").Id),
            CalendarActions.CreateReminder => new CreateReminderPayload { CalendarId = calendars.Single(c => c.Primary).Id, Summary = "Talk", At = talk.Start, Recurrence = "FREQ=DAILY;COUNT=3" },
            CalendarActions.Respond => new RespondPayload(found!.Id, ResponseStatus.Declined),
            _ => new DeleteEventPayload(found!.Id),
        };
        return new ConformanceCase(scope.GetServices<IActionPerformer>().Single(p => p.Provider == "google" && p.Performs(kind)), kind, new ActionSubject(account.PersonId, account.AccountId), payload, found?.Revision,
            () => Task.FromResult(GoogleCalendarFill.Content(box)), InterfereAsync);

        // somebody changes it in Google's own page, or brings it back
        Task InterfereAsync()
        {
            var (shelf, e) = box.Calendars.Values.SelectMany(c => c.Events.Values.Select(e => (Shelf: c, Event: e))).OrderBy(x => x.Event["status"]!.GetValue<string>() == "cancelled").First(x => x.Event["recurringEventId"] is null);
            var changed = e.DeepClone().AsObject();
            (changed["summary"], changed["status"]) = ("Interfered", "confirmed");
            shelf.Put(changed);
            return Task.CompletedTask;
        }
    }
}
