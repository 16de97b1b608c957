using Steward.Actions;
using Steward.Calendar;
using Steward.Testing;
using Steward.Tests.Actions;
using static Steward.Tests.Calendar.Desk;

namespace Steward.Tests.Calendar;

/// <summary>What every performer promises, kept by the one of Local calendars.</summary>
public sealed class LocalPerformerConformance(TestDatabase database) : PerformerConformance, IClassFixture<TestDatabase>
{
    protected override IReadOnlyList<string> Kinds { get; } = [CalendarActions.CreateEvent, CalendarActions.UpdateEvent, CalendarActions.MoveEvent, CalendarActions.DeleteEvent, CalendarActions.Respond, CalendarActions.CreateReminder];

    protected override async Task<ConformanceCase> ArrangeAsync(string kind)
    {
        var desk = await CreateAsync(database);
        var primary = await desk.PrimaryAsync();
        var talk = Event("Talk", "2026-11-24T10:00", "2026-11-24T11:00", "FREQ=WEEKLY;COUNT=4", "the-talk") with { Attendees = [new(desk.Account.Address, "Me"), new("ben@example.org", "Ben", ResponseStatus.Accepted, Organizer: true)] };
        var creates = kind is CalendarActions.CreateEvent or CalendarActions.CreateReminder;
        if (!creates)
            await desk.StoreAsync(talk, talk with { Summary = "Talk", Recurrence = null, RecurrenceId = Berlin("2026-12-01T10:00"), Start = Berlin("2026-12-01T12:00"), End = Berlin("2026-12-01T13:00") });
        var found = creates ? null : await desk.FindAsync("Talk");
        object payload = kind switch
        {
            CalendarActions.CreateEvent => new CreateEventPayload { CalendarId = primary.Id, Summary = "Talk", Start = talk.Start, End = talk.End },
            CalendarActions.UpdateEvent => new UpdateEventPayload { EventId = found!.Id, Start = Berlin("2026-11-25T10:00"), Location = "Hall" },
            CalendarActions.MoveEvent => new MoveEventPayload(found!.Id, await desk.AddCalendarAsync("Other")),
            CalendarActions.CreateReminder => new CreateReminderPayload { CalendarId = primary.Id, Summary = "Talk", At = talk.Start, Recurrence = "FREQ=DAILY;COUNT=3" },
            CalendarActions.Respond => new RespondPayload(found!.Id, ResponseStatus.Declined),
            _ => new DeleteEventPayload(found!.Id),
        };
        return new ConformanceCase(desk.Performer(), kind, desk.Subject, payload, found?.Revision, desk.ContentAsync, InterfereAsync);

        // an import changes it, or brings it back
        async Task InterfereAsync()
        {
            var now = (await desk.ListAsync("2026-11-01", "2027-01-01")).Select(i => i.Event).FirstOrDefault(e => e.RecurrenceId is null);
            Assert.True((await desk.StoreAsync(talk with { Uid = now?.Uid ?? talk.Uid, Summary = "Interfered", Sequence = 100 })).Value is { Added: 1 } or { Updated: 1 });
        }
    }
}
