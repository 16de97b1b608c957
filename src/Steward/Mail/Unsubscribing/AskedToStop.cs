using Npgsql;
using Steward.Actions;
using Steward.Mail.Store;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Unsubscribing;

/// <summary>When a list was last asked to stop: read off what was performed.</summary>
sealed class AskedToStop(NpgsqlDataSource database)
{
    public async Task<DateTimeOffset?> LastAsync(ActionSubject subject, string list, CancellationToken cancel)
    {
        var found = await database.MailCommand(
            """
            SELECT max(p.at) FROM mail.performed p JOIN accounts.linked_accounts a ON a.id = p.account_id AND a.person_id = $1
            WHERE p.account_id = $2 AND p.kind = $3 AND p.provider_ref = $4 AND p.result IS NOT NULL
            """, P(subject.PersonId), P(subject.AccountId), P(MailActions.Unsubscribe), P(list))
            .ReadAllAsync(row => row.IsDBNull(0) ? (DateTimeOffset?)null : row.Instant(0), cancel);
        return found[0];
    }
}
