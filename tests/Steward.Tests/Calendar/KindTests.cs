using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Calendar;
using Steward.Platform;
using Steward.Testing;
using static Steward.Tests.Calendar.Desk;

namespace Steward.Tests.Calendar;

public sealed class KindTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static CreateEventPayload Lunch(Guid calendar) => new()
    {
        CalendarId = calendar, Summary = "Lunch", Start = Berlin("2026-11-24T12:00"), End = Berlin("2026-11-24T13:00"),
    };

    [Fact]
    public async Task A_new_event_is_shown_whole_with_its_zone_and_calendar()
    {
        await using var desk = await CreateAsync(database);
        var payload = Lunch((await desk.PrimaryAsync()).Id) with { Description = "Soup", Recurrence = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=3", Visibility = Visibility.Private };
        var preview = (await desk.PreviewAsync(CalendarActions.CreateEvent, payload)).Value;
        Assert.Equal("Create “Lunch”", preview.Title);
        Assert.Equal(new ActionTarget("event", null, null, "Lunch"), preview.Target);
        Assert.Equal(
        [
            new("summary", null, "Lunch"),
            new("start", null, "2026-11-24T12:00:00+01:00[Europe/Berlin]", ChangeFormat.Time),
            new("end", null, "2026-11-24T13:00:00+01:00[Europe/Berlin]", ChangeFormat.Time),
            new("recurrence", null, "every other week on Tuesday, 3 times"),
            new("description", null, "Soup"),
            new("visibility", null, "private"),
            new("calendar", null, $"Calendar ({desk.Account.Address})"),
        ], preview.Changes);
        Assert.Empty(preview.Risks);
        Assert.Empty(preview.Recipients);
        Assert.Empty(preview.Notes);
    }

    [Fact]
    public async Task Guests_are_known_when_typed_or_met_by_mail_and_otherwise_outside()
    {
        await using var desk = await CreateAsync(database, s => s.AddSingleton<IKnownPeople>(new Known("met@example.org")));
        var payload = Lunch((await desk.PrimaryAsync()).Id) with
        {
            Attendees = [new("Typed@example.org", "Ty"), new("met@example.org", null), new("stranger@example.org", null), new(desk.Account.Address, "me")],
            TypedByPerson = ["typed@example.org"],
        };
        var preview = (await desk.PreviewAsync(CalendarActions.CreateEvent, payload)).Value;
        Assert.Equal(
        [
            new("attendee", "typed@example.org", "Ty", true, Trust.User),
            new("attendee", "met@example.org", null, true, Trust.Outside),
            new("attendee", "stranger@example.org", null, false, Trust.Outside),
        ], preview.Recipients);
        Assert.Contains(preview.Notes, note => note.Contains("No invitation is sent", StringComparison.Ordinal));
        Assert.Equal("Ty <typed@example.org>\nmet@example.org\nstranger@example.org\nme <" + desk.Account.Address + ">", preview.Changes.Single(c => c.Field == "attendees").After);
    }

    [Fact]
    public async Task Being_a_guest_of_an_imported_event_makes_nobody_known()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Event("Trap", "2026-11-24T08:00", "2026-11-24T09:00") with { Attendees = [new("stranger@example.org", null), new(desk.Account.Address, null, Organizer: true)] });
        var preview = (await desk.PreviewAsync(CalendarActions.CreateEvent, Lunch((await desk.PrimaryAsync()).Id) with { Attendees = [new("stranger@example.org", null)] })).Value;
        Assert.False(Assert.Single(preview.Recipients).Known);
    }

    [Fact]
    public async Task What_it_overlaps_is_a_risk_and_what_takes_no_time_is_none()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Event("Before", "2026-11-24T11:00", "2026-11-24T12:00"), Event("After", "2026-11-24T13:00", "2026-11-24T14:00"),
            Event("Free", "2026-11-24T12:00", "2026-11-24T13:00") with { Transparency = Transparency.Transparent }, Day("Fair", "2026-11-24", "2026-11-25"),
            Event("Declined", "2026-11-24T12:00", "2026-11-24T13:00") with { Attendees = [new(desk.Account.Address, null, ResponseStatus.Declined)] });
        var lunch = Lunch((await desk.PrimaryAsync()).Id);
        Assert.Empty((await desk.PreviewAsync(CalendarActions.CreateEvent, lunch)).Value.Risks);

        await desk.StoreAsync(Event("Series", "2026-11-10T12:45", "2026-11-10T13:15", "FREQ=WEEKLY"));
        var risk = Assert.Single((await desk.PreviewAsync(CalendarActions.CreateEvent, lunch)).Value.Risks);
        Assert.Equal(new RiskReason(RiskLevel.Medium, "It overlaps “Series” (Tue 24 Nov 12:45 to 13:15)."), risk);
    }

    [Fact]
    public async Task A_date_gone_by_is_a_risk()
    {
        await using var desk = await CreateAsync(database);
        var payload = Lunch((await desk.PrimaryAsync()).Id) with { Start = Berlin("2026-10-24T12:00"), End = Berlin("2026-10-24T13:00") };
        Assert.Contains((await desk.PreviewAsync(CalendarActions.CreateEvent, payload)).Value.Risks, risk => risk.Text == "It lies in the past.");
    }

    public static TheoryData<string, Func<CreateEventPayload, CreateEventPayload>> Bad => new()
    {
        { "summary", p => p with { Summary = " " } },
        { "summary", p => p with { Summary = new string('x', 1001) } },
        { "description", p => p with { Description = new string('x', 100_001) } },
        { "end", p => p with { End = Berlin("2026-11-24T11:59") } },
        { "end", p => p with { End = EventTime.AllDay(new(2026, 11, 25)) } },
        { "end", p => p with { End = new EventTime(null, new DateTime(2026, 11, 24, 13, 0, 0), null) } },
        { "end", p => p with { Start = EventTime.AllDay(new(2026, 11, 24)), End = EventTime.AllDay(new(2026, 11, 24)) } },
        { "end", p => p with { End = Berlin("2056-11-24T13:00") } },
        { "start", p => p with { Start = new EventTime(null, null, null) } },
        { "start", p => p with { Start = new EventTime(new(2026, 11, 24), new DateTime(2026, 11, 24), null) } },
        { "start", p => p with { Start = new EventTime(null, new DateTime(2026, 11, 24, 12, 0, 0, DateTimeKind.Utc), "UTC") } },
        { "start", p => p with { Start = EventTime.At(new DateTime(2026, 11, 24, 12, 0, 0), "Mars/Olympus") } },
        { "start", p => p with { Start = Berlin("0800-11-24T12:00") } },
        { "recurrence", p => p with { Recurrence = "FREQ=SOMETIMES" } },
        { "recurrence", p => p with { Start = EventTime.AllDay(new(2026, 11, 24)), End = EventTime.AllDay(new(2026, 11, 25)), Recurrence = "FREQ=HOURLY" } },
        { "attendees", p => p with { Attendees = [new("nobody", null)] } },
        { "attendees", p => p with { Attendees = [new("a@b.example, c@d.example", null)] } },
        { "attendees", p => p with { Attendees = [new("a@b.exa\u200Bmple", null)] } },
        { "attendees", p => p with { Attendees = [new("a@b.example", null), new("A@B.EXAMPLE", null)] } },
        { "attendees", p => p with { Attendees = [.. Enumerable.Range(0, 501).Select(i => new Attendee($"a{i}@b.example", null))] } },
    };

    [Theory, MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public async Task What_is_no_event_is_not_proposed_and_not_performed(string field, Func<CreateEventPayload, CreateEventPayload> spoil)
    {
        await using var desk = await CreateAsync(database);
        var payload = spoil(Lunch((await desk.PrimaryAsync()).Id));
        Assert.Equal(field, (await desk.PreviewAsync(CalendarActions.CreateEvent, payload)).Error?.Field);
        if (payload.Start.Local?.Kind is null or DateTimeKind.Unspecified) // what JSON cannot carry does not reach the performer
            Assert.IsType<PerformOutcome.Refused>(await desk.PerformAsync(CalendarActions.CreateEvent, payload));
        Assert.Empty(await desk.SnapshotAsync());
    }

    [Fact]
    public async Task An_update_shows_only_what_changes_and_for_how_much_of_the_series()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Event("Daily", "2026-11-23T09:00", "2026-11-23T09:15", "FREQ=DAILY") with { Attendees = [new("bo@example.org", "Bo")] });
        var daily = await desk.FindAsync("Daily");

        var one = (await desk.PreviewAsync(CalendarActions.UpdateEvent, new UpdateEventPayload { EventId = daily.Id, OriginalStart = Berlin("2026-11-25T09:00"), Start = Berlin("2026-11-25T10:00") })).Value;
        Assert.Equal(
        [
            new("start", "2026-11-25T09:00:00+01:00[Europe/Berlin]", "2026-11-25T10:00:00+01:00[Europe/Berlin]", ChangeFormat.Time),
            new("end", "2026-11-25T09:15:00+01:00[Europe/Berlin]", "2026-11-25T10:15:00+01:00[Europe/Berlin]", ChangeFormat.Time),
        ], one.Changes);
        Assert.Equal(new ActionTarget("event", daily.Id.ToString(), daily.Revision, "Daily"), one.Target);
        Assert.Contains(one.Notes, note => note.StartsWith("Only the instance of 2026-11-25T09:00:00+01:00", StringComparison.Ordinal));
        Assert.Contains(one.Notes, note => note.Contains("not told", StringComparison.Ordinal));

        var all = (await desk.PreviewAsync(CalendarActions.UpdateEvent, new UpdateEventPayload { EventId = daily.Id, Location = "Roof" })).Value;
        Assert.Equal([new FieldChange("location", null, "Roof")], all.Changes);
        Assert.Contains("The whole series is changed.", all.Notes);

        var nothing = await desk.PreviewAsync(CalendarActions.UpdateEvent, new UpdateEventPayload { EventId = daily.Id, Summary = "Daily" });
        Assert.Equal("nothing_to_change", nothing.Error?.Code);
    }

    [Fact]
    public async Task An_instance_that_was_changed_before_is_shown_as_it_is_now()
    {
        await using var desk = await CreateAsync(database);
        var series = Event("Daily", "2026-11-23T09:00", "2026-11-23T09:15", "FREQ=DAILY");
        await desk.StoreAsync(series, series with { Summary = "Late", Recurrence = null, RecurrenceId = Berlin("2026-11-25T09:00"), Start = Berlin("2026-11-26T18:00"), End = Berlin("2026-11-26T18:15") });
        var daily = await desk.FindAsync("Daily");
        var preview = (await desk.PreviewAsync(CalendarActions.UpdateEvent, new UpdateEventPayload { EventId = daily.Id, OriginalStart = Berlin("2026-11-25T09:00"), Summary = "Later" })).Value;
        Assert.Equal([new FieldChange("summary", "Late", "Later")], preview.Changes);
        Assert.Equal(daily.Id.ToString(), preview.Target.Id);
    }

    [Fact]
    public async Task A_delete_shows_everything_that_goes()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Day("Holiday", "2026-12-24", "2026-12-27") with { Description = "Sea" });
        var preview = (await desk.PreviewAsync(CalendarActions.DeleteEvent, new DeleteEventPayload((await desk.FindAsync("Holiday")).Id))).Value;
        Assert.Equal(
        [
            new("summary", "Holiday", null),
            new("start", "2026-12-24", null, ChangeFormat.Time),
            new("end", "2026-12-26", null, ChangeFormat.Time),
            new("description", "Sea", null),
        ], preview.Changes);
    }

    [Fact]
    public async Task Restoring_cannot_be_proposed()
    {
        await using var desk = await CreateAsync(database);
        var kinds = await desk.InAsync<ActionKinds, ActionKinds>(Task.FromResult);
        Assert.Equal([CalendarActions.RestoreCalendar, CalendarActions.RestoreEvent], kinds.All.Where(kind => !kind.Proposable).Select(kind => kind.Name).Order(StringComparer.Ordinal));
        Assert.All(kinds.All.Where(kind => kind.Name is not (CalendarActions.RestoreEvent or CalendarActions.RestoreCalendar)), kind => Assert.True(kind.Proposable && kind.Reversibility == Reversibility.Undoable));
    }

    sealed class Known(params string[] addresses) : IKnownPeople
    {
        public Task<IReadOnlySet<string>> KnownAsync(Guid personId, IReadOnlyCollection<string> asked, CancellationToken cancel) =>
            Task.FromResult<IReadOnlySet<string>>(asked.Intersect(addresses).ToHashSet());
    }
}
