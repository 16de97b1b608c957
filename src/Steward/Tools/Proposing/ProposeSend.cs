using System.Text.Json;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Tools.Proposing;

sealed record ProposeSendArguments
{
    public required IReadOnlyList<Recipient> To { get; init; }
    public IReadOnlyList<Recipient> Cc { get; init; } = [];
    public IReadOnlyList<Recipient> Bcc { get; init; } = [];
    public required string Subject { get; init; }
    public required string Text { get; init; }
    public Guid? AccountId { get; init; }
}

sealed class ProposeSend(PersonPorts ports) : ITool
{
    public string Name => "mail.propose-send";
    public string Description => "Proposes to send a new mail.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => MailActions.Send;
    public Type ArgumentsType => typeof(ProposeSendArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeSendArguments)call.Arguments;
        if (arguments.To.Count == 0)
            return Error.Invalid("to", "Say who should get this mail.");
        var account = await ports.AccountAsync(call.PersonId, arguments.AccountId, cancel);
        if (account.Error is { } error)
            return error;
        var payload = Compose.Payload(call.Request, arguments.To, arguments.Cc, arguments.Bcc, arguments.Subject, arguments.Text);
        return Drafts.Of(call, account.Value.Id, MailActions.Send, payload, JsonSerializer.Serialize(payload, Json.Options), "Proposes to send 1 mail");
    }
}
