using Steward.Platform;

namespace Steward.Providers.Google;

/// <summary>
/// Google's published limits (Gmail: https://developers.google.com/workspace/gmail/api/reference/quota, in quota units; Calendar:
/// https://developers.google.com/workspace/calendar/api/guides/quota, in requests), kept over all workers of this Steward. They are below what Google allows,
/// so that the person's own programs find room; Google's own word (429) goes above them.
/// </summary>
public sealed record GoogleQuotas
{
    /// <summary>Gmail: 250 units per user and second.</summary>
    public double GmailPerUser { get; init; } = 240;

    /// <summary>Gmail: 1,200,000 units per project and minute.</summary>
    public double GmailPerProject { get; init; } = 18_000;

    /// <summary>Calendar: 600 requests per user and minute.</summary>
    public double CalendarPerUser { get; init; } = 9.5;

    /// <summary>Calendar: 10,000 requests per project and minute.</summary>
    public double CalendarPerProject { get; init; } = 160;

    /// <summary>One second's worth for Gmail; ten seconds' for Calendar, whose limits are by the minute.</summary>
    internal IReadOnlyList<BucketAsk> Of(Uri uri, string subject, int units) => IsCalendar(uri)
        ? [new("google/calendar", units, CalendarPerProject, CalendarPerProject * 10), new(UserBucket(uri, subject), units, CalendarPerUser, CalendarPerUser * 10)]
        : [new("google/gmail", units, GmailPerProject, GmailPerProject), new(UserBucket(uri, subject), units, GmailPerUser, GmailPerUser)];

    internal static string UserBucket(Uri uri, string subject) => $"google/{(IsCalendar(uri) ? "calendar" : "gmail")}/{subject}";

    static bool IsCalendar(Uri uri) => uri.AbsolutePath.Contains("/calendar/", StringComparison.Ordinal);
}
