using Npgsql;
using Steward.Mail.Store;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail;

/// <summary>Somebody whom the person has exchanged mail with. The name is outside text: the one last seen beside the address.</summary>
/// <param name="Address">Lower-cased.</param>
/// <param name="Received">Messages from this address.</param>
/// <param name="Sent">Messages that the person sent to this address.</param>
public sealed record MailContact(Guid AccountId, string? Name, string Address, long Received, long Sent, DateTimeOffset LastAt);

/// <summary>The addresses that occur in a person's mail. Kept up to date with every stored message, so reading is cheap at any mailbox size.</summary>
public sealed class ContactsFromMail(NpgsqlDataSource database)
{
    /// <summary>Contacts of all the person's Local accounts, most exchanged first; one row per account and address.</summary>
    /// <param name="limit">At most this many; mail that the person sent weighs most, because newsletters are not answered.</param>
    public async Task<IReadOnlyList<MailContact>> ListAsync(Guid personId, int limit, CancellationToken cancel)
    {
        var command = database.MailCommand(
            """
            SELECT c.account_id, c.name, c.address, c.received, c.sent, c.last_at FROM mail.contacts c JOIN accounts.linked_accounts a ON a.id = c.account_id
            WHERE a.person_id = $1 ORDER BY c.sent > 0 DESC, c.received + c.sent DESC, c.address LIMIT $2
            """, P(personId), P(limit));
        return await command.ReadAllAsync(row => new MailContact(row.GetGuid(0), row.TextOrNull(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.Instant(5)), cancel);
    }

    /// <summary>
    /// Of these addresses, those that the person has written to before, lower-cased. Having received mail from an address does not make it known: anybody can write.
    /// </summary>
    public async Task<IReadOnlySet<string>> WrittenToAsync(Guid personId, IReadOnlyCollection<string> addresses, CancellationToken cancel)
    {
        var command = database.MailCommand(
            """
            SELECT DISTINCT c.address FROM mail.contacts c JOIN accounts.linked_accounts a ON a.id = c.account_id
            WHERE a.person_id = $1 AND c.sent > 0 AND c.address = ANY ($2)
            """, P(personId), P(addresses.Select(address => address.ToLowerInvariant()).ToArray()));
        return (await command.ReadAllAsync(row => row.GetString(0), cancel)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }
}
