using NodaTime;
using Steward.Calendar;
using Steward.Calendar.Recurrence;
using static Steward.Tests.Calendar.Desk;

namespace Steward.Tests.Calendar;

/// <summary>Series in their zones: what the clocks do to them, and what is taken out, added and changed.</summary>
public sealed class SeriesTests
{
    static CalendarEvent Master(EventTime start, EventTime end, string? rule) => new()
    {
        Id = Guid.Parse("00000000-0000-0000-0000-000000000001"), AccountId = default, CalendarId = default, Uid = "u", Summary = "s", Revision = "1", Start = start, End = end, Recurrence = rule,
    };

    static List<EventInstance> Between(CalendarEvent master, string from, string to, params CalendarEvent[] changed) =>
        [.. new Series(master, changed, Zones.Get("Europe/Berlin")).Between(Instant.FromDateTimeOffset(Utc(from)), Instant.FromDateTimeOffset(Utc(to)), new ExpansionBudget(ExpansionBudget.Default)).OrderBy(i => i.Start)];

    static string[] Starts(IEnumerable<EventInstance> all) => [.. all.Select(i => i.Start.UtcDateTime.ToString("MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture))];

    [Fact]
    public void Nine_in_Berlin_stays_nine_in_Berlin() =>
        Assert.Equal(["03-27T08:00", "03-28T07:00", "03-29T07:00"], Starts(Between(Master(Berlin("2026-10-01T09:00"), Berlin("2026-10-01T10:00"), "FREQ=DAILY"), "2027-03-27", "2027-03-30")));

    [Fact]
    public void A_time_that_the_clock_leaves_out_is_moved_forward_by_the_gap() =>
        Assert.Equal(["03-27T01:30", "03-28T01:30", "03-29T00:30"], Starts(Between(Master(Berlin("2026-10-01T02:30"), Berlin("2026-10-01T02:45"), "FREQ=DAILY"), "2027-03-27", "2027-03-30")));

    [Fact]
    public void A_time_that_comes_twice_means_the_first() =>
        Assert.Equal(["10-24T00:30", "10-25T00:30", "10-26T01:30"], Starts(Between(Master(Berlin("2026-10-01T02:30"), Berlin("2026-10-01T02:45"), "FREQ=DAILY"), "2026-10-24", "2026-10-27")));

    [Fact]
    public void Hourly_over_the_gap_gives_no_instant_twice()
    {
        var starts = Starts(Between(Master(Berlin("2027-03-27T00:30"), Berlin("2027-03-27T00:45"), "FREQ=HOURLY"), "2027-03-27T23:00Z", "2027-03-28T03:00Z"));
        Assert.Equal(["03-27T23:30", "03-28T00:30", "03-28T01:30", "03-28T02:30"], starts);
    }

    [Fact]
    public void An_all_day_series_covers_the_viewers_days_also_where_one_has_23_hours()
    {
        var all = Between(Master(EventTime.AllDay(new(2027, 3, 27)), EventTime.AllDay(new(2027, 3, 28)), "FREQ=DAILY;COUNT=3"), "2027-03-01", "2027-04-10");
        Assert.Equal([24, 23, 24], all.Select(i => (int)(i.End - i.Start).TotalHours));
        Assert.Equal([EventTime.AllDay(new(2027, 3, 27)), EventTime.AllDay(new(2027, 3, 28)), EventTime.AllDay(new(2027, 3, 29))], all.Select(i => i.OriginalStart));
    }

    [Fact]
    public void An_event_over_two_zones_lasts_as_long_each_time()
    {
        var flight = Master(Berlin("2026-11-24T10:00"), EventTime.At(new(2026, 11, 24, 13, 0, 0), "America/New_York"), "FREQ=WEEKLY;COUNT=2");
        Assert.All(Between(flight, "2026-11-01", "2026-12-31"), i => Assert.Equal(TimeSpan.FromHours(9), i.End - i.Start));
    }

    [Theory]
    [InlineData("UNTIL=20261126T080000Z", 3)]
    [InlineData("UNTIL=20261126T075959Z", 2)]
    [InlineData("UNTIL=20261126T090000", 3)]
    [InlineData("UNTIL=20261126T085959", 2)]
    [InlineData("UNTIL=20261126", 3)]
    [InlineData("UNTIL=20261125", 2)]
    [InlineData("UNTIL=20200101", 0)]
    public void Until_is_inclusive_in_each_of_its_forms(string until, int count) =>
        Assert.Equal(count, Between(Master(Berlin("2026-11-24T09:00"), Berlin("2026-11-24T09:30"), "FREQ=DAILY;" + until), "2026-11-01", "2026-12-31").Count);

    [Fact]
    public void Exceptions_are_found_by_their_instant_in_any_zone_or_by_their_date()
    {
        var master = Master(Berlin("2026-11-24T09:00"), Berlin("2026-11-24T09:30"), "FREQ=DAILY;COUNT=6") with
        {
            ExceptionDates = [EventTime.At(new(2026, 11, 24, 8, 0, 0), "UTC"), EventTime.At(new(2026, 11, 25, 3, 0, 0), "America/New_York"), EventTime.AllDay(new(2026, 11, 26)), new(null, new(2026, 11, 27, 9, 0, 0), null), Berlin("2026-11-28T10:00")],
        };
        Assert.Equal(["11-28T08:00", "11-29T08:00"], Starts(Between(master, "2026-11-01", "2026-12-31")));
    }

    [Fact]
    public void Further_dates_join_without_repetition()
    {
        var master = Master(Berlin("2026-11-24T09:00"), Berlin("2026-11-24T09:30"), "FREQ=DAILY;COUNT=2") with
        {
            AdditionalDates = [Berlin("2026-11-25T09:00"), EventTime.At(new(2026, 12, 1, 12, 0, 0), "UTC"), EventTime.AllDay(new(2026, 12, 2)), Berlin("2026-11-20T07:00")],
        };
        Assert.Equal(["11-20T06:00", "11-24T08:00", "11-25T08:00", "12-01T12:00", "12-02T08:00"], Starts(Between(master, "2026-11-01", "2026-12-31")));
    }

    [Fact]
    public void A_changed_instance_takes_the_place_of_the_original_and_a_cancelled_one_leaves_it_empty()
    {
        var master = Master(Berlin("2026-11-24T09:00"), Berlin("2026-11-24T09:30"), "FREQ=DAILY;COUNT=3");
        var changed = master with { Id = Guid.Parse("00000000-0000-0000-0000-000000000002"), Recurrence = null, RecurrenceId = EventTime.At(new(2026, 11, 25, 8, 0, 0), "UTC"), Start = Berlin("2026-11-25T15:00"), End = Berlin("2026-11-25T16:00") };
        var cancelled = changed with { RecurrenceId = Berlin("2026-11-26T09:00"), Status = EventStatus.Cancelled };
        Assert.Equal(["11-24T08:00", "11-25T14:00"], Starts(Between(master, "2026-11-01", "2026-12-31", changed, cancelled)));
        Assert.Empty(Between(master with { Status = EventStatus.Cancelled }, "2026-11-01", "2026-12-31"));
    }

    [Fact]
    public void A_window_in_the_far_future_costs_no_more_than_one_now()
    {
        var budget = new ExpansionBudget(1000);
        var series = new Series(Master(Berlin("1990-01-01T09:00"), Berlin("1990-01-01T09:30"), "FREQ=DAILY"), [], Zones.Get("Europe/Berlin"));
        var all = series.Between(Instant.FromUtc(2900, 1, 1, 0, 0), Instant.FromUtc(2900, 1, 8, 0, 0), budget).ToList();
        Assert.Equal(7, all.Count);
        Assert.False(budget.Exhausted);
    }
}
