using Steward.Mail.Store;
using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Snoozing;

/// <summary>
/// Brings snoozed messages back when their time has come: into the inbox, unread, and their conversation on top. What is due is a row, so that nothing is lost while
/// Steward is not running; each message comes back once, because the change and the end of its snooze are one guarded UPDATE under the account's lock. Mail of other
/// providers is brought back there first, by whoever mirrors it.
/// </summary>
sealed class WakeSnoozed(StewardDbContext db, LiveEvents live, TimeProvider clock) : IDueWork
{
    public static TimeSpan Every => TimeSpan.FromSeconds(2);

    public static string Due => "snoozed mail";

    const int AtOnce = 200;

    /// <returns>How many came back.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var accounts = await db.MailCommand("SELECT DISTINCT person_id, account_id FROM mail.messages WHERE snoozed_until <= $1 AND remote_id IS NULL ORDER BY account_id LIMIT 50", P(now))
            .ReadAllAsync(row => (PersonId: row.GetGuid(0), AccountId: row.GetGuid(1)), cancel);
        var woken = 0;
        foreach (var (personId, accountId) in accounts)
        {
            if (!await db.LockMailAsync(personId, accountId, cancel))
                continue;
            var threads = await db.MailCommand(
                $"""
                UPDATE mail.messages SET labels = array_remove(array_remove(array_remove(labels, 'SNOOZED'), 'INBOX'), 'UNREAD') || ARRAY['INBOX', 'UNREAD'],
                    surfaced_at = snoozed_until, snoozed_until = NULL, revision = revision + 1
                WHERE id IN (SELECT id FROM mail.messages WHERE account_id = $1 AND snoozed_until <= $2 AND remote_id IS NULL ORDER BY snoozed_until LIMIT {AtOnce}) RETURNING thread_id
                """, P(accountId), P(now)).ReadAllAsync(row => row.GetGuid(0), cancel);
            if (threads.Count == 0)
                continue;
            await db.MailExecuteAsync("SELECT mail.refresh_threads($1)", cancel, P(threads.Distinct().ToArray()));
            live.Stage(personId, "mail_changed", accountId, new { accountId });
            live.Stage(personId, "mail_returned", accountId, new { accountId, count = threads.Count });
            woken += threads.Count;
        }
        await db.SaveChangesAsync(cancel);
        CrashPoint.Hit("mail.wake.before-commit");
        await transaction.CommitAsync(cancel);
        return woken;
    }
}
