using NodaTime;

namespace Steward.Calendar.Demo;

/// <summary>The demo's days, counted from the Monday of the week in which it is made; week 0 is this one.</summary>
sealed class DemoDates(LocalDate monday, string zone)
{
    public static DemoDates Around(Instant now, DateTimeZone zone)
    {
        var today = now.InZone(zone).Date;
        return new DemoDates(today.PlusDays(1 - (int)today.DayOfWeek), zone.Id);
    }

    public EventTime At(int week, IsoDayOfWeek day, string time, string? otherZone = null) =>
        EventTime.At((Day(week, day) + Time(time)).ToDateTimeUnspecified(), otherZone ?? zone);

    /// <summary>So long after, by the clock of another zone; null: by the person's.</summary>
    public EventTime After(EventTime start, string time, string? otherZone = null)
    {
        var there = DateTimeZoneProviders.Tzdb[otherZone ?? zone];
        var begin = DateTimeZoneProviders.Tzdb[start.Zone!].AtLeniently(LocalDateTime.FromDateTime(start.Local!.Value)).ToInstant();
        return EventTime.At((begin + Duration.FromTicks(Time(time).TickOfDay)).InZone(there).ToDateTimeUnspecified(), there.Id);
    }

    public EventTime AllDay(int week, IsoDayOfWeek day, int more = 0) => EventTime.AllDay(Day(week, day).PlusDays(more).ToDateOnly());

    public LocalDate Day(int week, IsoDayOfWeek day) => monday.PlusWeeks(week).PlusDays((int)day - 1);

    static LocalTime Time(string time) => new(int.Parse(time.AsSpan(0, 2), System.Globalization.CultureInfo.InvariantCulture), int.Parse(time.AsSpan(3, 2), System.Globalization.CultureInfo.InvariantCulture));
}
