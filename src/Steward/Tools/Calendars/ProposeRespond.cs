using System.ComponentModel;
using Steward.Calendar;
using Steward.Platform;
using Steward.Tools.Proposing;

namespace Steward.Tools.Calendars;

sealed record ProposeRespondArguments
{
    public required Guid EventId { get; init; }
    public required Guid AccountId { get; init; }
    [Description("Names one instance of a series; the whole series when left out.")]
    public EventTime? OriginalStart { get; init; }
    [Description("accepted, declined or tentative.")]
    public required ResponseStatus Response { get; init; }
}

sealed class ProposeRespond(CalendarDirectory directory) : ITool
{
    public string Name => "calendar.propose-respond";
    public string Description => "Proposes to answer an invitation in the user's own calendar.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => CalendarActions.Respond;
    public Type ArgumentsType => typeof(ProposeRespondArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeRespondArguments)call.Arguments;
        if (await directory.FindAsync(call.PersonId, arguments.AccountId, cancel) is not { } account)
            return Error.NotFound("account");
        if (await directory.ReaderOf(account).GetEventAsync(account, arguments.EventId, cancel) is not { } existing)
            return Error.NotFound("event");
        var (id, original) = (arguments.EventId.ToString(), Instances.Named(existing, arguments.OriginalStart));
        return Drafts.Of(call, arguments.AccountId, CalendarActions.Respond, new RespondPayload(arguments.EventId, arguments.Response, original), $"{id} {original}",
            $"Proposes to answer the invitation to “{existing.Summary}”", new SourceRef("event", id, existing.Summary));
    }
}
