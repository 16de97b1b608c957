using Npgsql;
using Steward.Mail.Search;
using Steward.Mail.Store;
using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail;

/// <summary>
/// Reads the mail that stands in the database: all of a Local account, and of another provider's what has been mirrored. Every statement names the account and
/// its person, so a mailbox that was made up finds nothing.
/// </summary>
public sealed class StoredMail(NpgsqlDataSource database)
{
    public Task<Result<Page<MessageSummary>>> SearchAsync(Mailbox mailbox, MailSearch search, CancellationToken cancel) =>
        new SearchMessages(database).RunAsync(mailbox, search, cancel);

    public Task<Result<Page<ThreadSummary>>> SearchThreadsAsync(Mailbox mailbox, MailSearch search, CancellationToken cancel) =>
        new SearchThreads(database).RunAsync(mailbox, search, cancel);

    public async Task<Message?> GetMessageAsync(Mailbox mailbox, Guid id, CancellationToken cancel)
    {
        var found = await new ReadMessages(database).RunAsync(mailbox, "m.id = $3", id, cancel);
        return found.SingleOrDefault();
    }

    public async Task<MailThread?> GetThreadAsync(Mailbox mailbox, Guid id, CancellationToken cancel)
    {
        var summaries = await Command($"SELECT {Rows.ThreadColumns} FROM mail.threads t {Owned("t")} AND t.id = $3", mailbox, P(id)).ReadAllAsync(Rows.Thread, cancel);
        if (summaries.Count == 0)
            return null;
        var messages = await new ReadMessages(database).RunAsync(mailbox, "m.thread_id = $3", id, cancel);
        var kept = messages.Where(m => !m.Summary.Labels.Contains(SystemLabels.Trash)).ToList();
        return new MailThread(summaries[0], kept.Count > 0 ? kept : messages);
    }

    public async Task<Stream?> OpenAttachmentAsync(Mailbox mailbox, Guid messageId, int index, CancellationToken cancel)
    {
        var found = await Command(
            $"""
            SELECT b.content FROM mail.messages m JOIN mail.attachments x ON x.message_id = m.id JOIN mail.blobs b ON b.person_id = m.person_id AND b.sha256 = x.sha256
            {Owned("m")} AND m.id = $3 AND x.index = $4
            """, mailbox, P(messageId), P(index)).ReadAllAsync(row => row.GetFieldValue<byte[]>(0), cancel);
        return found.Count == 1 ? new MemoryStream(found[0], writable: false) : null;
    }

    public async Task<IReadOnlyList<Label>> GetLabelsAsync(Mailbox mailbox, CancellationToken cancel) =>
        await Command($"SELECT c.label, c.messages, c.unread FROM mail.label_counts c {Owned("c")} AND c.label <> '' AND c.messages > 0 ORDER BY c.label", mailbox)
            .ReadAllAsync(row => new Label(row.GetString(0), SystemLabels.All.Contains(row.GetString(0)), row.GetInt64(1), row.GetInt64(2)), cancel);

    NpgsqlCommand Command(string sql, Mailbox mailbox, params NpgsqlParameter[] more) => database.MailCommand(sql, [P(mailbox.AccountId), P(mailbox.PersonId), .. more]);

    /// <summary><c>$1</c> is the account, <c>$2</c> its person.</summary>
    internal static string Owned(string table) =>
        $"WHERE {table}.account_id = $1 AND EXISTS (SELECT FROM accounts.linked_accounts o WHERE o.id = $1 AND o.person_id = $2)";
}
