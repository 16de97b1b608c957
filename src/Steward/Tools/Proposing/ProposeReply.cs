using System.ComponentModel;
using Steward.Mail;
using Steward.Platform;
using Steward.Tools.Drafting;

namespace Steward.Tools.Proposing;

sealed record ProposeReplyArguments
{
    public required Guid MessageId { get; init; }
    public required Guid AccountId { get; init; }
    public required string Text { get; init; }
    [Description("Also to everybody else who got the message.")]
    public bool ReplyAll { get; init; }
    public string? Subject { get; init; }
}

/// <summary>Answers a message. Recipients are the message's own sender (or Reply-To) and, if asked for, its other recipients: none can be added by text.</summary>
sealed class ProposeReply(PersonPorts ports) : ITool
{
    public string Name => "mail.propose-reply";
    public string Description => "Proposes to send a reply to one message.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => MailActions.Reply;
    public Type ArgumentsType => typeof(ProposeReplyArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeReplyArguments)call.Arguments;
        var box = await ports.MailAsync(call.PersonId, arguments.AccountId, cancel);
        if (box.Error is { } error)
            return error;
        if (await box.Value.Reader.GetMessageAsync(box.Value.Mailbox, arguments.MessageId, cancel) is not { } message)
            return Error.NotFound("message");
        var own = (await ports.AccountsAsync(call.PersonId, cancel)).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var to = own.Contains(message.Summary.From.Email) ? message.Summary.To : message.ReplyTo is { Count: > 0 } replyTo ? replyTo : [message.Summary.From];
        var cc = arguments.ReplyAll ? message.Summary.To.Concat(message.Cc) : [];
        var payload = Compose.Payload(call.Request, Others(to, own), Others(cc, own), [], arguments.Subject ?? DraftReply.ReplySubject(message.Summary.Subject), arguments.Text);
        if (payload.To.Count == 0)
            return Error.Refused("no_recipient", "There is nobody but you to reply to.");
        var id = arguments.MessageId.ToString();
        return Drafts.Of(call, arguments.AccountId, MailActions.Reply, payload with { InReplyToMessageId = arguments.MessageId }, id, "Proposes to send 1 reply",
            new SourceRef("message", id, $"{message.Summary.From.Name ?? message.Summary.From.Email}: {message.Summary.Subject}"));
    }

    static IEnumerable<Recipient> Others(IEnumerable<MailAddress> addresses, IReadOnlySet<string> own) =>
        addresses.Where(a => !own.Contains(a.Email)).Select(a => new Recipient(a.Email, a.Name));
}
