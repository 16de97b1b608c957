using Steward.Actions;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Providers.Google.Gmail;

/// <summary>
/// Performs mail actions at Gmail, each announced by a committed row before it is begun and ended by a transaction that writes what came of it here too. What has no clear
/// end is unknown until Gmail has been asked; nothing is done a second time before that.
/// </summary>
sealed class GoogleMailPerformer(PerformMailOnce once, ChangeGmailLabels labels, ChangeGmailDrafts drafts, SendGmail send) : IActionPerformer
{
    public string Provider => "google";

    public bool Performs(string kind) => MailActions.All.Contains(kind) && kind is not (MailActions.Snooze or MailActions.Unsnooze or MailActions.Unsubscribe);

    public Task<PerformOutcome> PerformAsync(ApprovedAction action, CancellationToken cancel) => SortedAsync(() => ChangeAsync(action, cancel));

    public Task<PerformOutcome> ReconcileAsync(ApprovedAction action, CancellationToken cancel) => SortedAsync(async () =>
    {
        var known = await once.ReconcileAsync(action, cancel);
        if (known is not PerformOutcome.Unknown || await once.BegunAsync(action, cancel) is not { } begun)
            return known;
        return action.Kind switch
        {
            MailActions.Send or MailActions.Reply or MailActions.Forward => await send.ResolveAsync(action, begun, cancel),
            MailActions.CreateDraft or MailActions.UpdateDraft => await drafts.ResolveAsync(action, begun, cancel),
            _ => await labels.ResolveAsync(action, begun, cancel),
        };
    });

    Task<PerformOutcome> ChangeAsync(ApprovedAction action, CancellationToken cancel)
    {
        switch (action.Kind)
        {
            case MailActions.Label:
                var label = Json.Read<LabelPayload>(action.Payload);
                return labels.RunAsync(action, label.MessageId, before => LabelChanges.Label(before, label), cancel);
            case MailActions.SetLabels:
                var set = Json.Read<SetLabelsPayload>(action.Payload);
                return labels.RunAsync(action, set.MessageId, _ => [.. set.Labels], cancel);
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
                    : Task.FromResult<PerformOutcome>(new PerformOutcome.Refused("unknown_kind", $"A Google account cannot perform {action.Kind}."));
        }
    }

    static async Task<PerformOutcome> SortedAsync(Func<Task<PerformOutcome>> call)
    {
        try
        {
            return await call();
        }
        catch (GoogleException e)
        {
            return GoogleProblems.ForPerformer(e);
        }
        catch (Exception e) when (e is System.Data.Common.DbException or TimeoutException or OperationCanceledException or IOException or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            return new PerformOutcome.Unknown($"It was not answered to the end ({e.GetType().Name}).");
        }
    }
}
