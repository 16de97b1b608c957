using System.Text.RegularExpressions;
using Steward.Planning;

namespace Steward.Conversations.Contacts;

/// <summary>A time zone that a signature names: by a city or country in its lines, else by the country of a telephone number.</summary>
/// <param name="Words">What in the signature names it, for the person; outside text.</param>
sealed partial record SignatureZone(string Zone, string Words)
{
    /// <summary>Null when no place is named, or places of different zones are: an office in London and one in Tokyo say nothing.</summary>
    public static SignatureZone? Find(string? signature)
    {
        if (string.IsNullOrWhiteSpace(signature))
            return null;
        var lines = signature.Split('\n');
        var places = lines.SelectMany(line => Parts().Split(line)).Select(part => PostalCode().Replace(part, "").Trim()).Where(part => part.Length is >= 3 and <= 30 && char.IsUpper(part[0]) && part.All(c => char.IsLetter(c) || c is ' ' or '.' or '-' or '\''))
            .Select(part => (Words: part, Zone: ZonesByName.Find(part))).Where(p => p.Zone is not null && !Plain.Contains(p.Words.ToLowerInvariant())).ToList();
        if (places.Count > 0)
            return places.Select(p => p.Zone).Distinct(StringComparer.Ordinal).Count() == 1 ? new(places[0].Zone!, places[0].Words) : null;
        var codes = lines.SelectMany(line => Telephone().Matches(line)).Select(match => CountryCode(match.Value)).OfType<SignatureZone>().Distinct().ToList();
        return codes is [var only] ? only : null;
    }

    /// <summary>The codes of countries that have one zone (ITU-T E.164).</summary>
    static SignatureZone? CountryCode(string number)
    {
        var digits = new string([.. number.Where(char.IsAsciiDigit)]);
        for (var length = 3; length >= 2; length--)
            if (digits.Length > length + 5 && Countries.TryGetValue(digits[..length], out var country) && ZonesByName.Find(country) is { } zone)
                return new(zone, $"+{digits[..length]}");
        return null;
    }

    static readonly Dictionary<string, string> Countries = new(StringComparer.Ordinal)
    {
        ["81"] = "Tokyo", ["82"] = "Seoul", ["65"] = "Singapore", ["91"] = "India", ["44"] = "London", ["353"] = "Dublin", ["33"] = "Paris", ["39"] = "Rome", ["49"] = "Berlin", ["43"] = "Vienna", ["41"] = "Zurich",
        ["31"] = "Amsterdam", ["32"] = "Brussels", ["46"] = "Stockholm", ["47"] = "Oslo", ["45"] = "Copenhagen", ["358"] = "Helsinki", ["48"] = "Warsaw", ["420"] = "Prague", ["30"] = "Athens", ["90"] = "Istanbul",
        ["972"] = "Tel Aviv", ["971"] = "Dubai", ["852"] = "Hong Kong", ["86"] = "Shanghai", ["63"] = "Manila", ["66"] = "Bangkok", ["84"] = "Ho Chi Minh", ["27"] = "Johannesburg", ["234"] = "Lagos", ["254"] = "Nairobi", ["20"] = "Cairo",
    };

    /// <summary>Places that are also words or names: alone in a line they name nobody's city.</summary>
    static readonly HashSet<string> Plain = new(StringComparer.Ordinal) { "central", "eastern", "pacific", "mountain", "la", "sf", "easter", "center", "troll", "nome", "monticello", "vincennes", "marengo", "petersburg", "martinique", "jersey", "regina", "victoria", "phoenix", "jamaica", "adak", "casey", "davis", "samara", "troy" };

    const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"\s*[,:|•·;/()]\s*|\s+[–—-]\s+", Options)]
    private static partial Regex Parts();

    [GeneratedRegex(@"\b[A-Z]{0,2}-?[0-9][0-9A-Z -]*\b", Options)]
    private static partial Regex PostalCode();

    [GeneratedRegex(@"(\+|\b00)[1-9][0-9 ().-]{7,18}[0-9]", Options)]
    private static partial Regex Telephone();
}
