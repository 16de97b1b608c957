using NodaTime;

namespace Steward.Planning.Time;

/// <summary>Against what an expression is read.</summary>
/// <param name="DayFirst">3/4 is the third of April.</param>
/// <param name="Past">What could be either looks back.</param>
sealed record TimeContext(Instant Instant, DateTimeZone Zone, bool DayFirst, bool Past)
{
    public LocalDateTime Now { get; } = Instant.InZone(Zone).LocalDateTime;
    public LocalDate Today => Now.Date;
    /// <summary>Two letters of the country whose holidays are meant.</summary>
    public string Region { get; init; } = "US";
    public LocalTime WorkdayStart { get; init; } = new(9, 0);
    public LocalTime WorkdayEnd { get; init; } = new(17, 0);

    /// <summary>Weeks run from Monday to Sunday (ISO 8601), whatever the locale's wall calendar looks like: "next week" is working language.</summary>
    public static LocalDate MondayOf(LocalDate date) => date.PlusDays(1 - (int)date.DayOfWeek);

    /// <summary>The country of a locale: "en-GB" → GB; of a language alone its largest.</summary>
    public static string RegionOf(string? locale)
    {
        var parts = (locale ?? "en-US").Replace('_', '-').Split('-');
        return parts.Skip(1).FirstOrDefault(p => p.Length == 2)?.ToUpperInvariant() ?? (parts[0].Equals("en", StringComparison.OrdinalIgnoreCase) ? "US" : parts[0].ToUpperInvariant());
    }

    /// <summary>Month before day only where people write so.</summary>
    public static bool IsDayFirst(string? locale)
    {
        var name = (locale ?? "en-US").Replace('_', '-');
        return !(name.Equals("en", StringComparison.OrdinalIgnoreCase) || name.EndsWith("-US", StringComparison.OrdinalIgnoreCase) || name.EndsWith("-PH", StringComparison.OrdinalIgnoreCase));
    }
}
