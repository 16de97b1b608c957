using Steward.Mail.Search;
using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Store;

/// <summary>Writes a mirrored draft anew under the id that it has here: its text, its files, and what its provider calls it now.</summary>
static class RewriteMirrored
{
    public static async Task RunAsync(StewardDbContext db, Mailbox mailbox, NewMessage draft, CancellationToken cancel)
    {
        var search = await SearchVectors.OfAsync(db, [SearchText.Of(draft.Source)], cancel);
        await db.MailExecuteAsync(
            """
            UPDATE mail.messages SET message_id = $3, in_reply_to = $4, reference_ids = $5, recipients = $6::jsonb, subject = $7, snippet = $8, date = $9, labels = $10, size = $11,
                has_attachments = $12, search = $13::tsvector, remote_id = $14, remote_history = $15, revision = revision + 1 WHERE id = $1 AND account_id = $2
            """, cancel, P(draft.Id), P(mailbox.AccountId), P(draft.MessageId), P(draft.InReplyTo), P(draft.References), P(Recipients.Of(draft.Source).ToJson()), P(draft.Subject),
            P(draft.Snippet()), P(draft.Date.UtcDateTime), P(draft.Labels), P(draft.Source.Size), P(draft.HasAttachments), P(search[0]), P(draft.Remote!.Id), P(draft.Remote.History));
        await db.MailExecuteAsync("DELETE FROM mail.bodies WHERE message_id = $1", cancel, P(draft.Id));
        await db.MailExecuteAsync("DELETE FROM mail.attachments WHERE message_id = $1", cancel, P(draft.Id));
        await WriteMessages.ContentAsync(db, mailbox, [draft], cancel);
    }
}
