namespace Steward.Calendar;

/// <summary>Sets of busy times.</summary>
public static class BusyTimes
{
    /// <summary>The union within [<paramref name="from"/>, <paramref name="to"/>): sorted, disjoint and not touching. Empty intervals take no time and are left out.</summary>
    public static IReadOnlyList<Busy> Merge(IEnumerable<Busy> times, DateTimeOffset from, DateTimeOffset to)
    {
        var merged = new List<Busy>();
        var inside = times.Select(time => new Busy(time.Start < from ? from : time.Start, time.End > to ? to : time.End)).Where(time => time.Start < time.End);
        foreach (var time in inside.OrderBy(time => time.Start))
        {
            if (merged.Count > 0 && time.Start <= merged[^1].End)
                merged[^1] = merged[^1] with { End = time.End > merged[^1].End ? time.End : merged[^1].End };
            else
                merged.Add(time);
        }
        return merged;
    }

    /// <summary>Whether an event keeps its person busy: opaque, not cancelled, and not declined by them.</summary>
    public static bool TakesTime(CalendarEvent e, string address) =>
        e.Transparency == Transparency.Opaque && e.Status != EventStatus.Cancelled
        && !e.Attendees.Any(attendee => attendee.Response == ResponseStatus.Declined && attendee.Email.Equals(address, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same for a person with several addresses.</summary>
    public static bool TakesTime(CalendarEvent e, IReadOnlySet<string> own) =>
        e.Transparency == Transparency.Opaque && e.Status != EventStatus.Cancelled && !e.Attendees.Any(attendee => attendee.Response == ResponseStatus.Declined && own.Contains(attendee.Email));
}
