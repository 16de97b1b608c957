using Steward.Calendar;
using Steward.Tools.Calendars;

namespace Steward.Tests.Tools;

/// <summary>Which events of a window a step asks for.</summary>
public sealed class EventSelectionTests
{
    static readonly DateTimeOffset Three = new(2026, 11, 18, 15, 0, 0, TimeSpan.Zero);
    static readonly Companion Jonas = new("Jonas Weber", ["jonas.weber@partner.example"], "Jonas");

    static readonly EventInstance[] Day =
    [
        Event("Team retreat", Three.AddHours(-15), allDay: true),
        Event("Long workshop with Jonas", Three.AddHours(-2)),
        Event("Contract", Three, guest: "JONAS.WEBER@partner.example"),
        Event("Budget", Three, guest: "sarah@northwind.example"),
        Event("Call Jonas", Three, status: EventStatus.Cancelled),
        Event("Jonas 1:1", Three.AddHours(1)),
    ];

    [Fact]
    public void An_hour_and_a_person_name_the_event_that_begins_then_with_them() =>
        Assert.Equal(["Contract"], Titles(new() { From = Three, To = Three.AddMinutes(1), StartsWithin = true, With = [Jonas] }));

    [Fact]
    public void The_next_events_are_the_first_timed_ones_that_have_not_begun() =>
        Assert.Equal(["Contract", "Budget"], Titles(new() { From = Three.AddMinutes(-30), To = Three.AddDays(1), StartsWithin = true, Limit = 2 }));

    [Fact]
    public void A_person_takes_part_by_address_or_is_named_in_the_title() =>
        Assert.Equal(["Long workshop with Jonas", "Contract", "Call Jonas", "Jonas 1:1"], Titles(new() { From = Three.AddDays(-1), To = Three.AddDays(1), With = [Jonas] }));

    [Fact]
    public void Without_restrictions_everything_in_the_window_is_listed() => Assert.Equal(Day.Length, Titles(new() { From = Three.AddDays(-1), To = Three.AddDays(1) }).Count);

    [Fact]
    public void What_is_excepted_by_words_by_person_or_by_hour_is_left_out()
    {
        static List<string> Without(params EventDescription[] except) => Titles(new() { From = Three.AddDays(-1), To = Three.AddDays(1), Except = except });
        Assert.DoesNotContain("Team retreat", Without(new EventDescription("retreat")));
        Assert.Equal(["Team retreat", "Budget"], Without(new EventDescription(With: [Jonas])));
        Assert.Equal(["Team retreat", "Long workshop with Jonas", "Jonas 1:1"], Without(new EventDescription(From: Three, To: Three.AddMinutes(1))));
        // all that one exception says must hold together; each exception stands for itself
        Assert.Contains("Budget", Without(new EventDescription("budget", [Jonas])));
        Assert.Equal(["Team retreat", "Jonas 1:1"], Without(new EventDescription("budget"), new EventDescription("workshop"), new EventDescription(null, [Jonas], Three, Three.AddMinutes(1))));
    }

    [Fact]
    public void Events_that_take_time_at_once_overlap_and_whole_days_and_cancelled_ones_do_not()
    {
        HashSet<string> own = ["me@example.org"];
        Assert.Equal(["Long workshop with Jonas", "Contract", "Budget", "Jonas 1:1"], Steward.Tools.Calendars.ListEvents.Overlaps(Day, Day, own).ConvertAll(e => e.Event.Summary));
        Assert.Empty(Steward.Tools.Calendars.ListEvents.Overlaps(Day[..2], Day[..2], own));
        // of one event, with what it overlaps
        EventInstance[] apart = [.. Day, Event("Dinner", Three.AddHours(5)), Event("Film", Three.AddHours(6))];
        Assert.Equal(["Dinner", "Film"], Steward.Tools.Calendars.ListEvents.Overlaps([apart[^1]], apart, own).ConvertAll(e => e.Event.Summary));
    }

    [Fact]
    public void Hours_of_the_day_are_those_of_the_person()
    {
        var berlin = When.ZoneOf("Europe/Berlin");
        Assert.True(Steward.Tools.Calendars.ListEvents.BeginsWithin(Day[2], new SlotHours(new(16, 0), new(17, 0)), berlin));
        Assert.False(Steward.Tools.Calendars.ListEvents.BeginsWithin(Day[2], new SlotHours(new(15, 0), new(16, 0)), berlin));
        Assert.True(Steward.Tools.Calendars.ListEvents.BeginsWithin(Day[2], new SlotHours(new(16, 0), new(2, 0)), berlin));
        Assert.False(Steward.Tools.Calendars.ListEvents.BeginsWithin(Day[0], new SlotHours(new(0, 0), new(23, 0)), berlin));
    }

    [Fact]
    public void Guests_are_told_with_their_answers()
    {
        var e = Day[2].Event with { Attendees = [new("elena@x.example", "Elena", ResponseStatus.Accepted, Organizer: true), new("ben@x.example", null, ResponseStatus.Declined), new("priya@x.example", "Priya")] };
        Assert.Equal("Contract, Wed 18 Nov 16:00: Elena (organiser), ben@x.example (declined), Priya (no answer yet)", ListGuests.Line(e, Three, When.ZoneOf("Europe/Berlin")));
        Assert.Equal("Contract, Wed 18 Nov 15:00: nobody was invited", ListGuests.Line(e with { Attendees = [] }, Three, When.ZoneOf("Etc/UTC")));
    }

    static List<string> Titles(ListEventsArguments arguments) => Steward.Tools.Calendars.ListEvents.Select(Day, arguments).ConvertAll(e => e.Event.Summary);

    static EventInstance Event(string title, DateTimeOffset start, bool allDay = false, string? guest = null, EventStatus status = EventStatus.Confirmed)
    {
        var at = allDay ? EventTime.AllDay(DateOnly.FromDateTime(start.DateTime)) : EventTime.At(start.DateTime, "Etc/UTC");
        var made = new CalendarEvent
        {
            Id = Guid.Empty,
            AccountId = Guid.Empty,
            CalendarId = Guid.Empty,
            Uid = title,
            Summary = title,
            Start = at,
            End = at,
            Status = status,
            Revision = "1",
            Attendees = guest is null ? [] : [new Attendee(guest, null)],
        };
        return new EventInstance(made, start, start.AddHours(3), at);
    }
}
