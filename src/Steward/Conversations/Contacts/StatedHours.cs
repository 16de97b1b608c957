using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Planning;

namespace Steward.Conversations.Contacts;

/// <summary>Where somebody is and when they work, by the person's own words; mail never makes one. Null fields were not said.</summary>
sealed class StatedHours
{
    public required Guid PersonId { get; init; }
    public required string Address { get; init; }
    public required string Name { get; init; }
    /// <summary>IANA zone.</summary>
    public string? Zone { get; set; }
    public TimeOnly? WorkStart { get; set; }
    public TimeOnly? WorkEnd { get; set; }
    public required Guid TurnId { get; set; }
    public DateTimeOffset StatedAt { get; set; }
}

sealed class StatedHoursMapping : IEntityTypeConfiguration<StatedHours>
{
    public void Configure(EntityTypeBuilder<StatedHours> builder)
    {
        builder.ToTable("stated_hours", "conversations");
        builder.HasKey(e => new { e.PersonId, e.Address });
    }
}

/// <summary>"Marta is in Tokyo", "Ben works from Lisbon", "Priya's working hours are 10 to 6", "Cho is in Seoul and works 9 to 5".</summary>
sealed partial record HoursStatement(string Name, string? Place, string? Zone, TimeOnly? Start, TimeOnly? End)
{
    /// <summary>Null unless the whole message says this and nothing else, of a place whose zone is known: "Marta is in a meeting" says nothing of her zone.</summary>
    public static HoursStatement? Parse(string message)
    {
        var text = message.Trim().TrimEnd('.', '!').Trim();
        if (Both().Match(text) is { Success: true } both && Parse(both.Groups["first"].Value) is { Start: null } where && Parse($"{where.Name} {both.Groups["second"].Value}") is { Start: not null } hours)
            return where with { Start = hours.Start, End = hours.End, Zone = hours.Zone ?? where.Zone, Place = hours.Place ?? where.Place };
        if (Works().Match(text) is { Success: true } works)
        {
            var place = works.Groups["place"].Value.Trim();
            var zone = place.Length == 0 ? null : ZonesByName.Find(place);
            return (place.Length == 0 || zone is not null) && Name_(works) is { } name && Range(works) is var (start, end) ? new(name, zone is null ? null : Said(place), zone, start, end) : null;
        }
        foreach (var match in new[] { IsIn().Match(text), ZoneIs().Match(text) })
            if (match.Success && Name_(match) is { } name && ZonesByName.Find(match.Groups["place"].Value) is { } zone)
                return new(name, Said(match.Groups["place"].Value), zone, null, null);
        return null;
    }

    static string? Name_(Match match)
    {
        var name = match.Groups["name"].Value.Trim();
        if (name.EndsWith("'s", StringComparison.Ordinal) || name.EndsWith("’s", StringComparison.Ordinal))
            name = name[..^2];
        return name.Length == 0 || Nobody().IsMatch(name) ? null : name;
    }

    static string Said(string place) => place.Trim();

    static (TimeOnly, TimeOnly)? Range(Match match)
    {
        var (from, to) = (Hour(match, "a"), Hour(match, "b"));
        if (match.Groups["bh"].Value.Length == 0 && to <= from)
            to += 12 * 60;
        return from < to && to <= 24 * 60 - 1 ? (Time(from), Time(to)) : null;
    }

    static int Hour(Match match, string group)
    {
        var hour = int.Parse(match.Groups[group].Value, System.Globalization.CultureInfo.InvariantCulture);
        var minute = match.Groups[group + "m"].Value is { Length: 2 } m ? int.Parse(m, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var half = match.Groups[group + "h"].Value.ToLowerInvariant();
        return (half == "pm" && hour < 12 ? hour + 12 : half == "am" && hour == 12 ? 0 : hour) * 60 + minute;
    }

    static TimeOnly Time(int minutes) => new(minutes / 60, minutes % 60);

    const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;
    const string Name__ = @"(?<name>[^?!,;:]{1,80}?)";
    const string Place_ = @"(?<place>[^?!,;:]{2,40}?)(\s+(time|time\s?zone))?(\s+(now|at the moment|these days))?";

    [GeneratedRegex("^" + Name__ + @"(\s+is|['’]s|\s+has moved|\s+moved)\s+(now\s+|currently\s+|back\s+)?(based\s+|located\s+|living\s+|working\s+|staying\s+)?(in|on|from|to|out of)\s+" + Place_ + "$", Options)]
    private static partial Regex IsIn();

    [GeneratedRegex("^" + Name__ + @"\s+(time\s?zone\s+is|(works|lives|sits|is based)\s+(in|from|on|out of))\s+" + Place_ + "$", Options)]
    private static partial Regex ZoneIs();

    [GeneratedRegex("^" + Name__ + @"\s+(works|((working|office|business)\s+)?hours\s+are)\s+(from\s+)?(?<a>[01]?[0-9]|2[0-3])([:.](?<am>[0-5][0-9]))?\s*(?<ah>am|pm)?\s*(to|till|until|-|–)\s*(?<b>[01]?[0-9]|2[0-3])([:.](?<bm>[0-5][0-9]))?\s*(?<bh>am|pm)?(\s+(in\s+)?(?<place>[^?!,;:0-9]{2,40}?)(\s+time)?)?$", Options)]
    private static partial Regex Works();

    [GeneratedRegex(@"^(?<first>[^?!;:]{3,160}?)(\s+and|,)\s+(she\s+|he\s+|they\s+)?(?<second>works?\s+[^?!,;]{3,80})$", Options)]
    private static partial Regex Both();

    [GeneratedRegex(@"^(who|what|which|where|how|he|she|it|they|this|that|when|why|i|we|you|there|everything|everybody|everyone|nobody|the|a|an)\b", Options)]
    private static partial Regex Nobody();
}
