using Steward.Calendar;
using Steward.Testing;
using static Steward.Tests.Calendar.Desk;

namespace Steward.Tests.Calendar;

/// <summary>
/// What every <see cref="ICalendarReader"/> promises. A provider's tests inherit this and say how events come into a fresh account of it; everything is
/// read back through the reader itself.
/// </summary>
public abstract class CalendarReaderConformance
{
    /// <summary>A fresh account that holds these events in its primary calendar, and its reader.</summary>
    protected abstract Task<(ICalendarReader Reader, CalendarAccount Account)> WithAsync(params ParsedEvent[] events);

    const string Zone = "Europe/Berlin";

    static async Task<IReadOnlyList<EventInstance>> NovemberAsync((ICalendarReader Reader, CalendarAccount Account) it) =>
        await it.Reader.GetInstancesAsync(it.Account, Utc("2026-11-01"), Utc("2026-12-01"), Zone, default);

    [Fact]
    public async Task There_is_one_primary_calendar_also_before_the_first_event_and_it_stays_the_same()
    {
        var it = await WithAsync();
        var first = Assert.Single(await it.Reader.GetCalendarsAsync(it.Account, default), c => c.Primary);
        Assert.Equal(it.Account.AccountId, first.AccountId);
        Assert.Equal(first, Assert.Single(await it.Reader.GetCalendarsAsync(it.Account, default), c => c.Primary));
    }

    [Fact]
    public async Task Instances_come_by_start_with_the_event_that_they_are_of()
    {
        var it = await WithAsync(Event("Late", "2026-11-24T15:00", "2026-11-24T16:00"), Event("Series", "2026-11-23T09:00", "2026-11-23T10:00", "FREQ=DAILY;COUNT=3"), Day("Day", "2026-11-24", "2026-11-26"));
        var all = await NovemberAsync(it);
        Assert.Equal(["Series", "Day", "Series", "Late", "Series"], all.Select(i => i.Event.Summary));
        Assert.Equal(all.Select(i => i.Start), all.Select(i => i.Start).Order());
        Assert.Equal([Berlin("2026-11-23T09:00"), Berlin("2026-11-24T09:00"), Berlin("2026-11-25T09:00")], all.Where(i => i.Event.Summary == "Series").Select(i => i.OriginalStart));
        Assert.Equal(TimeSpan.FromDays(2), all.Single(i => i.Event.Summary == "Day").End - all.Single(i => i.Event.Summary == "Day").Start);
        foreach (var instance in all)
            Assert.Equal(instance.Event.Uid, (await it.Reader.GetEventAsync(it.Account, instance.Event.Id, default))?.Uid);
    }

    [Fact]
    public async Task Windows_are_half_open()
    {
        var it = await WithAsync(Event("Hour", "2026-11-24T10:00", "2026-11-24T11:00"));
        Assert.Empty(await it.Reader.GetInstancesAsync(it.Account, Utc("2026-11-24T08:00Z"), Utc("2026-11-24T09:00Z"), Zone, default));
        Assert.Single(await it.Reader.GetInstancesAsync(it.Account, Utc("2026-11-24T08:00Z"), Utc("2026-11-24T09:00:01Z"), Zone, default));
        Assert.Empty(await it.Reader.GetInstancesAsync(it.Account, Utc("2026-11-24T10:00Z"), Utc("2026-11-24T11:00Z"), Zone, default));
    }

    [Fact]
    public async Task Cancelled_events_and_instances_are_left_out()
    {
        var series = Event("Series", "2026-11-23T09:00", "2026-11-23T10:00", "FREQ=DAILY;COUNT=3");
        var it = await WithAsync(series, series with { Recurrence = null, RecurrenceId = Berlin("2026-11-24T09:00"), Start = Berlin("2026-11-24T09:00"), End = Berlin("2026-11-24T10:00"), Status = EventStatus.Cancelled },
            Event("Off", "2026-11-24T10:00", "2026-11-24T11:00") with { Status = EventStatus.Cancelled });
        Assert.Equal([Berlin("2026-11-23T09:00"), Berlin("2026-11-25T09:00")], (await NovemberAsync(it)).Select(i => i.OriginalStart));
    }

    [Fact]
    public async Task A_changed_instance_has_its_own_fields_and_the_name_of_the_one_that_it_replaces()
    {
        var series = Event("Series", "2026-11-23T09:00", "2026-11-23T10:00", "FREQ=DAILY;COUNT=2");
        var it = await WithAsync(series, series with { Summary = "Moved", Recurrence = null, RecurrenceId = Berlin("2026-11-24T09:00"), Start = Berlin("2026-11-24T18:00"), End = Berlin("2026-11-24T19:00") });
        var moved = (await NovemberAsync(it))[1];
        Assert.Equal(("Moved", Utc("2026-11-24T17:00Z"), Berlin("2026-11-24T09:00")), (moved.Event.Summary, moved.Start, moved.OriginalStart));
    }

    [Fact]
    public async Task Everything_that_an_event_says_is_given_back()
    {
        var said = Event("All", "2026-11-24T10:00", "2026-11-24T11:00") with
        {
            Description = "Two\nlines", Location = "Here", Visibility = Visibility.Private, Transparency = Transparency.Transparent, Status = EventStatus.Tentative,
            Attendees = [new("a@example.org", "A", ResponseStatus.Accepted, Organizer: true), new("b@example.org", null, ResponseStatus.Declined, Optional: true)],
        };
        var e = Assert.Single(await NovemberAsync(await WithAsync(said))).Event;
        Assert.Equal((said.Uid, said.Summary, said.Description, said.Location, said.Start, said.End), (e.Uid, e.Summary, e.Description, e.Location, e.Start, e.End));
        Assert.Equal((said.Visibility, said.Transparency, said.Status), (e.Visibility, e.Transparency, e.Status));
        Assert.Equal(said.Attendees, e.Attendees);
        Assert.NotEmpty(e.Revision);
    }

    [Fact]
    public async Task Busy_times_are_merged_cut_to_the_window_and_leave_out_what_takes_no_time()
    {
        var it = await WithAsync(Event("A", "2026-11-24T10:00", "2026-11-24T11:00"), Event("B", "2026-11-24T11:00", "2026-11-24T12:00"),
            Event("Free", "2026-11-24T14:00", "2026-11-24T15:00") with { Transparency = Transparency.Transparent }, Event("Point", "2026-11-24T16:00", "2026-11-24T16:00"));
        Assert.Equal([new Busy(Utc("2026-11-24T09:30Z"), Utc("2026-11-24T11:00Z"))], await it.Reader.GetFreeBusyAsync(it.Account, Utc("2026-11-24T09:30Z"), Utc("2026-11-25"), Zone, default));
    }

    [Fact]
    public async Task An_unknown_event_is_null_and_a_window_of_more_than_400_days_is_refused()
    {
        var it = await WithAsync();
        Assert.Null(await it.Reader.GetEventAsync(it.Account, Guid.NewGuid(), default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => it.Reader.GetInstancesAsync(it.Account, Utc("2026-01-01"), Utc("2027-03-01"), Zone, default));
    }

    [Fact]
    public async Task Another_person_sees_nothing_of_it()
    {
        var it = await WithAsync(Event("Mine", "2026-11-24T10:00", "2026-11-24T11:00"));
        var id = (await NovemberAsync(it))[0].Event.Id;
        var stranger = it.Account with { PersonId = Guid.NewGuid() };
        Assert.Empty(await it.Reader.GetInstancesAsync(stranger, Utc("2026-11-01"), Utc("2026-12-01"), Zone, default));
        Assert.Null(await it.Reader.GetEventAsync(stranger, id, default));
    }
}
