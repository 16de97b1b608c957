using Steward.Mail;
using Steward.Platform;
using Steward.Tools.Proposing;

namespace Steward.Tools.Subscriptions;

/// <summary>One request to the address that a letter gives for unsubscribing (RFC 8058).</summary>
sealed class ProposeUnsubscribe(PersonPorts ports) : ITool
{
    public string Name => "mail.propose-unsubscribe";
    public string Description => "Proposes to leave the list that one message came from, by one click.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => MailActions.Unsubscribe;
    public Type ArgumentsType => typeof(ProposeOnMessageArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var read = await Letter.ReadAsync(ports, call, cancel);
        if (read.Error is { } error)
            return error;
        var letter = read.Value;
        return UnsubscribeWays.Of(letter).OneClick is { } way
            ? Drafts.Of(call, letter.Summary.AccountId, MailActions.Unsubscribe, new UnsubscribePayload(letter.Summary.Id, way.AbsoluteUri), letter.Summary.Id.ToString(), "Proposes to leave 1 list", Letter.Source(letter))
            : Error.Refused("no_one_click", $"“{letter.Summary.Subject}” does not say how to unsubscribe with one click.");
    }
}

/// <summary>The mail that a letter asks for from whoever wants no more of them (the mailto form of RFC 2369).</summary>
sealed class ProposeUnsubscribeMail(PersonPorts ports) : ITool
{
    public string Name => "mail.propose-unsubscribe-mail";
    public string Description => "Proposes to leave the list that one message came from, by the mail that it asks for.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => MailActions.Send;
    public Type ArgumentsType => typeof(ProposeOnMessageArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var read = await Letter.ReadAsync(ports, call, cancel);
        if (read.Error is { } error)
            return error;
        var letter = read.Value;
        if (UnsubscribeWays.Of(letter).Mail is not { } way)
            return Error.Refused("no_mail", $"“{letter.Summary.Subject}” does not say how to unsubscribe by mail.");
        var payload = Compose.Payload(call.Request, [new Recipient(way.To)], [], [], way.Subject, way.Text) with { UnsubscribesFrom = letter.Summary.Id };
        return Drafts.Of(call, letter.Summary.AccountId, MailActions.Send, payload, letter.Summary.Id.ToString(), "Proposes to leave 1 list by mail", Letter.Source(letter));
    }
}

static class Letter
{
    public static async Task<Result<Message>> ReadAsync(PersonPorts ports, ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeOnMessageArguments)call.Arguments;
        var port = await ports.MailAsync(call.PersonId, arguments.AccountId, cancel);
        if (port.Error is { } error)
            return error;
        return await port.Value.Reader.GetMessageAsync(port.Value.Mailbox, arguments.MessageId, cancel) is { } message ? message : Error.NotFound("message");
    }

    public static SourceRef Source(Message letter) => new("message", letter.Summary.Id.ToString(), $"{letter.Summary.From.Name ?? letter.Summary.From.Email}: {letter.Summary.Subject}");
}
