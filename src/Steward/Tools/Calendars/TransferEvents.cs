using System.ComponentModel;
using Steward.Calendar;
using Steward.Platform;

namespace Steward.Tools.Calendars;

sealed record TransferEventsArguments
{
    public required IReadOnlyList<FoundInstance> Events { get; init; }
    [Description("The account to whose calendar they go.")]
    public required Guid ToAccountId { get; init; }
    [Description("A calendar's id or name in that account; the primary one when left out.")]
    public string? Calendar { get; init; }
}

/// <param name="Move">Within the account.</param>
/// <param name="Copy">Events to create in the other account.</param>
/// <param name="Remove">Originals whose copy is there.</param>
sealed record PlannedTransfer(IReadOnlyList<PlannedCalendarChange> Move, IReadOnlyList<PlannedTransferCopy> Copy, IReadOnlyList<EventName> Remove);

sealed record PlannedCalendarChange(Guid Id, Guid AccountId, string ToCalendar, string Summary);

sealed record PlannedTransferCopy(
    string Calendar, Guid AccountId, string MirrorKey, string Summary, SlotTime Slot, EventTime? StartDate, EventTime? EndDate, IReadOnlyList<Recipient> Attendees, string? Location, string? Description, Visibility Visibility);

/// <summary>How to bring events into a calendar of another account: the copies to make, and, once these are there, the originals to remove. Nothing is lost when a copy is not approved.</summary>
sealed class TransferEvents(PlanTransfer plan, Calendars calendars) : ITool
{
    public string Name => "calendar.plan-transfer";
    public string Description => "Says which events to copy into another account's calendar, and which originals can be removed because their copy is there. Changes nothing.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(TransferEventsArguments);
    public Type ResultType => typeof(PlannedTransfer);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (TransferEventsArguments)call.Arguments;
        var target = await calendars.ChooseAsync(call.PersonId, arguments.ToAccountId, arguments.Calendar, cancel);
        if (target.Error is { } error)
            return error;
        var planned = await plan.ExecuteAsync(call.PersonId, [.. arguments.Events.Select(e => e.Key)], target.Value, cancel);
        if (planned.Error is { } wrong)
            return wrong;
        var (move, copy, remove, already) = planned.Value;
        var result = new PlannedTransfer(
            [.. move.Select(e => new PlannedCalendarChange(e.Id, e.AccountId, target.Value.Id.ToString(), e.Summary))],
            [.. copy.Select(c => Copy(c, target.Value))],
            [.. remove.Select(EventName.Of)]);
        var count = move.Count + copy.Count;
        var summary = (count, remove.Count, already) switch
        {
            (0, 0, 0) => "Found no event to bring over",
            (0, 0, _) => $"Found that {(already == 1 ? "it is" : "they are")} in “{target.Value.Name}” already",
            (0, _, _) => $"Found {remove.Count} {(remove.Count == 1 ? "original" : "originals")} whose copy is in “{target.Value.Name}”",
            _ => $"Found {count} {(count == 1 ? "event" : "events")} to bring to “{target.Value.Name}”",
        };
        return new ToolResult(Json.ToElement(result), Trust.Outside, summary, []);
    }

    /// <summary>The whole event; of a series, this happening.</summary>
    static PlannedTransferCopy Copy(TransferCopy copy, CalendarInfo target)
    {
        var e = copy.Original.Event;
        var allDay = e.Start.IsAllDay;
        return new(target.Id.ToString(), target.AccountId, copy.Key, e.Summary, new SlotTime(copy.Original.Start, copy.Original.End), allDay ? copy.Original.OriginalStart : null,
            allDay ? EventTime.AllDay(copy.Original.OriginalStart.Date!.Value.AddDays(e.End.Date!.Value.DayNumber - e.Start.Date!.Value.DayNumber)) : null,
            [.. e.Attendees.Select(a => new Recipient(a.Email, a.Name))], e.Location, e.Description, e.Visibility);
    }
}
