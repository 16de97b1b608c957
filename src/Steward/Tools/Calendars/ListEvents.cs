using System.ComponentModel;
using NodaTime;
using Steward.Calendar;
using Steward.Platform;

namespace Steward.Tools.Calendars;

sealed record ListEventsArguments
{
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    [Description("Words that the title, place, description or attendees must contain.")]
    public string? Query { get; init; }
    [Description("Each of these people must take part or be named in the title.")]
    public IReadOnlyList<Companion>? With { get; init; }
    [Description("Only timed events that begin within these hours of the day, in the user's zone.")]
    public SlotHours? Hours { get; init; }
    [Description("Only events that take time which another event takes too.")]
    public bool? Overlapping { get; init; }
    [Description("Only timed events that take place and begin within the window, instead of everything that touches it.")]
    public bool? StartsWithin { get; init; }
    [Description("Only events of these accounts; of all when left out.")]
    public IReadOnlyList<Guid>? AccountIds { get; init; }
    [Description("Events that one of these describes are left out.")]
    public IReadOnlyList<EventDescription>? Except { get; init; }
    [Description("At most so many, the earliest, 1 to 100.")]
    public int? Limit { get; init; }
}

/// <param name="Name">As contacts write it, or as the request did.</param>
/// <param name="Phrase">How the request names the person; a title that has this word is about them too.</param>
sealed record Companion(string Name, IReadOnlyList<string> Emails, string? Phrase = null);

/// <summary>What is said of events; everything that is given must hold.</summary>
/// <param name="From">They begin at or after this, and before <paramref name="To"/>.</param>
sealed record EventDescription(string? Query = null, IReadOnlyList<Companion>? With = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

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
        if (arguments.Limit is < 1 or > 100)
            return Error.Invalid("limit", "Between 1 and 100 events can be listed.");
        var zone = (await ports.SettingsAsync(call.PersonId, cancel)).Zone;
        var all = await events.ExecuteAsync(call.PersonId, arguments.From, arguments.To, zone, cancel);
        var found = Select(arguments.Hours is { } hours ? all.Where(e => BeginsWithin(e, hours, When.ZoneOf(zone))) : all, arguments);
        if (arguments.Overlapping == true)
        {
            var own = (await ports.AccountsAsync(call.PersonId, cancel)).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
            found = Overlaps(found, [.. all], own);
        }
        var summary = arguments.Overlapping == true ? found.Count == 0 ? "No events overlap" : $"Found {found.Count} events that overlap" : found.Count switch { 0 => "Found no event", 1 => "Found 1 event", _ => $"Found {found.Count} events" };
        return new ToolResult(Json.ToElement(new FoundEvents(found)), Trust.Outside, summary, []);
    }

    static bool Fits(EventInstance e, EventDescription described) =>
        (described.Query ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).All(w => Mentions(e.Event, w)) && (described.With ?? []).All(c => Concerns(e.Event, c))
            && (described.From is not { } from || e.Start >= from) && (described.To is not { } to || e.Start < to);

    /// <summary>Those of the events, which are ordered by start, that the arguments ask for.</summary>
    internal static List<EventInstance> Select(IEnumerable<EventInstance> all, ListEventsArguments arguments)
    {
        var words = (arguments.Query ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. all.Where(e => arguments.AccountIds is null or { Count: 0 } || arguments.AccountIds.Contains(e.Event.AccountId)).Where(e => words.All(w => Mentions(e.Event, w)))
                .Where(e => (arguments.With ?? []).All(c => Concerns(e.Event, c)))
                .Where(e => !(arguments.Except ?? []).Any(d => Fits(e, d)))
                .Where(e => arguments.StartsWithin != true || e.Event.Status != EventStatus.Cancelled && !e.Event.Start.IsAllDay && e.Start >= arguments.From && e.Start < arguments.To)
                .Take(arguments.Limit ?? int.MaxValue),
        ];
    }

    internal static bool BeginsWithin(EventInstance e, SlotHours hours, DateTimeZone zone)
    {
        var at = Instant.FromDateTimeOffset(e.Start).InZone(zone).TimeOfDay.ToTimeOnly();
        return !e.Event.Start.IsAllDay && (hours.Start < hours.End ? at >= hours.Start && at < hours.End : at >= hours.Start || at < hours.End);
    }

    /// <summary>Those of the found events that take time at the same time as any other, and these; whole days take none.</summary>
    internal static List<EventInstance> Overlaps(IReadOnlyList<EventInstance> found, IReadOnlyList<EventInstance> all, IReadOnlySet<string> own)
    {
        var taking = all.Where(e => !e.Event.Start.IsAllDay && BusyTimes.TakesTime(e.Event, own)).ToList();
        var sought = taking.Where(found.Contains).ToList();
        return [.. taking.Where(e => (sought.Contains(e) ? taking : sought).Exists(other => !ReferenceEquals(other, e) && other.Start < e.End && e.Start < other.End))];
    }

    static bool Mentions(CalendarEvent e, string word) =>
        Has(e.Summary, word) || Has(e.Location, word) || Has(e.Description, word) || e.Attendees.Any(a => Has(a.Name, word) || Has(a.Email, word));

    static bool Concerns(CalendarEvent e, Companion companion) =>
        e.Attendees.Any(a => companion.Emails.Contains(a.Email, StringComparer.OrdinalIgnoreCase) || Has(a.Name, companion.Name))
        || Has(e.Summary, companion.Name) || companion.Phrase is { Length: > 1 } phrase && Has(e.Summary, phrase);

    static bool Has(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}
