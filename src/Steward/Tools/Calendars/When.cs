using System.Globalization;
using NodaTime;
using Steward.Calendar;
using Steward.Platform;

namespace Steward.Tools.Calendars;

/// <summary>
/// A point in time as plans write it: a date ("2026-11-24": all day), a local time ("2026-11-24T15:00": in the person's zone), or an instant ("2026-11-24T14:00:00Z",
/// "…+01:00": the same moment, written in the person's zone).
/// </summary>
static class When
{
    public const string Description = "A date (yyyy-MM-dd, all day), a local time (yyyy-MM-ddTHH:mm, in the user's zone) or an instant with Z or offset.";

    public static Result<EventTime> Parse(string text, string field, string zone)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return EventTime.AllDay(date);
        if (DateTime.TryParseExact(text, ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            && local.Kind == DateTimeKind.Unspecified)
            return EventTime.At(local, zone);
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant) && text.Contains('T', StringComparison.Ordinal))
            return At(instant, zone);
        return Error.Invalid(field, $"{field}: {Description}");
    }

    public static EventTime At(DateTimeOffset instant, string zone) =>
        EventTime.At(Instant.FromDateTimeOffset(instant).InZone(ZoneOf(zone)).LocalDateTime.ToDateTimeUnspecified(), zone);

    public static EventTime Plus(EventTime start, TimeSpan length) =>
        start.Date is { } date ? EventTime.AllDay(date.AddDays(Math.Max(1, (int)Math.Ceiling(length.TotalDays)))) : start with { Local = start.Local!.Value + length };

    /// <summary>The moment of a time that is no date; a floating one is read as UTC.</summary>
    public static DateTimeOffset InstantOf(EventTime time) =>
        LocalDateTime.FromDateTime(time.Local!.Value).InZoneLeniently(ZoneOf(time.Zone ?? "UTC")).ToDateTimeOffset();

    public static DateTimeZone ZoneOf(string zone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc;

    public static string Say(EventTime time) => time.Date is { } date
        ? date.ToString("ddd d MMM", CultureInfo.InvariantCulture)
        : time.Local!.Value.ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);
}
