using Microsoft.EntityFrameworkCore;
using Npgsql;
using Steward.Actions;
using Steward.Platform;

namespace Steward.Mail.Unsubscribing;

/// <summary>
/// Sends the request of an approved unsubscription, whichever provider holds the letter. The intent is committed first, then the site is called once, then the end is
/// written; a call without a clear end leaves the intent, and the outcome stays unknown: a site cannot be asked whether it has heard.
/// </summary>
sealed class UnsubscribePerformer(PerformMailOnce once, MailDirectory directory, IUnsubscribeClient client) : IActionPerformer
{
    public string Provider => IActionPerformer.Any;

    public bool Performs(string kind) => kind == MailActions.Unsubscribe;

    public async Task<PerformOutcome> PerformAsync(ApprovedAction action, CancellationToken cancel)
    {
        var (messageId, address) = Json.Read<UnsubscribePayload>(action.Payload);
        try
        {
            if (await directory.FindAsync(action.Subject.PersonId, action.Subject.AccountId, cancel) is not { } mailbox)
                return new PerformOutcome.Refused("account_gone", "The mailbox is no longer there.");
            if (await directory.ReaderOf(mailbox).GetMessageAsync(mailbox, messageId, cancel) is not { } message || UnsubscribeWays.Of(message).OneClick is not { } way || way.AbsoluteUri != address)
                return await once.ReconcileAsync(action, cancel) is var known and not PerformOutcome.NotPerformed ? known : new PerformOutcome.Refused("not_found", "The letter is no longer there. Nothing was sent.");
            return await PostAsync(action, mailbox, message, way, cancel);
        }
        catch (Exception e) when (e is NpgsqlException or DbUpdateException or TimeoutException or OperationCanceledException or IOException)
        {
            return new PerformOutcome.Unknown($"The database did not answer to the end ({e.GetType().Name}).");
        }
    }

    async Task<PerformOutcome> PostAsync(ApprovedAction action, Mailbox mailbox, Message message, Uri way, CancellationToken cancel)
    {
        if (await once.BeginAsync(action, cancel) is { } before)
            return before;
        CrashPoint.Hit("mail.unsubscribe.before-call");
        var posted = await client.PostAsync(way, cancel);
        CrashPoint.Hit("mail.unsubscribe.after-call");
        switch (posted)
        {
            case UnsubscribeOutcome.Refused refused:
                await once.ForgetAsync(action, cancel);
                return new PerformOutcome.Refused(refused.Code, refused.Reason);
            case UnsubscribeOutcome.Accepted accepted:
                var result = Json.ToElement(new { messageId = message.Summary.Id, host = way.IdnHost, status = accepted.Status });
                return await once.RunAsync(action, [mailbox], () => Task.FromResult<PerformOutcome>(new PerformOutcome.Done(result, null, UnsubscribeKind.ListOf(message))), cancel, begun: true);
            default:
                return new PerformOutcome.Unknown(((UnsubscribeOutcome.Unknown)posted).Reason);
        }
    }

    public Task<PerformOutcome> ReconcileAsync(ApprovedAction action, CancellationToken cancel) => once.ReconcileAsync(action, cancel);
}
