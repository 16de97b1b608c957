using NodaTime;
using Steward.Calendar.Recurrence;

namespace Steward.Calendar.Slots;

/// <summary>The times of a week that a person usually keeps for quiet work, read off the last weeks of their calendar: what they did twice at the same hour of the same weekday.</summary>
static class KeptTimes
{
    public static readonly TimeSpan Reach = TimeSpan.FromDays(28);
    const int Often = 2;

    static readonly string[] Titles = ["deep work", "focus", "heads down", "heads-down", "no meetings", "quiet time", "writing time", "thinking time", "maker time"];

    public static IReadOnlyList<KeptTime> Of(IEnumerable<EventInstance> past, string zone)
    {
        var there = Zones.Get(zone);
        return
        [
            .. past.Where(i => i.Event.Status != EventStatus.Cancelled && !i.Event.Start.IsAllDay && !i.Event.Attendees.Any(a => !a.Organizer) && Titles.Any(t => i.Event.Summary.Contains(t, StringComparison.OrdinalIgnoreCase)))
                .Select(i => (Start: Instant.FromDateTimeOffset(i.Start).InZone(there).LocalDateTime, End: Instant.FromDateTimeOffset(i.End).InZone(there).LocalDateTime, i.Event.Summary))
                .Where(t => t.End.Date == t.Start.Date)
                .GroupBy(t => (t.Start.DayOfWeek, t.Start.Hour)).Where(g => g.Count() >= Often)
                .Select(g => new KeptTime((int)g.Key.DayOfWeek, g.Min(t => Of(t.Start)), g.Max(t => Of(t.End)), g.First().Summary)),
        ];
    }

    static TimeOnly Of(LocalDateTime local) => new(local.Hour, local.Minute);
}
