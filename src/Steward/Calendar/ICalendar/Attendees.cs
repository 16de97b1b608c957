using Steward.Platform;

namespace Steward.Calendar.ICalendar;

/// <summary>Reads ATTENDEE and ORGANIZER. Whoever has no mail address is left out: an attendee is somebody who can be written to.</summary>
static class Attendees
{
    public static IReadOnlyList<Attendee> Read(Component component)
    {
        var all = new Dictionary<string, Attendee>(StringComparer.Ordinal);
        foreach (var property in component.All("ATTENDEE").Take(Limits.Attendees))
        {
            if (Address(property) is { } address)
                all.TryAdd(address, new Attendee(address, Name(property), Response(property.Parameter("PARTSTAT")), property.Is("ROLE", "OPT-PARTICIPANT") || property.Is("ROLE", "NON-PARTICIPANT")));
        }
        if (component.First("ORGANIZER") is { } organizer && Address(organizer) is { } by)
            all[by] = all.GetValueOrDefault(by, new Attendee(by, Name(organizer), ResponseStatus.Accepted)) with { Organizer = true };
        return [.. all.Values];
    }

    static string? Address(Property property)
    {
        var value = property.Value.Trim();
        var address = value.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? value[7..] : property.Parameter("EMAIL") ?? value;
        return EventAddress.Canonical(address);
    }

    static string? Name(Property property) =>
        property.Parameter("CN") is { } name && VisibleText.CleanLine(name.Length > 200 ? name[..200] : name) is { Length: > 0 } shown ? shown : null;

    static ResponseStatus Response(string? status) => status?.ToUpperInvariant() switch
    {
        "ACCEPTED" => ResponseStatus.Accepted,
        "DECLINED" => ResponseStatus.Declined,
        "TENTATIVE" => ResponseStatus.Tentative,
        _ => ResponseStatus.NeedsAction,
    };
}
