using Npgsql;
using Steward.Accounts;
using Steward.Mail.Store;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail;

/// <param name="Messages">All messages, trash and spam too.</param>
/// <param name="Unread">Unread ones in the inbox.</param>
public sealed record MailCounts(long Messages, long Unread);

/// <summary>Message and unread counts per Local account, for the accounts page. Kept, not counted: cheap at any mailbox size.</summary>
public sealed class CountMail(NpgsqlDataSource database) : IAccountCounts
{
    /// <summary>One entry per account of the person that has or had mail.</summary>
    public async Task<IReadOnlyDictionary<Guid, MailCounts>> ExecuteAsync(Guid personId, CancellationToken cancel)
    {
        var command = database.MailCommand(
            """
            SELECT c.account_id, sum(c.messages) FILTER (WHERE c.label = ''), coalesce(sum(c.unread) FILTER (WHERE c.label = 'INBOX'), 0)
            FROM mail.label_counts c JOIN accounts.linked_accounts a ON a.id = c.account_id WHERE a.person_id = $1 AND c.label IN ('', 'INBOX') GROUP BY 1
            """, P(personId));
        var rows = await command.ReadAllAsync(row => (Id: row.GetGuid(0), Counts: new MailCounts((long)row.GetDecimal(1), (long)row.GetDecimal(2))), cancel);
        return rows.ToDictionary(row => row.Id, row => row.Counts);
    }

    public async Task<IReadOnlyList<AccountCount>> CountAsync(Guid personId, CancellationToken cancel) =>
        [.. (await ExecuteAsync(personId, cancel)).SelectMany(c => new[] { new AccountCount(c.Key, "messages", c.Value.Messages), new AccountCount(c.Key, "unread", c.Value.Unread) })];
}
