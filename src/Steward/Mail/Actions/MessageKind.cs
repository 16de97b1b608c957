using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Platform;

namespace Steward.Mail.Actions;

/// <summary>What all kinds share that change the labels of one message: the message must be the account's, and something must change.</summary>
abstract class MessageKind<TPayload>(string name) : IActionKind
{
    public string Name => name;
    public EffectClass Effect => EffectClass.PrivateWrite;
    public Reversibility Reversibility => Reversibility.Undoable;
    public virtual bool Proposable => true;
    public AccountAccess? Needs => AccountAccess.ChangeMail;
    public virtual bool MayStand => Proposable;
    public Type PayloadType => typeof(TPayload);

    protected abstract Guid MessageOf(TPayload payload);

    /// <summary>The labels after the change, or why it cannot be made.</summary>
    protected abstract Result<string[]> After(IReadOnlyList<string> labels, TPayload payload);

    /// <summary>"Archive": the title's first word.</summary>
    protected abstract string Verb { get; }

    /// <summary>"is already archived": why nothing would change.</summary>
    protected abstract string NothingToDo { get; }

    /// <summary>What is wrong with the payload by itself.</summary>
    protected virtual Error? Check(TPayload payload, IServiceProvider services) => null;

    /// <summary>What changes besides the labels; nothing when it stays.</summary>
    protected virtual Task<IReadOnlyList<FieldChange>> AlsoAsync(TPayload payload, MessageSummary message, IServiceProvider services, CancellationToken cancel) => Task.FromResult<IReadOnlyList<FieldChange>>([]);

    public async Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel)
    {
        var typed = (TPayload)payload;
        var directory = services.GetRequiredService<MailDirectory>();
        if (await directory.FindAsync(subject.PersonId, subject.AccountId, cancel) is not { } mailbox)
            return Error.NotFound("account");
        if (await directory.ReaderOf(mailbox).GetMessageAsync(mailbox, MessageOf(typed), cancel) is not { } message)
            return Error.NotFound("message");
        if (Check(typed, services) is { } wrong)
            return wrong;
        var also = await AlsoAsync(typed, message.Summary, services, cancel);
        var before = message.Summary.Labels;
        var after = After(before, typed);
        if (after.Error is { } error)
            return error;
        if (after.Value.ToHashSet(StringComparer.Ordinal).SetEquals(before) && also.Count == 0)
            return Error.Refused("nothing_to_change", $"“{message.Summary.Subject}” {NothingToDo}.");
        return new ActionPreview
        {
            Title = $"{Verb} “{message.Summary.Subject}”",
            Target = new ActionTarget("message", message.Summary.Id.ToString(), message.Summary.Revision, Describe(message.Summary)),
            Changes = [new FieldChange("labels", string.Join('\n', before), string.Join('\n', after.Value), ChangeFormat.List), .. also],
        };
    }

    static string Describe(MessageSummary message) => $"“{message.Subject}” from {message.From.Name ?? message.From.Email}";
}

/// <summary>A kind whose change depends on nothing but the message.</summary>
abstract class SimpleMessageKind(string name, string verb, string nothingToDo, Func<IReadOnlyList<string>, string[]> change) : MessageKind<MessagePayload>(name)
{
    protected override string Verb => verb;
    protected override string NothingToDo => nothingToDo;
    protected override Guid MessageOf(MessagePayload payload) => payload.MessageId;
    protected override Result<string[]> After(IReadOnlyList<string> labels, MessagePayload payload) => change(labels);
}
