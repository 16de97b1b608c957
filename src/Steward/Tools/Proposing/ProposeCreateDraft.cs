using System.Text.Json;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Tools.Proposing;

sealed record ProposeCreateDraftArguments
{
    public required DraftToStore Draft { get; init; }
}

/// <summary>A mail to be written; what mail.draft-reply makes fits.</summary>
sealed record DraftToStore
{
    public required IReadOnlyList<Recipient> To { get; init; }
    public IReadOnlyList<Recipient> Cc { get; init; } = [];
    public IReadOnlyList<Recipient> Bcc { get; init; } = [];
    public required string Subject { get; init; }
    public required string Text { get; init; }
    public Guid? InReplyToMessageId { get; init; }
    public Guid? AccountId { get; init; }
}

/// <summary>Storing a draft changes only the person's own mailbox: nobody is written to.</summary>
sealed class ProposeCreateDraft(PersonPorts ports) : ITool
{
    public string Name => "mail.propose-create-draft";
    public string Description => "Proposes to store a mail as a draft. Nothing is sent.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => MailActions.CreateDraft;
    public Type ArgumentsType => typeof(ProposeCreateDraftArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var draft = ((ProposeCreateDraftArguments)call.Arguments).Draft;
        var account = await ports.AccountAsync(call.PersonId, draft.AccountId, cancel);
        if (account.Error is { } error)
            return error;
        var payload = Compose.Payload(call.Request, draft.To, draft.Cc, draft.Bcc, draft.Subject, draft.Text) with { InReplyToMessageId = draft.InReplyToMessageId };
        var target = draft.InReplyToMessageId?.ToString() ?? JsonSerializer.Serialize(payload, Json.Options);
        return Drafts.Of(call, account.Value.Id, MailActions.CreateDraft, payload, target, "Proposes to store a draft",
            draft.InReplyToMessageId is { } id ? [new SourceRef("message", id.ToString())] : []);
    }
}
