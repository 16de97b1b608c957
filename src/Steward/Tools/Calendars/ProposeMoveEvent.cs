using System.ComponentModel;
using Steward.Calendar;
using Steward.Platform;
using Steward.Tools.Proposing;

namespace Steward.Tools.Calendars;

sealed record ProposeMoveEventArguments
{
    public required Guid EventId { get; init; }
    public required Guid AccountId { get; init; }
    [Description("Id or name of the calendar that the event should go to.")]
    public required string ToCalendar { get; init; }
}

/// <summary>To another calendar of the same account.</summary>
sealed class ProposeMoveEvent(Calendars calendars) : ITool
{
    public string Name => "calendar.propose-move-event";
    public string Description => "Proposes to move an event to another calendar of the same account.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => CalendarActions.MoveEvent;
    public Type ArgumentsType => typeof(ProposeMoveEventArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeMoveEventArguments)call.Arguments;
        var calendar = await calendars.ChooseAsync(call.PersonId, arguments.AccountId, arguments.ToCalendar, cancel);
        if (calendar.Error is { } error)
            return error;
        var id = arguments.EventId.ToString();
        return Drafts.Of(call, arguments.AccountId, CalendarActions.MoveEvent, new MoveEventPayload(arguments.EventId, calendar.Value.Id), id,
            $"Proposes to move 1 event to “{calendar.Value.Name}”", new SourceRef("event", id));
    }
}
