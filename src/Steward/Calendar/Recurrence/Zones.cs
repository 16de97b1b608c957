using NodaTime;

namespace Steward.Calendar.Recurrence;

/// <summary>
/// Local times and instants. A local time that a change of the clock leaves out is moved forward by the length of the gap; one that comes twice means
/// the first (RFC 5545 §3.3.5).
/// </summary>
static class Zones
{
    public static DateTimeZone? Find(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);

    /// <exception cref="ArgumentException">The zone is unknown; everything stored has been checked before.</exception>
    public static DateTimeZone Get(string id) => Find(id) ?? throw new ArgumentException($"There is no time zone {id}.", nameof(id));

    public static Instant ToInstant(LocalDateTime local, DateTimeZone zone) => zone.AtLeniently(local).ToInstant();

    /// <summary>First instant of the day; where midnight is left out, the end of the gap.</summary>
    public static Instant StartOf(LocalDate day, DateTimeZone zone) => zone.AtStartOfDay(day).ToInstant();

    public static LocalDateTime Local(this EventTime time) =>
        time.Local is { } local ? LocalDateTime.FromDateTime(local) : LocalDate.FromDateOnly(time.Date ?? throw new ArgumentException("An event time has neither date nor time.", nameof(time))).AtMidnight();

    /// <param name="viewer">Zone of dates and floating times.</param>
    public static Instant ToInstant(this EventTime time, DateTimeZone viewer) => time.IsAllDay
        ? StartOf(time.Local().Date, viewer)
        : ToInstant(time.Local(), time.Zone is null ? viewer : Get(time.Zone));
}
