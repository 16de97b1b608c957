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

sealed class ProposeDeleteEvent(CalendarDirectory directory) : ITool
{
    public string Name => "calendar.propose-delete-event";
    public string Description => "Proposes to delete an event, or one instance of a series.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => CalendarActions.DeleteEvent;
    public Type ArgumentsType => typeof(ProposeDeleteEventArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeDeleteEventArguments)call.Arguments;
        if (await directory.FindAsync(call.PersonId, arguments.AccountId, cancel) is not { } account)
            return Error.NotFound("account");
        if (await directory.ReaderOf(account).GetEventAsync(account, arguments.EventId, cancel) is not { } existing)
            return Error.NotFound("event");
        var (id, original) = (arguments.EventId.ToString(), Instances.Named(existing, arguments.OriginalStart));
        return Drafts.Of(call, arguments.AccountId, CalendarActions.DeleteEvent, new DeleteEventPayload(arguments.EventId, original), $"{id} {original}", "Proposes to delete 1 event",
            new SourceRef("event", id, existing.Summary));
    }
}
