using Npgsql;
using Steward.Mail.Store;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail;

/// <summary>Somebody whom the person has exchanged mail with. The name is outside text: the one last seen beside the address.</summary>
/// <param name="Address">Lower-cased.</param>
/// <param name="Received">Messages from this address.</param>
/// <param name="Sent">Messages that the person sent to this address.</param>
public sealed record MailContact(Guid AccountId, string? Name, string Address, long Received, long Sent, DateTimeOffset LastAt);

/// <summary>From where an address seems to write.</summary>
/// <param name="Signature">The last one it put under a message; outside text.</param>
public sealed record MailTraces(string Address, string? Signature, IReadOnlyList<WrittenIn> Offsets);

/// <summary>Mail that an address dated in one offset from UTC, and the last time that it did.</summary>
public sealed record WrittenIn(TimeSpan Offset, long Messages, DateTimeOffset LastAt);

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

    /// <summary>From where these addresses seem to write, by the mail that came from them; addresses of which nothing is known are left out.</summary>
    public async Task<IReadOnlyList<MailTraces>> TracesAsync(Guid personId, IReadOnlyCollection<string> addresses, CancellationToken cancel)
    {
        var wanted = addresses.Select(address => address.ToLowerInvariant()).ToArray();
        var signatures = await database.MailCommand(
            """
            SELECT DISTINCT ON (c.address) c.address, c.signature FROM mail.contacts c JOIN accounts.linked_accounts a ON a.id = c.account_id
            WHERE a.person_id = $1 AND c.address = ANY ($2) AND c.signature IS NOT NULL ORDER BY c.address, c.last_at DESC
            """, P(personId), P(wanted)).ReadAllAsync(row => (Address: row.GetString(0), Signature: row.GetString(1)), cancel);
        var offsets = await database.MailCommand(
            """
            SELECT o.address, o.minutes, sum(o.received)::bigint, max(o.last_at) FROM mail.contact_offsets o JOIN accounts.linked_accounts a ON a.id = o.account_id
            WHERE a.person_id = $1 AND o.address = ANY ($2) GROUP BY o.address, o.minutes ORDER BY max(o.last_at) DESC
            """, P(personId), P(wanted)).ReadAllAsync(row => (Address: row.GetString(0), In: new WrittenIn(TimeSpan.FromMinutes(row.GetInt16(1)), row.GetInt64(2), row.Instant(3))), cancel);
        var (signed, written) = (signatures.ToDictionary(s => s.Address, s => s.Signature, StringComparer.Ordinal), offsets.ToLookup(o => o.Address, o => o.In, StringComparer.Ordinal));
        return [.. wanted.Distinct(StringComparer.Ordinal).Where(a => signed.ContainsKey(a) || written.Contains(a)).Select(a => new MailTraces(a, signed.GetValueOrDefault(a), [.. written[a]]))];
    }

    /// <summary>Who writes what the person has filed under labels of their own: pairs of label and address, spam and trash left out.</summary>
    /// <param name="limit">At most this many pairs; a label with more people than make a group is worth nothing here.</param>
    public async Task<IReadOnlyList<(string Label, string Address)>> ByLabelAsync(Guid personId, int limit, CancellationToken cancel)
    {
        var command = database.MailCommand(
            """
            SELECT DISTINCT l.label, m.from_email FROM mail.label_counts l JOIN accounts.linked_accounts a ON a.id = l.account_id
            JOIN mail.messages m ON m.account_id = l.account_id AND m.labels @> ARRAY[l.label] AND NOT m.labels && '{TRASH,SPAM,SENT,DRAFT}'
            WHERE a.person_id = $1 AND l.label <> '' AND l.messages BETWEEN 1 AND 2000 AND l.label <> ALL ($2) ORDER BY l.label, m.from_email LIMIT $3
            """, P(personId), P(SystemLabels.All.ToArray()), P(limit));
        return await command.ReadAllAsync(row => (row.GetString(0), row.GetString(1).ToLowerInvariant()), cancel);
    }
}
