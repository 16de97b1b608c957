using NodaTime;
using Steward.Calendar.Recurrence;
using Steward.Calendar.Slots;

namespace Steward.Calendar.Scheduling;

/// <summary>When a person has time for something.</summary>
static class OpenTimes
{
    /// <summary>Working hours without what is busy.</summary>
    public static IReadOnlyList<Busy> Of(WorkingHours hours, DateTimeOffset from, DateTimeOffset to, IEnumerable<Busy> busy) =>
        [.. StartRanges.Subtract(StartRanges.Working(hours, from, to), BusyTimes.Merge(busy, from, to))];

    /// <summary>
    /// For something that lies outside working hours (dinner, sport): the same time of day, an hour earlier or later, on every day of the week.
    /// </summary>
    public static WorkingHours Around(EventInstance instance, WorkingHours own)
    {
        var zone = Zones.Get(own.Zone);
        var start = Instant.FromDateTimeOffset(instance.Start).InZone(zone).LocalDateTime;
        var end = start.PlusTicks((instance.End - instance.Start).Ticks);
        var (first, last) = (start.PlusHours(-1), end.PlusHours(1));
        if (first.Date < start.Date)
            first = start.Date.AtMidnight();
        return last.Date > start.Date && last.TimeOfDay > first.TimeOfDay
            ? new WorkingHours(own.Zone, TimeOnly.MinValue, TimeOnly.MinValue, [1, 2, 3, 4, 5, 6, 7])
            : new WorkingHours(own.Zone, first.TimeOfDay.ToTimeOnly(), last.TimeOfDay.ToTimeOnly(), [1, 2, 3, 4, 5, 6, 7]);
    }

    public static bool Inside(WorkingHours hours, EventInstance instance) =>
        StartRanges.Working(hours, instance.Start.AddDays(-1), instance.End.AddDays(1)).Any(time => time.Start <= instance.Start && instance.End <= time.End);
}
