using System.Globalization;
using NodaTime;
using Steward.Platform;

namespace Steward.Calendar.ICalendar;

/// <summary>What a TZID of the file means: an IANA zone, or only rules that give an instant.</summary>
readonly record struct FileZone(string? Id, InlineZone? Rules);

/// <summary>The TZIDs of a file. Each is looked up once; the answer holds for the whole file.</summary>
sealed class FileZones
{
    readonly Dictionary<string, Component> defined = new(StringComparer.Ordinal);
    readonly Dictionary<string, (int First, int Last)> years = new(StringComparer.Ordinal);
    readonly Dictionary<string, FileZone?> answers = new(StringComparer.Ordinal);
    readonly ICollection<string> notes;

    public FileZones(IEnumerable<Component> calendars, ICollection<string> notes)
    {
        this.notes = notes;
        foreach (var component in calendars.SelectMany(calendar => calendar.Inner))
        {
            if (component.Name == "VTIMEZONE" && component.First("TZID") is { } id)
                defined.TryAdd(id.Value.Trim(), component);
            else if (component.Name == "VEVENT")
                CollectYears(component);
        }
    }

    /// <returns>Null when neither the name nor the file says what zone it is.</returns>
    public FileZone? Find(string tzid)
    {
        tzid = tzid.Trim();
        if (!answers.TryGetValue(tzid, out var answer))
            answers[tzid] = answer = Look(tzid);
        return answer;
    }

    FileZone? Look(string tzid)
    {
        if (ZoneNames.Find(tzid) is { } known)
            return new FileZone(known, null);
        if (!defined.TryGetValue(tzid, out var component))
            return null;
        if ((component.First("X-LIC-LOCATION") ?? component.First("TZID-ALIAS-OF")) is { } location && ZoneNames.Find(location.Value) is { } located)
            return new FileZone(located, null);
        if (InlineZone.Read(component) is not { } rules)
            return null;
        var (first, last) = years.GetValueOrDefault(tzid, (2020, 2021));
        var matched = rules.Match(Math.Max(first, last - 10), last) ?? rules.Match(last, last) ?? rules.Match(first, first);
        if (notes.Count < Limits.Notes)
        {
            notes.Add(matched is null
                ? $"The clocks of the time zone “{Shown(tzid)}” go as in no known zone; single events in it are read in UTC."
                : $"The time zone “{Shown(tzid)}” is read as {matched}, whose clocks show the same.");
        }
        return new FileZone(matched, rules);
    }

    void CollectYears(Component component)
    {
        foreach (var property in component.Properties)
        {
            if (property.Parameter("TZID") is { } id && property.Value.Length >= 4 && int.TryParse(property.Value.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
                && year is >= Limits.FirstYear and < Limits.LastYear)
            {
                var (first, last) = years.GetValueOrDefault(id.Trim(), (year, year));
                years[id.Trim()] = (Math.Min(first, year), Math.Max(last, year));
            }
        }
    }

    internal static string Shown(string name) => VisibleText.CleanLine(name.Length > 80 ? name[..80] + "…" : name);
}
