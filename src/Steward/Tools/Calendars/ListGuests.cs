using System.ComponentModel;
using System.Globalization;
using NodaTime;
using Steward.Calendar;
using Steward.Platform;

namespace Steward.Tools.Calendars;

sealed record ListGuestsArguments
{
    [Description("The events whose guests are asked for, as calendar.list-events finds them.")]
    public required IReadOnlyList<FoundInstance> Events { get; init; }
}

/// <param name="Lines">One for each event: its title, its time, and everybody with their answer.</param>
sealed record FoundGuests(IReadOnlyList<string> Lines);

/// <summary>Who was invited to events, and what they answered. Of a series only its next happening is told.</summary>
sealed class ListGuests(CalendarDirectory directory, PersonPorts ports) : ITool
{
    const int Most = 10, MostGuests = 30;

    public string Name => "calendar.list-guests";
    public string Description => "Says who was invited to events, and what they answered.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(ListGuestsArguments);
    public Type ResultType => typeof(FoundGuests);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var zone = When.ZoneOf((await ports.SettingsAsync(call.PersonId, cancel)).Zone);
        var lines = new List<string>();
        foreach (var item in ((ListGuestsArguments)call.Arguments).Events.OrderBy(e => e.Start).DistinctBy(e => e.Event.Id).Take(Most))
        {
            if (await directory.FindAsync(call.PersonId, item.Event.AccountId, cancel) is { } account && await directory.ReaderOf(account).GetEventAsync(account, item.Event.Id, cancel) is { } e)
                lines.Add(Line(e, item.Start, zone));
        }
        var summary = lines.Count switch { 0 => "Found no event", 1 => "Found 1 event and its guests", _ => $"Found {lines.Count} events and their guests" };
        return new ToolResult(Json.ToElement(new FoundGuests(lines)), Trust.Outside, summary, []);
    }

    internal static string Line(CalendarEvent e, DateTimeOffset start, DateTimeZone zone)
    {
        var at = Instant.FromDateTimeOffset(start).InZone(zone).ToString(e.Start.IsAllDay ? "ddd d MMM" : "ddd d MMM HH:mm", CultureInfo.InvariantCulture);
        var guests = e.Attendees.Take(MostGuests).Select(a => $"{a.Name ?? a.Email} ({Answer(a)})").ToList();
        if (e.Attendees.Count > MostGuests)
            guests.Add($"and {e.Attendees.Count - MostGuests} more");
        return $"{e.Summary}, {at}: {(guests.Count == 0 ? "nobody was invited" : string.Join(", ", guests))}";
    }

    static string Answer(Attendee guest) => guest.Organizer ? "organiser" : guest.Response switch
    {
        ResponseStatus.Accepted => "accepted",
        ResponseStatus.Declined => "declined",
        ResponseStatus.Tentative => "perhaps",
        _ => "no answer yet",
    };
}
