using System.Collections.Frozen;
using NodaTime;
using NodaTime.TimeZones;

namespace Steward.Calendar.ICalendar;

/// <summary>
/// IANA zones by the names that programs write: IANA's own in any case, Windows names, and paths that end in an IANA name
/// (<c>/mozilla.org/20070129_1/Europe/Berlin</c>, <c>/softwarestudio.org/Olson_20011030_5/America/New_York</c>, <c>posix/Europe/Vaduz</c>).
/// </summary>
static class ZoneNames
{
    static readonly FrozenDictionary<string, string> Known = All();

    /// <summary>What most people of a clock call it by; the first that matches an inline zone wins.</summary>
    static readonly string[] Preferred =
    [
        "Europe/Berlin", "Europe/London", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Asia/Tokyo", "Asia/Kolkata", "Asia/Shanghai",
        "Australia/Sydney", "Europe/Helsinki", "Europe/Moscow", "America/Sao_Paulo", "America/Halifax", "America/Phoenix", "Africa/Johannesburg", "Asia/Dubai", "Etc/UTC",
    ];

    /// <summary>Every zone once, the well-known first.</summary>
    public static IReadOnlyList<string> Candidates { get; } =
    [
        .. Preferred.Concat(TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.Values.Order(StringComparer.Ordinal))
            .Concat(TzdbDateTimeZoneSource.Default.CanonicalIdMap.Values.Where(id => id.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal)).Distinct(StringComparer.Ordinal),
    ];

    public static string? Find(string name)
    {
        name = name.Trim();
        if (Known.TryGetValue(name, out var id))
            return id;
        for (var slash = name.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = name.IndexOf('/', slash + 1))
        {
            var rest = name[(slash + 1)..];
            if (rest.Contains('/', StringComparison.Ordinal) && Known.TryGetValue(rest, out id))
                return id;
        }
        return null;
    }

    static FrozenDictionary<string, string> All()
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids)
            all.TryAdd(id, id);
        foreach (var (windows, id) in TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping)
            all.TryAdd(windows, id);
        all["Z"] = all["UTC"] = all["Etc/UTC"] = "UTC";
        return all.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
