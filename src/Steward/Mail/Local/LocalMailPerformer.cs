using Microsoft.EntityFrameworkCore;
using Npgsql;
using Steward.Actions;
using Steward.Mail.Actions;

namespace Steward.Mail.Local;

/// <summary>
/// Performs mail actions on Local accounts, each in one transaction with the row that remembers its key. A failure of the database is
/// <see cref="PerformOutcome.Unknown"/>, because a commit may have been cut off; asking later by the key tells.
/// </summary>
sealed class LocalMailPerformer(PerformMailOnce once, ChangeLabels labels, ChangeDrafts drafts, SendMessage send) : IActionPerformer, IMailChanges
{
    public string Provider => "local";

    public bool Performs(string kind) => MailActions.All.Contains(kind);

    public async Task<PerformOutcome> PerformAsync(ApprovedAction action, CancellationToken cancel)
    {
        try
        {
            return await this.MakeAsync(action, cancel);
        }
        catch (Exception e) when (e is NpgsqlException or DbUpdateException or TimeoutException or OperationCanceledException or IOException)
        {
            return new PerformOutcome.Unknown($"The database did not answer to the end ({e.GetType().Name}).");
        }
    }

    public Task<PerformOutcome> ReconcileAsync(ApprovedAction action, CancellationToken cancel) => once.ReconcileAsync(action, cancel);

    public Task<PerformOutcome> ChangeLabelsAsync(ApprovedAction action, Guid messageId, Func<IReadOnlyList<string>, string[]> change, DateTimeOffset? snoozedUntil, CancellationToken cancel) =>
        labels.RunAsync(action, messageId, change, cancel, snoozedUntil);

    public Task<PerformOutcome> CreateDraftAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel) => drafts.CreateAsync(action, payload, cancel);

    public Task<PerformOutcome> UpdateDraftAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel) => drafts.UpdateAsync(action, payload, cancel);

    public Task<PerformOutcome> SendAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel) => send.RunAsync(action, payload, cancel);
}
