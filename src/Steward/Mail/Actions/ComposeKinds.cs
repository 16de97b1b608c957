using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Platform;

namespace Steward.Mail.Actions;

/// <summary>Kinds whose payload is a message to be written.</summary>
abstract class ComposeKind(string name, EffectClass effect, Reversibility reversibility, AccountAccess needs) : IActionKind
{
    public string Name => name;
    public EffectClass Effect => effect;
    public Reversibility Reversibility => reversibility;
    public AccountAccess? Needs => needs;
    public Type PayloadType => typeof(ComposePayload);

    public Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel) =>
        new ComposePreview(services).MakeAsync(subject, name, (ComposePayload)payload, cancel);
}

sealed class SendKind() : ComposeKind(MailActions.Send, EffectClass.External, Reversibility.Held, AccountAccess.SendMail);

sealed class ReplyKind() : ComposeKind(MailActions.Reply, EffectClass.External, Reversibility.Held, AccountAccess.SendMail);

sealed class ForwardKind() : ComposeKind(MailActions.Forward, EffectClass.External, Reversibility.Held, AccountAccess.SendMail);

sealed class CreateDraftKind() : ComposeKind(MailActions.CreateDraft, EffectClass.PrivateWrite, Reversibility.Undoable, AccountAccess.DraftMail);

sealed class UpdateDraftKind() : ComposeKind(MailActions.UpdateDraft, EffectClass.PrivateWrite, Reversibility.Undoable, AccountAccess.DraftMail);

/// <summary>A deleted draft goes to the trash, so that taking it back gives back the very draft, files and all.</summary>
sealed class DeleteDraftKind : IActionKind
{
    public string Name => MailActions.DeleteDraft;
    public EffectClass Effect => EffectClass.PrivateWrite;
    public Reversibility Reversibility => Reversibility.Undoable;
    public AccountAccess? Needs => AccountAccess.ChangeMail;
    public Type PayloadType => typeof(DraftPayload);

    public async Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel)
    {
        var directory = services.GetRequiredService<MailDirectory>();
        if (await directory.FindAsync(subject.PersonId, subject.AccountId, cancel) is not { } mailbox)
            return Error.NotFound("account");
        var draft = await directory.ReaderOf(mailbox).GetMessageAsync(mailbox, ((DraftPayload)payload).DraftId, cancel);
        if (draft is null || !draft.Summary.Labels.Contains(SystemLabels.Draft) || draft.Summary.Labels.Contains(SystemLabels.Trash))
            return Error.NotFound("draft");
        return new ActionPreview
        {
            Title = $"Delete the draft “{draft.Summary.Subject}”",
            Target = new ActionTarget("draft", draft.Summary.Id.ToString(), draft.Summary.Revision, $"Draft “{draft.Summary.Subject}”"),
            Changes = [new FieldChange("subject", draft.Summary.Subject, null), new FieldChange("body", draft.Text, null)],
        };
    }
}
