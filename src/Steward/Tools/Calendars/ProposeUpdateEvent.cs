using System.ComponentModel;
using Steward.Calendar;
using Steward.Platform;
using Steward.Tools.Proposing;

namespace Steward.Tools.Calendars;

sealed record ProposeUpdateEventArguments
{
    public required Guid EventId { get; init; }
    public required Guid AccountId { get; init; }
    [Description("Names one instance of a series; the whole series when left out.")]
    public EventTime? OriginalStart { get; init; }
    public string? Summary { get; init; }
    [Description(When.Description)]
    public string? Start { get; init; }
    [Description("When left out and the start changes, the event keeps its length.")]
    public string? End { get; init; }
    [Description("Instead of start: another day, yyyy-MM-dd; the time of day and the length stay.")]
    public DateOnly? Date { get; init; }
    [Description("Instead of start: another time of day, HH:mm:ss; the day and the length stay.")]
    public TimeOnly? Time { get; init; }
    [Description("Instead of start and end: a slot that was found.")]
    public SlotTime? Slot { get; init; }
    [Description("Instead of start: so many whole days later, or earlier when negative; the time of day stays.")]
    public int? ShiftDays { get; init; }
    [Description("Instead of start: so many minutes later, or earlier when negative; the length stays.")]
    public int? ShiftMinutes { get; init; }
    [Description("Instead of end: so many minutes longer, or shorter when negative.")]
    public int? LengthenMinutes { get; init; }
    [Description("Instead of end: the new length.")]
    public int? Minutes { get; init; }
    [Description("Instead of end: another time of day to end at, HH:mm:ss.")]
    public TimeOnly? EndTime { get; init; }
    [Description("Instead of start and end: both as calendars write them.")]
    public EventTime? ExactStart { get; init; }
    public EventTime? ExactEnd { get; init; }
    [Description("The whole new list of guests.")]
    public IReadOnlyList<Recipient>? Attendees { get; init; }
    [Description("Guests to add to those who are there.")]
    public IReadOnlyList<Recipient>? AddAttendees { get; init; }
    [Description("Guests to take off the list.")]
    public IReadOnlyList<Recipient>? RemoveAttendees { get; init; }
    public string? Location { get; init; }
    public string? Description { get; init; }
}

sealed class ProposeUpdateEvent(PersonPorts ports, CalendarDirectory directory) : ITool
{
    public string Name => "calendar.propose-update-event";
    public string Description => "Proposes to change an event: its time, title, place, text or guests.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => CalendarActions.UpdateEvent;
    public Type ArgumentsType => typeof(ProposeUpdateEventArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeUpdateEventArguments)call.Arguments;
        if (await directory.FindAsync(call.PersonId, arguments.AccountId, cancel) is not { } account)
            return Error.NotFound("account");
        if (await directory.ReaderOf(account).GetEventAsync(account, arguments.EventId, cancel) is not { } existing)
            return Error.NotFound("event");
        var zone = (await ports.SettingsAsync(call.PersonId, cancel)).Zone;
        var original = Instances.Named(existing, arguments.OriginalStart);
        var current = await Instances.CurrentAsync(directory, account, existing, original, zone, cancel);
        var time = EventTimeChange.Of(arguments, current, zone);
        if (time.Error is { } error)
            return error;
        var own = (await ports.AccountsAsync(call.PersonId, cancel)).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var guests = GuestChange.Of(arguments, current, own);
        if (guests.Error is { } who)
            return who;
        var payload = new UpdateEventPayload
        {
            EventId = arguments.EventId,
            OriginalStart = original,
            Summary = arguments.Summary,
            Description = arguments.Description,
            Location = arguments.Location,
            Start = time.Value.Start,
            End = time.Value.End,
            Attendees = guests.Value.Guests,
            TypedByPerson = Drafts.Typed(call.Request, (guests.Value.Guests ?? []).Select(a => a.Email)),
        };
        var target = $"{arguments.EventId} {original}";
        return Drafts.Of(call, arguments.AccountId, CalendarActions.UpdateEvent, payload, target, $"Proposes to change “{existing.Summary}”",
            new SourceRef("event", arguments.EventId.ToString(), existing.Summary));
    }
}
