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
