using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Store;

/// <summary>Writes what <see cref="ThreadBook"/> decided: new threads, joined ones, and which Message-IDs belong where.</summary>
static class WriteThreads
{
    public static async Task RunAsync(StewardDbContext db, Mailbox mailbox, IReadOnlyList<NewMessage> messages, ThreadBook book, CancellationToken cancel)
    {
        var added = book.New.ToList();
        await db.MailExecuteAsync(
            """
            INSERT INTO mail.threads (id, account_id, base_subject, rootless, first_at, last_at)
            SELECT id, $1, base_subject, rootless, first_at, last_at FROM unnest($2, $3, $4, $5, $6) AS t (id, base_subject, rootless, first_at, last_at)
            """, cancel, P(mailbox.AccountId), P(added.Select(t => t.Id).ToArray()), P(added.Select(t => t.Subject).ToArray()), P(added.Select(t => t.Rootless).ToArray()),
            P(added.Select(t => t.FirstAt).ToArray()), P(added.Select(t => t.LastAt).ToArray()));

        var merges = book.Merges.ToList();
        if (merges.Count > 0)
        {
            var (from, to) = (P(merges.Select(m => m.From).ToArray()), P(merges.Select(m => m.To).ToArray()));
            await db.MailExecuteAsync("UPDATE mail.messages m SET thread_id = j.winner FROM unnest($1, $2) AS j (loser, winner) WHERE m.thread_id = j.loser", cancel, from, to);
            await db.MailExecuteAsync("UPDATE mail.thread_ids i SET thread_id = j.winner FROM unnest($1, $2) AS j (loser, winner) WHERE i.thread_id = j.loser",
                cancel, P((Guid[])from.Value!), P((Guid[])to.Value!));
            await db.MailExecuteAsync("DELETE FROM mail.threads WHERE id = ANY ($1)", cancel, P((Guid[])from.Value!));
        }

        var touched = book.Touched.Order(StringComparer.Ordinal).ToArray();
        await db.MailExecuteAsync(
            """
            INSERT INTO mail.thread_ids (account_id, message_id, thread_id) SELECT $1, message_id, thread_id FROM unnest($2, $3) AS i (message_id, thread_id)
            ON CONFLICT (account_id, message_id) DO UPDATE SET thread_id = excluded.thread_id
            """, cancel, P(mailbox.AccountId), P(touched), P(touched.Select(book.ThreadOf).ToArray()));

        var rooted = messages.Where(m => !m.BaseSubject.IsReply).Select(m => m.ThreadId).Distinct().ToArray();
        await db.MailExecuteAsync("UPDATE mail.threads SET rootless = false WHERE id = ANY ($1) AND rootless", cancel, P(rooted));
    }
}
