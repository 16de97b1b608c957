using Microsoft.EntityFrameworkCore;
using Npgsql;
using Steward.Actions;
using Steward.Mail.Actions;
using Steward.Platform;

namespace Steward.Mail.Local;

/// <summary>
/// Performs mail actions on Local accounts, each in one transaction with the row that remembers its key. A failure of the database is
/// <see cref="PerformOutcome.Unknown"/>, because a commit may have been cut off; asking later by the key tells.
/// </summary>
sealed class LocalMailPerformer(PerformMailOnce once, ChangeLabels labels, ChangeDrafts drafts, SendMessage send) : IActionPerformer
{
    public string Provider => "local";

    public bool Performs(string kind) => MailActions.All.Contains(kind);

    public async Task<PerformOutcome> PerformAsync(ApprovedAction action, CancellationToken cancel)
    {
        try
        {
            return await ChangeAsync(action, cancel);
        }
        catch (Exception e) when (e is NpgsqlException or DbUpdateException or TimeoutException or OperationCanceledException or IOException)
        {
            return new PerformOutcome.Unknown($"The database did not answer to the end ({e.GetType().Name}).");
        }
    }

    public Task<PerformOutcome> ReconcileAsync(ApprovedAction action, CancellationToken cancel) => once.ReconcileAsync(action, cancel);

    Task<PerformOutcome> ChangeAsync(ApprovedAction action, CancellationToken cancel)
    {
        switch (action.Kind)
        {
            case MailActions.Label:
                var label = Json.Read<LabelPayload>(action.Payload);
                return labels.RunAsync(action, label.MessageId, before => LabelChanges.Label(before, label), cancel);
            case MailActions.SetLabels:
                var set = Json.Read<SetLabelsPayload>(action.Payload);
                return labels.RunAsync(action, set.MessageId, _ => [.. set.Labels], cancel, set.SnoozedUntil);
            case MailActions.Snooze:
                var snooze = Json.Read<SnoozePayload>(action.Payload);
                return labels.RunAsync(action, snooze.MessageId, LabelChanges.Snooze, cancel, snooze.Until);
            case MailActions.DeleteDraft:
                return labels.RunAsync(action, Json.Read<DraftPayload>(action.Payload).DraftId, LabelChanges.Trash, cancel);
            case MailActions.CreateDraft:
                return drafts.CreateAsync(action, Json.Read<ComposePayload>(action.Payload), cancel);
            case MailActions.UpdateDraft:
                return drafts.UpdateAsync(action, Json.Read<ComposePayload>(action.Payload), cancel);
            case MailActions.Send or MailActions.Reply or MailActions.Forward:
                return send.RunAsync(action, Json.Read<ComposePayload>(action.Payload), cancel);
            default:
                return LabelChanges.Of(action.Kind) is { } change
                    ? labels.RunAsync(action, Json.Read<MessagePayload>(action.Payload).MessageId, change, cancel)
                    : Task.FromResult<PerformOutcome>(new PerformOutcome.Refused("unknown_kind", $"A Local account cannot perform {action.Kind}."));
        }
    }
}
