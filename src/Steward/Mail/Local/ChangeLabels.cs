using Steward.Actions;
using Steward.Mail.Store;
using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Local;

/// <summary>Changes the labels of one message, and with the label SNOOZED until when. The inverse is the exact set that was there, bound to the revision that this left.</summary>
sealed class ChangeLabels(StewardDbContext db, PerformMailOnce once)
{
    public Task<PerformOutcome> RunAsync(ApprovedAction action, Guid messageId, Func<IReadOnlyList<string>, string[]> change, CancellationToken cancel, DateTimeOffset? snoozedUntil = null) =>
        once.RunAsync(action, [OwnMailbox.Of(action)], async () =>
        {
            if (await CurrentMessage.FindAsync(db, action, messageId, cancel) is not { } message)
                return new PerformOutcome.Refused("not_found", "The message is no longer there.");
            if (message.IsStale(action.ExpectedRevision))
                return new PerformOutcome.Stale("The message has changed since it was shown.");
            var after = change(message.Labels);
            await db.MailExecuteAsync(
                "UPDATE mail.messages SET labels = $2, snoozed_until = CASE WHEN $2 @> '{SNOOZED}' THEN coalesce($3, snoozed_until) END, revision = revision + 1 WHERE id = $1", cancel,
                P(messageId), P(after), P(snoozedUntil?.UtcDateTime));
            await db.MailExecuteAsync("SELECT mail.refresh_threads($1)", cancel, P(new[] { message.ThreadId }));
            var revision = RevisionText.Of(message.Revision + 1);
            return new PerformOutcome.Done(
                Json.ToElement(new { messageId, labels = after, revision }),
                new InverseAction(MailActions.SetLabels, Json.ToElement(new SetLabelsPayload(messageId, message.Labels, message.SnoozedUntil)), revision),
                messageId.ToString());
        }, cancel);
}

/// <summary>A message as it is inside the transaction that changes it.</summary>
sealed record CurrentMessage(Guid ThreadId, string[] Labels, long Revision, DateTimeOffset? SnoozedUntil)
{
    /// <summary>Null when the account has no such message. The account's lock is held, so it stays as it is until the transaction ends.</summary>
    public static async Task<CurrentMessage?> FindAsync(StewardDbContext db, ApprovedAction action, Guid messageId, CancellationToken cancel) =>
        (await db.MailCommand("SELECT thread_id, labels, revision, snoozed_until FROM mail.messages WHERE id = $1 AND account_id = $2", P(messageId), P(action.Subject.AccountId))
            .ReadAllAsync(row => new CurrentMessage(row.GetGuid(0), row.GetFieldValue<string[]>(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.Instant(3)), cancel)).SingleOrDefault();

    public bool IsStale(string? expected) => expected is not null && expected != RevisionText.Of(Revision);
}

static class OwnMailbox
{
    /// <summary>Enough of the action's mailbox to lock it.</summary>
    public static Mailbox Of(ApprovedAction action) => new(action.Subject.PersonId, action.Subject.AccountId, action.Provider, "");
}
