using NodaTime;
using NodaTime.TimeZones;
using Steward.Planning.Time;

namespace Steward.Planning;

/// <summary>Finds the time zone that people mean by the name of a place: "Tokyo", "New York", "Japan", "Asia/Tokyo", "Pacific time", "UTC".</summary>
public static class ZonesByName
{
    /// <summary>The IANA id, or null when no zone, or no single one, goes by that name: the United States have several.</summary>
    public static string? Find(string place)
    {
        var text = place.Trim();
        if (DateTimeZoneProviders.Tzdb.Ids.FirstOrDefault(id => id.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } exact && (text.Contains('/', StringComparison.Ordinal) || text.Equals("UTC", StringComparison.OrdinalIgnoreCase)))
            return exact;
        var words = string.Join(' ', Language.Tokeniser.Split(text).Where(t => t.Kind == Language.TokenKind.Word).Select(t => t.Norm).Where(w => w is not ("the" or "time" or "zone" or "timezone" or "standard" or "daylight")));
        return words.Length == 0 ? null : TimeWords.Places.GetValueOrDefault(words) ?? TimeWords.Zones.GetValueOrDefault(words) ?? Named.GetValueOrDefault(words);
    }

    /// <summary>Cities that name a zone of the IANA list, and countries that have a single one.</summary>
    static readonly Dictionary<string, string> Named = Read();

    static Dictionary<string, string> Read()
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        var places = TzdbDateTimeZoneSource.Default.ZoneLocations ?? [];
        foreach (var place in places)
            named.TryAdd(place.ZoneId.Split('/')[^1].Replace('_', ' ').ToLowerInvariant(), place.ZoneId);
        foreach (var country in places.GroupBy(p => p.CountryName, StringComparer.Ordinal).Where(c => c.Count() == 1))
            named.TryAdd(Language.Tokeniser.Normal(country.Key), country.First().ZoneId);
        return named;
    }
}
