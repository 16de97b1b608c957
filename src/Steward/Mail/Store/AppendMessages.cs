using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Store;

/// <summary>
/// Adds messages to a Local account within the caller's transaction, the account's lock held: leaves out what is there already, finds threads, writes
/// everything by one statement per table, and brings thread lines, counts and contacts up to date.
/// </summary>
sealed class AppendMessages(StewardDbContext db, Ids ids)
{
    /// <returns>The messages that were new, in the order of the batch.</returns>
    public async Task<IReadOnlyList<NewMessage>> RunAsync(Mailbox mailbox, IReadOnlyList<IncomingMessage> batch, CancellationToken cancel)
    {
        var messages = await WithoutDuplicatesAsync(mailbox, [.. batch.Select(message => NewMessage.Of(ids.New(), message))], cancel);
        if (messages.Count == 0)
            return messages;
        var book = await ThreadsAsync(mailbox, messages, cancel);
        await WriteThreads.RunAsync(db, mailbox, messages, book, cancel);
        await WriteMessages.RunAsync(db, mailbox, messages, cancel);
        await WriteContacts.RunAsync(db, mailbox, messages, cancel);
        await db.MailExecuteAsync("SELECT mail.refresh_threads($1)", cancel, P(messages.Select(m => m.ThreadId).Distinct().ToArray()));
        return messages;
    }

    /// <summary>By octets, and by Message-ID with date; against the account and within the batch.</summary>
    async Task<IReadOnlyList<NewMessage>> WithoutDuplicatesAsync(Mailbox mailbox, NewMessage[] messages, CancellationToken cancel)
    {
        var found = await db.MailCommand(
            """
            SELECT encode(raw_sha256, 'hex'), NULL, NULL FROM mail.messages WHERE account_id = $1 AND raw_sha256 = ANY ($2)
            UNION ALL SELECT NULL, message_id, date FROM mail.messages WHERE account_id = $1 AND message_id = ANY ($3)
            """, P(mailbox.AccountId), P(messages.Select(m => m.RawSha256).OfType<byte[]>().ToArray()), P(messages.Select(m => m.MessageId).ToArray()))
            .ReadAllAsync(row => (Raw: row.TextOrNull(0), Id: row.TextOrNull(1), Date: row.IsDBNull(2) ? default : row.Instant(2)), cancel);
        var raw = found.Select(f => f.Raw).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var dated = found.Where(f => f.Id is not null).Select(f => (f.Id!, f.Date)).ToHashSet();
        return [.. messages.Where(m => dated.Add((m.MessageId, m.Date)) & (m.RawSha256 is null || raw.Add(Convert.ToHexStringLower(m.RawSha256))))];
    }

    async Task<ThreadBook> ThreadsAsync(Mailbox mailbox, IReadOnlyList<NewMessage> messages, CancellationToken cancel)
    {
        var known = await db.MailCommand("SELECT message_id, thread_id FROM mail.thread_ids WHERE account_id = $1 AND message_id = ANY ($2)",
            P(mailbox.AccountId), P(messages.SelectMany(m => m.Threadable.Refers.Append(m.MessageId)).Distinct(StringComparer.Ordinal).ToArray()))
            .ReadAllAsync(row => (MessageId: row.GetString(0), ThreadId: row.GetGuid(1)), cancel);
        var subjects = messages.Select(m => m.BaseSubject).Where(s => s.Text.Length > 0).Distinct().ToList();
        var candidates = await db.MailCommand(
            """
            SELECT id, base_subject, rootless, first_at, last_at FROM mail.threads
            WHERE account_id = $1 AND (base_subject = ANY ($2) OR (base_subject = ANY ($3) AND rootless))
            """, P(mailbox.AccountId), P(subjects.Where(s => s.IsReply).Select(s => s.Text).ToArray()), P(subjects.Where(s => !s.IsReply).Select(s => s.Text).ToArray()))
            .ReadAllAsync(row => new ThreadEntry(row.GetGuid(0), row.GetString(1), row.GetBoolean(2), row.Instant(3), row.Instant(4), isNew: false), cancel);
        var book = new ThreadBook(known.ToDictionary(k => k.MessageId, k => k.ThreadId, StringComparer.Ordinal), candidates, ids.New);
        foreach (var message in messages.OrderBy(m => m.Date))
            book.Place(message.Threadable);
        foreach (var message in messages)
            message.ThreadId = book.ThreadOf(message.MessageId);
        return book;
    }
}
