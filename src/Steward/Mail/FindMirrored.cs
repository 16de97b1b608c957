using Npgsql;
using Steward.Mail.Store;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail;

/// <summary>Looks up what a provider calls the messages and labels that are mirrored here, and the other way round. Of the mailbox's own person only.</summary>
public sealed class FindMirrored(NpgsqlDataSource database)
{
    const string Columns = "m.id, m.thread_id, m.remote_id, t.remote_id, m.remote_history, m.remote_draft, m.labels, m.revision, m.snoozed_until";

    public async Task<RemoteMessage?> ByIdAsync(Mailbox mailbox, Guid id, CancellationToken cancel) => (await ReadAsync(mailbox, "m.id = $3", P(id), cancel)).SingleOrDefault();

    /// <summary>Those that are here.</summary>
    public Task<List<RemoteMessage>> ByRemoteIdsAsync(Mailbox mailbox, IReadOnlyCollection<string> remoteIds, CancellationToken cancel) =>
        ReadAsync(mailbox, "m.remote_id = ANY ($3)", P(remoteIds.ToArray()), cancel);

    /// <summary>False when the account is not this person's: nothing may be asked in its name then.</summary>
    public async Task<bool> OwnsAsync(Mailbox mailbox, CancellationToken cancel) => (await database.MailCommand(
        "SELECT 1 FROM accounts.linked_accounts WHERE id = $1 AND person_id = $2", P(mailbox.AccountId), P(mailbox.PersonId)).ReadAllAsync(row => row.GetInt32(0), cancel)).Count == 1;

    /// <summary>All that are here.</summary>
    public Task<List<string>> RemoteIdsAsync(Mailbox mailbox, CancellationToken cancel) => database.MailCommand(
        $"SELECT m.remote_id FROM mail.messages m {StoredMail.Owned("m")} AND m.remote_id IS NOT NULL", P(mailbox.AccountId), P(mailbox.PersonId)).ReadAllAsync(row => row.GetString(0), cancel);

    /// <summary>The provider's name of a thread; null when the thread is not mirrored.</summary>
    public async Task<string?> ThreadAsync(Mailbox mailbox, Guid threadId, CancellationToken cancel) => (await database.MailCommand(
        $"SELECT t.remote_id FROM mail.threads t {StoredMail.Owned("t")} AND t.id = $3 AND t.remote_id IS NOT NULL", P(mailbox.AccountId), P(mailbox.PersonId), P(threadId))
        .ReadAllAsync(row => row.GetString(0), cancel)).SingleOrDefault();

    /// <summary>Where the octets of an attachment are when they are not here.</summary>
    public async Task<(string RemoteId, string Part)?> AttachmentAsync(Mailbox mailbox, Guid messageId, int index, CancellationToken cancel)
    {
        var found = await database.MailCommand(
            $"SELECT m.remote_id, x.remote_part FROM mail.messages m JOIN mail.attachments x ON x.message_id = m.id {StoredMail.Owned("m")} AND m.id = $3 AND x.index = $4 AND x.sha256 IS NULL",
            P(mailbox.AccountId), P(mailbox.PersonId), P(messageId), P(index)).ReadAllAsync(row => (row.GetString(0), row.GetString(1)), cancel);
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>The provider's labels: its ids and their names here.</summary>
    public async Task<IReadOnlyDictionary<string, string>> LabelsAsync(Mailbox mailbox, CancellationToken cancel) =>
        (await database.MailCommand($"SELECT l.remote_id, l.name FROM mail.remote_labels l {StoredMail.Owned("l")}", P(mailbox.AccountId), P(mailbox.PersonId))
            .ReadAllAsync(row => (row.GetString(0), row.GetString(1)), cancel)).ToDictionary(l => l.Item1, l => l.Item2, StringComparer.Ordinal);

    /// <summary>How many messages are mirrored, and the date of the oldest.</summary>
    public async Task<(long Count, DateTimeOffset? Oldest)> ExtentAsync(Mailbox mailbox, CancellationToken cancel) =>
        (await database.MailCommand($"SELECT count(*), min(m.date) FROM mail.messages m {StoredMail.Owned("m")} AND m.remote_id IS NOT NULL", P(mailbox.AccountId), P(mailbox.PersonId))
            .ReadAllAsync(row => (row.GetInt64(0), row.IsDBNull(1) ? (DateTimeOffset?)null : row.Instant(1)), cancel))[0];

    /// <summary>Snoozed messages of one provider whose time has come, the longest due first.</summary>
    public Task<List<(Mailbox Mailbox, string RemoteId)>> DueAsync(string provider, DateTimeOffset now, int limit, CancellationToken cancel) => database.MailCommand(
        """
        SELECT a.person_id, a.id, a.provider, a.address, m.remote_id FROM mail.messages m JOIN accounts.linked_accounts a ON a.id = m.account_id
        WHERE m.snoozed_until <= $2 AND a.provider = $1 AND a.health <> 'Disconnected' AND m.remote_id IS NOT NULL ORDER BY m.snoozed_until LIMIT $3
        """, P(provider), P(now.UtcDateTime), P(limit)).ReadAllAsync(row => (new Mailbox(row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3)), row.GetString(4)), cancel);

    Task<List<RemoteMessage>> ReadAsync(Mailbox mailbox, string condition, NpgsqlParameter value, CancellationToken cancel) =>
        database.MailCommand(Select(condition), P(mailbox.AccountId), P(mailbox.PersonId), value).ReadAllAsync(Message, cancel);

    internal static string Select(string condition) =>
        $"SELECT {Columns} FROM mail.messages m JOIN mail.threads t ON t.id = m.thread_id {StoredMail.Owned("m")} AND m.remote_id IS NOT NULL AND {condition}";

    internal static RemoteMessage Message(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetGuid(1), new RemoteName(row.GetString(2), row.GetString(3), row.IsDBNull(4) ? 0 : row.GetInt64(4), row.TextOrNull(5)),
            row.GetFieldValue<string[]>(6), RevisionText.Of(row.GetInt64(7)), row.IsDBNull(8) ? null : row.Instant(8));
}
