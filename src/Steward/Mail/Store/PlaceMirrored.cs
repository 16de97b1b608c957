using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Store;

/// <summary>Puts mirrored messages into the threads that their provider has them in, and makes those that are not here yet. Such threads are never joined by subject.</summary>
static class PlaceMirrored
{
    public static async Task RunAsync(StewardDbContext db, Mailbox mailbox, IReadOnlyList<NewMessage> messages, Ids ids, CancellationToken cancel)
    {
        var remote = messages.Select(m => m.Remote!.Thread).Distinct(StringComparer.Ordinal).ToArray();
        var threads = (await db.MailCommand("SELECT remote_id, id FROM mail.threads WHERE account_id = $1 AND remote_id = ANY ($2)", P(mailbox.AccountId), P(remote))
            .ReadAllAsync(row => (row.GetString(0), row.GetGuid(1)), cancel)).ToDictionary(t => t.Item1, t => t.Item2, StringComparer.Ordinal);
        var added = remote.Where(name => !threads.ContainsKey(name)).Select(name => (Name: name, Id: ids.New(), At: messages.Where(m => m.Remote!.Thread == name).Min(m => m.Date))).ToList();
        if (added.Count > 0)
        {
            await db.MailExecuteAsync(
                """
                INSERT INTO mail.threads (id, account_id, base_subject, rootless, first_at, last_at, remote_id)
                SELECT id, $1, '', false, at, at, remote_id FROM unnest($2, $3, $4) AS t (id, at, remote_id)
                """, cancel, P(mailbox.AccountId), P(added.Select(t => t.Id).ToArray()), P(added.Select(t => t.At).ToArray()), P(added.Select(t => t.Name).ToArray()));
        }
        foreach (var (name, id, _) in added)
            threads.Add(name, id);
        foreach (var message in messages)
            message.ThreadId = threads[message.Remote!.Thread];
    }
}
