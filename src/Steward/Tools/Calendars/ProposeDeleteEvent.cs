using System.ComponentModel;
using Steward.Calendar;
using Steward.Platform;
using Steward.Tools.Proposing;

namespace Steward.Tools.Calendars;

sealed record ProposeDeleteEventArguments
{
    public required Guid EventId { get; init; }
    public required Guid AccountId { get; init; }
    [Description("Names one instance of a series; the whole series when left out.")]
    public EventTime? OriginalStart { get; init; }
}

sealed class ProposeDeleteEvent : ITool
{
    public string Name => "calendar.propose-delete-event";
    public string Description => "Proposes to delete an event, or one instance of a series.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => CalendarActions.DeleteEvent;
    public Type ArgumentsType => typeof(ProposeDeleteEventArguments);
    public Type ResultType => typeof(Proposed);

    public Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeDeleteEventArguments)call.Arguments;
        var id = arguments.EventId.ToString();
        return Task.FromResult<Result<ToolResult>>(Drafts.Of(call, arguments.AccountId, CalendarActions.DeleteEvent,
            new DeleteEventPayload(arguments.EventId, arguments.OriginalStart), $"{id} {arguments.OriginalStart}", "Proposes to delete 1 event", new SourceRef("event", id)));
    }
}
