using System.ComponentModel;
using Steward.Calendar;
using Steward.Platform;

namespace Steward.Tools.Calendars;

sealed record ListEventsArguments
{
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    [Description("Words that the title, place, description or attendees must contain.")]
    public string? Query { get; init; }
}

sealed record FoundEvents(IReadOnlyList<EventInstance> Events);

/// <summary>What happens in a window, over all calendars, by start.</summary>
sealed class ListEvents(Calendar.ListEvents events, PersonPorts ports) : ITool
{
    public string Name => "calendar.list-events";
    public string Description => "Lists the events of all calendars between two instants.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(ListEventsArguments);
    public Type ResultType => typeof(FoundEvents);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ListEventsArguments)call.Arguments;
        if (arguments.To <= arguments.From || arguments.To - arguments.From > TimeSpan.FromDays(400))
            return Error.Invalid("to", "The window must end after it begins and be at most 400 days long.");
        var all = await events.ExecuteAsync(call.PersonId, arguments.From, arguments.To, (await ports.SettingsAsync(call.PersonId, cancel)).Zone, cancel);
        var words = (arguments.Query ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = all.Where(e => words.All(w => Mentions(e.Event, w))).ToList();
        var summary = found.Count switch { 0 => "Found no event", 1 => "Found 1 event", _ => $"Found {found.Count} events" };
        return new ToolResult(Json.ToElement(new FoundEvents(found)), Trust.Outside, summary, []);
    }

    static bool Mentions(CalendarEvent e, string word) =>
        Has(e.Summary, word) || Has(e.Location, word) || Has(e.Description, word) || e.Attendees.Any(a => Has(a.Name, word) || Has(a.Email, word));

    static bool Has(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}
