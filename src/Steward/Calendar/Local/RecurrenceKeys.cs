using System.Globalization;
using NodaTime;
using Steward.Calendar.Recurrence;

namespace Steward.Calendar.Local;

/// <summary>
/// RECURRENCE-ID as one text per instance: empty for a master, a date, an instant, or a floating time. Two spellings of the same instant give the same key.
/// Stored: the form never changes.
/// </summary>
static class RecurrenceKeys
{
    public static string Of(EventTime? time) => time switch
    {
        null => "",
        { Date: { } date } => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
        { Zone: null } => time.Local!.Value.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture),
        _ => time.ToInstant(DateTimeZone.Utc).ToDateTimeUtc().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
    };
}
