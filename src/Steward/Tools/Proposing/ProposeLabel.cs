using System.ComponentModel;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Tools.Proposing;

sealed record ProposeLabelArguments
{
    public required Guid MessageId { get; init; }
    public required Guid AccountId { get; init; }
    [Description("Labels to add, by name.")]
    public IReadOnlyList<string> Add { get; init; } = [];
    [Description("Labels to take away, by name.")]
    public IReadOnlyList<string> Remove { get; init; } = [];
}

sealed class ProposeLabel : ITool
{
    public string Name => "mail.propose-label";
    public string Description => "Proposes to add labels to one message or take them away.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => MailActions.Label;
    public Type ArgumentsType => typeof(ProposeLabelArguments);
    public Type ResultType => typeof(Proposed);

    public Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel) => Task.FromResult(Propose(call));

    static Result<ToolResult> Propose(ToolCall call)
    {
        var arguments = (ProposeLabelArguments)call.Arguments;
        if (arguments.Add.Count + arguments.Remove.Count == 0)
            return Error.Invalid("add", "Say which label to add or to take away.");
        var id = arguments.MessageId.ToString();
        return Drafts.Of(call, arguments.AccountId, MailActions.Label, new LabelPayload(arguments.MessageId, arguments.Add, arguments.Remove), id,
            "Proposes to label 1 message", new SourceRef("message", id));
    }
}
