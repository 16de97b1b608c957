using System.ComponentModel;
using System.Globalization;
using NodaTime;
using Steward.Calendar;
using Steward.Platform;

namespace Steward.Tools.Calendars;

sealed record ChooseEventArguments
{
    public required IReadOnlyList<FoundEvent> Events { get; init; }
    [Description("occurrence: one happening, the rest of its series stays; series: the whole series; when left out, an event that does not recur, and for a series the user is asked.")]
    public string? Scope { get; init; }
    [Description("The one at this place of the list, the first is 0; when left out, the only one that fits.")]
    public int? Place { get; init; }
}

/// <summary>What is needed of an event that was found; an <see cref="EventInstance"/> fits, also when only its ids were kept.</summary>
sealed record FoundEvent
{
    public required FoundEventId Event { get; init; }
    public required DateTimeOffset Start { get; init; }
    public EventTime? OriginalStart { get; init; }
}

sealed record FoundEventId(Guid Id, Guid AccountId);

/// <param name="OriginalStart">Names one instance of a series; null when the event, or the whole series, is meant.</param>
sealed record ChosenEvent(CalendarEvent Event, DateTimeOffset Start, EventTime? OriginalStart);

sealed record ChosenEvents(IReadOnlyList<ChosenEvent> Events);

/// <summary>
/// Makes one event of those that fit a description, because "the standup" is one thing to whoever says it. When several different events fit, or one of a series and it was
/// not said whether this one or all are meant, the person is asked with the candidates; nothing is guessed.
/// </summary>
sealed class ChooseEvent(CalendarDirectory directory, PersonPorts ports) : ITool
{
    public const string Occurrence = "occurrence", Series = "series";
    const int Offered = 5, Looked = 40;

    public string Name => "calendar.choose-event";
    public string Description => "Chooses the one event that is meant among those found, or asks which.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(ChooseEventArguments);
    public Type ResultType => typeof(ChosenEvents);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ChooseEventArguments)call.Arguments;
        if (arguments.Scope is not (null or Occurrence or Series))
            return Error.Invalid("scope", $"The scope is {Occurrence} or {Series}.");
        var found = new List<Candidate>();
        if (arguments.Place is { } asked && (asked < 0 || asked >= arguments.Events.Count))
            return Error.Invalid("place", arguments.Events.Count switch { 0 => "No event was found.", 1 => "Only one event was found.", var count => $"Only {count} events were found." });
        foreach (var item in arguments.Place is { } place ? [arguments.Events[place]] : arguments.Events.OrderBy(e => e.Start).Take(Looked))
        {
            if (await directory.FindAsync(call.PersonId, item.Event.AccountId, cancel) is { } account && await directory.ReaderOf(account).GetEventAsync(account, item.Event.Id, cancel) is { } e)
                found.Add(new(e, item.Start, item.OriginalStart ?? e.RecurrenceId ?? e.Start));
        }
        var zone = When.ZoneOf((await ports.SettingsAsync(call.PersonId, cancel)).Zone);
        var groups = found.GroupBy(c => (c.Event.AccountId, c.Event.Uid)).ToList();
        return (groups.Count, arguments.Scope) switch
        {
            (0, _) => Chosen([], "Found no event"),
            (1, Series) => Whole([.. groups[0]]),
            (1, Occurrence) when groups[0].Count() == 1 => One(groups[0].First()),
            (1, null) when groups[0].Count() == 1 && !Recurs(groups[0].First().Event) => One(groups[0].First()),
            (1, null) => Ask(call.Request, $"“{groups[0].First().Event.Summary}” is a series. Which do you mean?",
                [.. groups[0].Take(2).Select(c => Only(c, zone, call.Now)), new ToolChoice("The whole series", ", the whole series")]),
            (1, _) => Ask(call.Request, $"“{groups[0].First().Event.Summary}” takes place more than once then. Which do you mean?", [.. groups[0].Take(Offered).Select(c => Only(c, zone, call.Now))]),
            _ => Ask(call.Request, $"{groups.Count} events fit. Which do you mean?", [.. groups.Select(g => g.First()).Take(Offered).Select(c => Only(c, zone, call.Now))]),
        };
    }

    static ToolResult Chosen(IReadOnlyList<ChosenEvent> events, string summary) => new(Json.ToElement(new ChosenEvents(events)), Trust.Outside, summary, []);

    static ToolResult One(Candidate candidate) => Chosen(
        [new(candidate.Event, candidate.Start, Recurs(candidate.Event) && candidate.Event.RecurrenceId is null ? candidate.OriginalStart : null)], $"Found “{candidate.Event.Summary}”");

    /// <summary>The master names the series; when only changed instances were found, the series cannot be named by them.</summary>
    static Result<ToolResult> Whole(IReadOnlyList<Candidate> all) => all.FirstOrDefault(c => c.Event.RecurrenceId is null) is { } master
        ? Chosen([new(master.Event, master.Start, null)], Recurs(master.Event) ? $"Found the series “{master.Event.Summary}”" : $"Found “{master.Event.Summary}”")
        : Error.Refused("only_instances", $"Only changed instances of “{all[0].Event.Summary}” were found. Name a day on which the series takes place as usual.");

    static ToolResult Ask(string request, string text, IReadOnlyList<ToolChoice> choices) =>
        Chosen([], "Asks which event is meant") with { Question = new ToolQuestion(text, "event", [.. choices.Select(c => c with { Message = request.TrimEnd('.', '!', '?', ' ') + c.Message })]) };

    static ToolChoice Only(Candidate candidate, DateTimeZone zone, DateTimeOffset now)
    {
        var at = Instant.FromDateTimeOffset(candidate.Start).InZone(zone);
        var day = at.Year == Instant.FromDateTimeOffset(now).InZone(zone).Year ? "d MMMM" : "d MMMM uuuu";
        var time = candidate.Event.Start.IsAllDay ? "" : at.ToString("' at 'HH:mm", CultureInfo.InvariantCulture);
        return new($"{candidate.Event.Summary}, {at.ToString("ddd d MMM", CultureInfo.InvariantCulture)}{(candidate.Event.Start.IsAllDay ? "" : at.ToString(" HH:mm", CultureInfo.InvariantCulture))}",
            $", only that of {at.ToString(day, CultureInfo.InvariantCulture)}{time}", candidate.Event.Location);
    }

    static bool Recurs(CalendarEvent e) => e.Recurrence is not null || e.AdditionalDates.Count > 0 || e.RecurrenceId is not null;

    sealed record Candidate(CalendarEvent Event, DateTimeOffset Start, EventTime OriginalStart);
}
