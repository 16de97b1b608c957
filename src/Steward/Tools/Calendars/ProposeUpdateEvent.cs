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
    [Description("The whole new list of guests.")]
    public IReadOnlyList<Recipient>? Attendees { get; init; }
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
        var time = NewTime(arguments, existing, zone);
        if (time.Error is { } error)
            return error;
        var own = (await ports.AccountsAsync(call.PersonId, cancel)).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var payload = new UpdateEventPayload
        {
            EventId = arguments.EventId,
            OriginalStart = arguments.OriginalStart,
            Summary = arguments.Summary,
            Description = arguments.Description,
            Location = arguments.Location,
            Start = time.Value.Start,
            End = time.Value.End,
            Attendees = arguments.Attendees is { } people ? ProposeCreateEvent.Invite(people, own) : null,
            TypedByPerson = Drafts.Typed(call.Request, (arguments.Attendees ?? []).Select(a => a.Email)),
        };
        var target = $"{arguments.EventId} {arguments.OriginalStart}";
        return Drafts.Of(call, arguments.AccountId, CalendarActions.UpdateEvent, payload, target, $"Proposes to change “{existing.Summary}”",
            new SourceRef("event", arguments.EventId.ToString(), existing.Summary));
    }

    /// <summary>Both null when the time stays. A series' instance that is moved keeps the series' length.</summary>
    static Result<(EventTime? Start, EventTime? End)> NewTime(ProposeUpdateEventArguments arguments, CalendarEvent existing, string zone)
    {
        if (arguments.Slot is { } slot)
            return (When.At(slot.Start, zone), When.At(slot.End, zone));
        EventTime? start = null, end = null;
        if (arguments.Start is { } startText)
        {
            var parsed = When.Parse(startText, "start", zone);
            if (parsed.Error is { } error)
                return error;
            start = parsed.Value;
        }
        if (arguments.End is { } endText)
        {
            var parsed = When.Parse(endText, "end", zone);
            if (parsed.Error is { } error)
                return error;
            end = parsed.Value;
        }
        if (start is null && (arguments.Date is not null || arguments.Time is not null))
            start = Shift(arguments.OriginalStart ?? existing.Start, arguments.Date, arguments.Time, zone);
        if (start is not null && end is null)
            end = When.Plus(start, LengthOf(existing));
        return (start, end);
    }

    /// <summary>The start on another day or at another time of day, in the event's own zone. A time makes an all-day event one with hours.</summary>
    static EventTime Shift(EventTime start, DateOnly? date, TimeOnly? time, string zone) =>
        start.Date is { } day
            ? time is { } hour ? EventTime.At((date ?? day).ToDateTime(hour), zone) : EventTime.AllDay(date ?? day)
            : EventTime.At((date ?? DateOnly.FromDateTime(start.Local!.Value)).ToDateTime(time ?? TimeOnly.FromDateTime(start.Local!.Value)), start.Zone ?? zone);

    static TimeSpan LengthOf(CalendarEvent e) => e is { Start.Date: { } from, End.Date: { } to }
        ? TimeSpan.FromDays(to.DayNumber - from.DayNumber)
        : When.InstantOf(e.End) - When.InstantOf(e.Start);
}
