using Npgsql;
using Steward.Mail.Store;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail;

/// <summary>Finds a person's mailboxes and the reader for each. A mailbox of somebody else is not found.</summary>
public sealed class MailDirectory(NpgsqlDataSource database, IEnumerable<IMailReader> readers)
{
    /// <summary>All mailboxes of the person that can be read, oldest first.</summary>
    public async Task<IReadOnlyList<Mailbox>> ListAsync(Guid personId, CancellationToken cancel)
    {
        var command = database.MailCommand("SELECT id, provider, address FROM accounts.linked_accounts WHERE person_id = $1 ORDER BY created_at, id", P(personId));
        var all = await command.ReadAllAsync(row => new Mailbox(personId, row.GetGuid(0), row.GetString(1), row.GetString(2)), cancel);
        return all.FindAll(mailbox => readers.Any(reader => reader.Provider == mailbox.Provider));
    }

    /// <summary>The mailbox, or null when it is not this person's.</summary>
    public async Task<Mailbox?> FindAsync(Guid personId, Guid accountId, CancellationToken cancel) =>
        (await ListAsync(personId, cancel)).FirstOrDefault(mailbox => mailbox.AccountId == accountId);

    /// <exception cref="InvalidOperationException">No reader is registered for the mailbox's provider.</exception>
    public IMailReader ReaderOf(Mailbox mailbox) =>
        readers.FirstOrDefault(reader => reader.Provider == mailbox.Provider) ?? throw new InvalidOperationException($"Mail of the provider {mailbox.Provider} cannot be read here.");
}
