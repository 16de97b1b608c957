using Steward.Mail;
using Steward.Platform;

namespace Steward.Tools.Proposing;

sealed record ProposeOnMessageArguments
{
    public required Guid MessageId { get; init; }
    public required Guid AccountId { get; init; }
}

/// <summary>One message, one change: archive, trash, restore, read, unread, star, unstar. Whether the message is there and can be changed is the action kind's check.</summary>
sealed class ProposeOnMessage(string name, string kind, string description) : ITool
{
    public string Name => name;
    public string Description => description;
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => kind;
    public Type ArgumentsType => typeof(ProposeOnMessageArguments);
    public Type ResultType => typeof(Proposed);

    public Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeOnMessageArguments)call.Arguments;
        var id = arguments.MessageId.ToString();
        return Task.FromResult<Result<ToolResult>>(
            Drafts.Of(call, arguments.AccountId, kind, new MessagePayload(arguments.MessageId), id, "Proposes to change 1 message", new SourceRef("message", id)));
    }
}
