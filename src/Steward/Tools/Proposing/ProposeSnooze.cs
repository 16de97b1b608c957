using System.ComponentModel;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Tools.Proposing;

sealed record ProposeSnoozeArguments
{
    public required Guid MessageId { get; init; }
    public required Guid AccountId { get; init; }
    [Description("When the message comes back to the inbox.")]
    public required DateTimeOffset Until { get; init; }
}

sealed class ProposeSnooze : ITool
{
    public string Name => "mail.propose-snooze";
    public string Description => "Proposes to take one message out of the inbox until a time, at which it comes back unread.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => MailActions.Snooze;
    public Type ArgumentsType => typeof(ProposeSnoozeArguments);
    public Type ResultType => typeof(Proposed);

    public Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeSnoozeArguments)call.Arguments;
        var id = arguments.MessageId.ToString();
        return Task.FromResult<Result<ToolResult>>(Drafts.Of(call, arguments.AccountId, MailActions.Snooze, new SnoozePayload(arguments.MessageId, arguments.Until.ToUniversalTime()), id,
            "Proposes to snooze 1 message", new SourceRef("message", id)));
    }
}
