using System.ComponentModel;
using System.Text.Json;
using Steward.Calendar;
using Steward.Platform;
using Steward.Tools.Proposing;

namespace Steward.Tools.Calendars;

sealed record ProposeCreateEventArguments
{
    [Description("A calendar's id or name; the account's primary one when left out.")]
    public string? Calendar { get; init; }
    public Guid? AccountId { get; init; }
    public required string Summary { get; init; }
    [Description(When.Description)]
    public string? Start { get; init; }
    [Description(When.Description)]
    public string? End { get; init; }
    [Description("Instead of start and end: a slot that was found.")]
    public SlotTime? Slot { get; init; }
    [Description("Instead of start and end: both as calendars write them.")]
    public EventTime? ExactStart { get; init; }
    public EventTime? ExactEnd { get; init; }
    public IReadOnlyList<Recipient> Attendees { get; init; } = [];
    public string? Location { get; init; }
    public string? Description { get; init; }
    [Description("RRULE value of RFC 5545, without the name.")]
    public string? Recurrence { get; init; }
    public Visibility? Visibility { get; init; }
    [Description("Names the original of a copy, as a planning tool gives it.")]
    public string? MirrorKey { get; init; }
}

sealed record SlotTime(DateTimeOffset Start, DateTimeOffset End);

/// <summary>Who is invited is fixed here, before the person is asked: what is approved is a list of addresses, not "everyone".</summary>
sealed class ProposeCreateEvent(PersonPorts ports, Calendars calendars) : ITool
{
    public string Name => "calendar.propose-create-event";
    public string Description => "Proposes to create an event and to invite the attendees.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => CalendarActions.CreateEvent;
    public Type ArgumentsType => typeof(ProposeCreateEventArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeCreateEventArguments)call.Arguments;
        var calendar = await calendars.ChooseAsync(call.PersonId, arguments.AccountId, arguments.Calendar, cancel);
        if (calendar.Error is { } error)
            return error;
        var zone = (await ports.SettingsAsync(call.PersonId, cancel)).Zone;
        var time = TimeOf(arguments, zone);
        if (time.Error is { } wrong)
            return wrong;
        var own = (await ports.AccountsAsync(call.PersonId, cancel)).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var payload = new CreateEventPayload
        {
            CalendarId = calendar.Value.Id,
            Summary = arguments.Summary,
            Description = arguments.Description,
            Location = arguments.Location,
            Start = time.Value.Start,
            End = time.Value.End,
            Recurrence = arguments.Recurrence,
            Visibility = arguments.Visibility ?? Visibility.Default,
            MirrorKey = arguments.MirrorKey,
            Attendees = Invite(arguments.Attendees, own),
            TypedByPerson = Drafts.Typed(call.Request, arguments.Attendees.Select(a => a.Email)),
        };
        return Drafts.Of(call, calendar.Value.AccountId, CalendarActions.CreateEvent, payload, JsonSerializer.Serialize(payload, Json.Options),
            $"Proposes “{arguments.Summary}” on {When.Say(payload.Start)}{(payload.Attendees.Count == 0 ? "" : $" with {payload.Attendees.Count} {(payload.Attendees.Count == 1 ? "guest" : "guests")}")}");
    }

    static Result<(EventTime Start, EventTime End)> TimeOf(ProposeCreateEventArguments arguments, string zone)
    {
        if (arguments is { ExactStart: { } exact, ExactEnd: { } exactEnd })
            return (exact, exactEnd);
        if (arguments.Slot is { } slot)
            return (When.At(slot.Start, zone), When.At(slot.End, zone));
        if (arguments.Start is null)
            return Error.Invalid("start", "Say when the event begins.");
        var start = When.Parse(arguments.Start, "start", zone);
        if (start.Error is { } noStart)
            return noStart;
        if (arguments.End is null)
            return (start.Value, When.Plus(start.Value, start.Value.IsAllDay ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1)));
        var end = When.Parse(arguments.End, "end", zone);
        if (end.Error is { } noEnd)
            return noEnd;
        return start.Value.IsAllDay == end.Value.IsAllDay ? (start.Value, end.Value) : Error.Invalid("end", "Start and end are both dates or both times.");
    }

    internal static IReadOnlyList<Attendee> Invite(IEnumerable<Recipient> people, IReadOnlySet<string> own) =>
        [.. people.Where(p => !own.Contains(p.Email)).DistinctBy(p => p.Email, StringComparer.OrdinalIgnoreCase).Select(p => new Attendee(p.Email, p.Name))];
}
