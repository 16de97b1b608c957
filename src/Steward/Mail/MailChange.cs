using Steward.Actions;
using Steward.Platform;

namespace Steward.Mail;

/// <summary>How one provider makes the changes that there are in mail. What a kind's payload asks for is said once for all of them, in <see cref="MailChange"/>.</summary>
public interface IMailChanges
{
    /// <param name="change">From the labels that the message has to those that it shall have.</param>
    /// <param name="snoozedUntil">With the label SNOOZED: until when; null keeps what is.</param>
    Task<PerformOutcome> ChangeLabelsAsync(ApprovedAction action, Guid messageId, Func<IReadOnlyList<string>, string[]> change, DateTimeOffset? snoozedUntil, CancellationToken cancel);

    Task<PerformOutcome> CreateDraftAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel);

    Task<PerformOutcome> UpdateDraftAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel);

    Task<PerformOutcome> SendAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel);
}

/// <summary>Which change of mail an approved action is.</summary>
public static class MailChange
{
    public static Task<PerformOutcome> MakeAsync(this IMailChanges provider, ApprovedAction action, CancellationToken cancel)
    {
        switch (action.Kind)
        {
            case MailActions.Label:
                var label = Json.Read<LabelPayload>(action.Payload);
                return provider.ChangeLabelsAsync(action, label.MessageId, before => LabelChanges.Label(before, label), null, cancel);
            case MailActions.SetLabels:
                var set = Json.Read<SetLabelsPayload>(action.Payload);
                return provider.ChangeLabelsAsync(action, set.MessageId, _ => [.. set.Labels], set.SnoozedUntil, cancel);
            case MailActions.Snooze:
                var snooze = Json.Read<SnoozePayload>(action.Payload);
                return provider.ChangeLabelsAsync(action, snooze.MessageId, LabelChanges.Snooze, snooze.Until, cancel);
            case MailActions.DeleteDraft:
                return provider.ChangeLabelsAsync(action, Json.Read<DraftPayload>(action.Payload).DraftId, LabelChanges.Trash, null, cancel);
            case MailActions.CreateDraft:
                return provider.CreateDraftAsync(action, Json.Read<ComposePayload>(action.Payload), cancel);
            case MailActions.UpdateDraft:
                return provider.UpdateDraftAsync(action, Json.Read<ComposePayload>(action.Payload), cancel);
            case MailActions.Send or MailActions.Reply or MailActions.Forward:
                return provider.SendAsync(action, Json.Read<ComposePayload>(action.Payload), cancel);
            default:
                return LabelChanges.Of(action.Kind) is { } change
                    ? provider.ChangeLabelsAsync(action, Json.Read<MessagePayload>(action.Payload).MessageId, change, null, cancel)
                    : Task.FromResult<PerformOutcome>(new PerformOutcome.Refused("unknown_kind", $"Mail has no change of the kind {action.Kind}."));
        }
    }
}
