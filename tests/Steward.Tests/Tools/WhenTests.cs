using Steward.Calendar;
using Steward.Tools.Calendars;

namespace Steward.Tests.Tools;

public sealed class WhenTests
{
    const string Berlin = "Europe/Berlin";

    [Fact]
    public void A_date_is_all_day_a_local_time_is_in_the_persons_zone_and_an_instant_is_the_same_moment_there()
    {
        Assert.Equal(EventTime.AllDay(new DateOnly(2026, 11, 24)), When.Parse("2026-11-24", "start", Berlin).Value);
        Assert.Equal(EventTime.At(new DateTime(2026, 11, 24, 15, 0, 0), Berlin), When.Parse("2026-11-24T15:00", "start", Berlin).Value);
        Assert.Equal(EventTime.At(new DateTime(2026, 11, 24, 15, 0, 0), Berlin), When.Parse("2026-11-24T14:00:00Z", "start", Berlin).Value);
        Assert.Equal(EventTime.At(new DateTime(2026, 7, 24, 15, 0, 0), Berlin), When.Parse("2026-07-24T09:00:00-04:00", "start", Berlin).Value);
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("24/11/2026")]
    [InlineData("2026-11-31")]
    [InlineData("")]
    public void Anything_else_is_refused_by_field(string text) => Assert.Equal("start", When.Parse(text, "start", Berlin).Error!.Field);

    [Fact]
    public void Lengths_keep_local_time_over_a_change_of_the_clock()
    {
        var before = When.Parse("2026-10-25T00:30", "start", Berlin).Value;
        Assert.Equal(EventTime.At(new DateTime(2026, 10, 25, 2, 30, 0), Berlin), When.Plus(before, TimeSpan.FromHours(2)));
        Assert.Equal(EventTime.AllDay(new DateOnly(2026, 11, 26)), When.Plus(EventTime.AllDay(new DateOnly(2026, 11, 24)), TimeSpan.FromDays(2)));
    }
}
