namespace Steward.Calendar;

/// <summary>A time at which somebody takes part in something.</summary>
public sealed record TheirTime(string Email, Busy Time, string Summary);

/// <summary>
/// What a person's own calendars show of other people's time: events to which they are invited and have not declined. It is a part of their time at best, and whoever uses it says so.
/// </summary>
public static class KnownBusy
{
    public static IEnumerable<TheirTime> Of(IEnumerable<EventInstance> instances, IEnumerable<string> addresses)
    {
        var wanted = addresses.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return instances.Where(i => wanted.Count > 0 && i.Event.Transparency == Transparency.Opaque && i.Event.Status != EventStatus.Cancelled && !i.Event.Start.IsAllDay)
            .SelectMany(i => i.Event.Attendees.Where(a => a.Response != ResponseStatus.Declined && wanted.Contains(a.Email)).Select(a => new TheirTime(a.Email, new Busy(i.Start, i.End), i.Event.Summary)));
    }
}
