using System.ComponentModel;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Tools.Proposing;

sealed record ProposeForwardArguments
{
    public required Guid MessageId { get; init; }
    public required Guid AccountId { get; init; }
    public required IReadOnlyList<Recipient> To { get; init; }
    public IReadOnlyList<Recipient> Cc { get; init; } = [];
    public IReadOnlyList<Recipient> Bcc { get; init; } = [];
    [Description("What to write above the forwarded message.")]
    public string? Text { get; init; }
}

sealed class ProposeForward(PersonPorts ports) : ITool
{
    public string Name => "mail.propose-forward";
    public string Description => "Proposes to forward one message with its attachments.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => MailActions.Forward;
    public Type ArgumentsType => typeof(ProposeForwardArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeForwardArguments)call.Arguments;
        if (arguments.To.Count == 0)
            return Error.Invalid("to", "Say whom to forward this to.");
        var box = await ports.MailAsync(call.PersonId, arguments.AccountId, cancel);
        if (box.Error is { } error)
            return error;
        if (await box.Value.Reader.GetMessageAsync(box.Value.Mailbox, arguments.MessageId, cancel) is not { } message)
            return Error.NotFound("message");
        var subject = message.Summary.Subject.StartsWith("fwd:", StringComparison.OrdinalIgnoreCase) ? message.Summary.Subject : $"Fwd: {message.Summary.Subject}";
        var payload = Compose.Payload(call.Request, arguments.To, arguments.Cc, arguments.Bcc, subject, arguments.Text ?? "") with { ForwardOfMessageId = arguments.MessageId };
        var id = arguments.MessageId.ToString();
        return Drafts.Of(call, arguments.AccountId, MailActions.Forward, payload, $"{id} {string.Join(' ', payload.To.Concat(payload.Cc).Concat(payload.Bcc).Select(a => a.Email))}", "Proposes to forward 1 message",
            new SourceRef("message", id, $"{message.Summary.From.Name ?? message.Summary.From.Email}: {message.Summary.Subject}"));
    }
}
