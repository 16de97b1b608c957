using Steward.Actions;
using Steward.Mail;

namespace Steward.Providers.Google.Gmail;

/// <summary>
/// Performs mail actions at Gmail, each announced by a committed row before it is begun and ended by a transaction that writes what came of it here too. What has no clear
/// end is unknown until Gmail has been asked; nothing is done a second time before that.
/// </summary>
sealed class GoogleMailPerformer(PerformMailOnce once, ChangeGmailLabels labels, ChangeGmailDrafts drafts, SendGmail send) : IActionPerformer, IMailChanges
{
    public string Provider => "google";

    public bool Performs(string kind) => MailActions.All.Contains(kind);

    public Task<PerformOutcome> PerformAsync(ApprovedAction action, CancellationToken cancel) => SortedAsync(() => this.MakeAsync(action, cancel), GoogleProblems.ForPerformer);

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
    }, GoogleProblems.ForReconcile);

    public Task<PerformOutcome> ChangeLabelsAsync(ApprovedAction action, Guid messageId, Func<IReadOnlyList<string>, string[]> change, DateTimeOffset? snoozedUntil, CancellationToken cancel) =>
        labels.RunAsync(action, messageId, change, snoozedUntil, cancel);

    public Task<PerformOutcome> CreateDraftAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel) => drafts.CreateAsync(action, payload, cancel);

    public Task<PerformOutcome> UpdateDraftAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel) => drafts.UpdateAsync(action, payload, cancel);

    public Task<PerformOutcome> SendAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel) => send.RunAsync(action, payload, cancel);

    static async Task<PerformOutcome> SortedAsync(Func<Task<PerformOutcome>> call, Func<GoogleException, PerformOutcome> sort)
    {
        try
        {
            return await call();
        }
        catch (GoogleException e)
        {
            return sort(e);
        }
        catch (Exception e) when (e is System.Data.Common.DbException or TimeoutException or OperationCanceledException or IOException or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            return new PerformOutcome.Unknown($"It was not answered to the end ({e.GetType().Name}).");
        }
    }
}
