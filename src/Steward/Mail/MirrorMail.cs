using Microsoft.EntityFrameworkCore;
using Npgsql;
using Steward.Actions;
using Steward.Mail.Store;
using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail;

/// <summary>
/// Keeps another provider's mail in the tables of Mail, so that inbox, search, people and priorities work over all accounts alike. Every call is all or nothing,
/// in the caller's transaction or its own, with the account's lock held; doing it twice changes nothing. A message whose labels or draft text change gets a new
/// revision, and proposals that were made for the old one are marked stale in the same transaction.
/// </summary>
public sealed class MirrorMail(StewardDbContext db, MarkTargetsChanged targets, LiveEvents live, Ids ids)
{
    /// <summary>
    /// Adds what is new, writes drafts anew that were edited (they keep their id here), and takes over the labels of what is known.
    /// </summary>
    /// <returns>How many messages are new or changed.</returns>
    public Task<int> StoreAsync(Mailbox mailbox, IReadOnlyList<MirroredMessage> batch, CancellationToken cancel) => InLockAsync(mailbox, async () =>
    {
        var latest = batch.GroupBy(m => m.Remote.Id, StringComparer.Ordinal).Select(group => group.MaxBy(m => m.Remote.History)!).ToList();
        var known = await KnownAsync(mailbox, latest, cancel);
        var relabelled = await RelabelAsync(mailbox,
            [.. latest.Where(m => known.ByMessage.Contains(m.Remote.Id)).Select(m => new MirroredLabels(m.Remote.Id, m.Remote.History, m.Message.Labels))], cancel);
        var fresh = latest.FindAll(m => !known.ByMessage.Contains(m.Remote.Id));
        var edited = fresh.FindAll(m => m.Remote.Draft is { } draft && known.ByDraft.ContainsKey(draft));
        foreach (var draft in edited)
            await RewriteMirrored.RunAsync(db, mailbox, NewMessage.Of(known.ByDraft[draft.Remote.Draft!], draft.Message, draft.Remote), cancel);
        var added = await AddAsync(mailbox, fresh.Except(edited).ToList(), cancel);
        await RefreshAsync(mailbox, [.. edited.Select(draft => known.ByDraft[draft.Remote.Draft!]), .. added], cancel);
        await targets.StageAsync(mailbox.PersonId, mailbox.AccountId, "message", [.. edited.Select(draft => known.ByDraft[draft.Remote.Draft!])], cancel);
        return relabelled + fresh.Count;
    }, cancel);

    /// <summary>Takes over labels. Messages that are not here, or were read later already, are left alone.</summary>
    /// <returns>How many messages have other labels now.</returns>
    public Task<int> SetLabelsAsync(Mailbox mailbox, IReadOnlyList<MirroredLabels> changes, CancellationToken cancel) =>
        InLockAsync(mailbox, () => RelabelAsync(mailbox, changes, cancel), cancel);

    /// <summary>Takes over what a history tells; entries that a message has already been read after are left out.</summary>
    /// <returns>How many messages have other labels now.</returns>
    public Task<int> ChangeLabelsAsync(Mailbox mailbox, IReadOnlyList<LabelDelta> deltas, CancellationToken cancel) => InLockAsync(mailbox, async () =>
    {
        var states = (await db.MailCommand("SELECT remote_id, labels, coalesce(remote_history, 0) FROM mail.messages WHERE account_id = $1 AND remote_id = ANY ($2)",
            P(mailbox.AccountId), P(deltas.Select(d => d.RemoteId).Distinct(StringComparer.Ordinal).ToArray()))
            .ReadAllAsync(row => new MirroredLabels(row.GetString(0), row.GetInt64(2), row.GetFieldValue<string[]>(1)), cancel)).ToDictionary(s => s.RemoteId, StringComparer.Ordinal);
        foreach (var delta in deltas)
        {
            if (states.TryGetValue(delta.RemoteId, out var state) && delta.History >= state.History)
                states[delta.RemoteId] = new(delta.RemoteId, delta.History, [.. state.Labels.Except([.. delta.Remove, SystemLabels.Snoozed], StringComparer.Ordinal).Union(delta.Add, StringComparer.Ordinal)]);
        }
        return await RelabelAsync(mailbox, [.. states.Values], cancel);
    }, cancel);

    /// <summary>What is gone at the provider goes here too.</summary>
    public Task<int> RemoveAsync(Mailbox mailbox, IReadOnlyCollection<string> remoteIds, CancellationToken cancel) => InLockAsync(mailbox, async () =>
    {
        var gone = await db.MailCommand("DELETE FROM mail.messages WHERE account_id = $1 AND remote_id = ANY ($2) RETURNING id, thread_id", P(mailbox.AccountId), P(remoteIds.ToArray()))
            .ReadAllAsync(row => (Id: row.GetGuid(0), Thread: row.GetGuid(1)), cancel);
        await db.MailExecuteAsync("SELECT mail.refresh_threads($1)", cancel, P(gone.Select(g => g.Thread).Distinct().ToArray()));
        await targets.StageAsync(mailbox.PersonId, mailbox.AccountId, "message", [.. gone.Select(g => g.Id)], cancel);
        return gone.Count;
    }, cancel);

    /// <summary>Until when the person does not want to see it: Steward's own, of which its provider knows nothing. Null: it is not snoozed.</summary>
    public Task SnoozeAsync(Mailbox mailbox, Guid messageId, DateTimeOffset? until, CancellationToken cancel) => InLockAsync(mailbox, async () =>
    {
        var threads = await db.MailCommand(
            """
            UPDATE mail.messages SET labels = array_remove(labels, 'SNOOZED') || CASE WHEN $3 IS NULL THEN '{}' ELSE '{SNOOZED}'::text[] END, snoozed_until = $3, revision = revision + 1
            WHERE id = $1 AND account_id = $2 AND snoozed_until IS DISTINCT FROM $3 RETURNING thread_id
            """, P(messageId), P(mailbox.AccountId), P(until?.UtcDateTime)).ReadAllAsync(row => row.GetGuid(0), cancel);
        await db.MailExecuteAsync("SELECT mail.refresh_threads($1)", cancel, P(threads.ToArray()));
        return threads.Count;
    }, cancel);

    /// <summary>A snoozed message is in its provider's inbox again: so it is here, with its conversation on top.</summary>
    public Task ReturnAsync(Mailbox mailbox, MirroredLabels now, CancellationToken cancel) => InLockAsync(mailbox, async () =>
    {
        var returned = await db.MailExecuteAsync("UPDATE mail.messages SET surfaced_at = snoozed_until WHERE account_id = $1 AND remote_id = $2 AND snoozed_until IS NOT NULL",
            cancel, P(mailbox.AccountId), P(now.RemoteId));
        if (returned > 0)
            live.Stage(mailbox.PersonId, "mail_returned", mailbox.AccountId, new { accountId = mailbox.AccountId, count = returned });
        return await RelabelAsync(mailbox, [now], cancel);
    }, cancel);

    /// <summary>The octets of an attachment that were only at the provider until now.</summary>
    public Task KeepAttachmentAsync(Mailbox mailbox, Guid messageId, int index, ReadOnlyMemory<byte> content, CancellationToken cancel) => InLockAsync(mailbox, async () =>
    {
        await WriteMessages.KeepAsync(db, mailbox, messageId, index, content, cancel);
        return 0;
    }, cancel);

    /// <summary>What the provider's labels are called now. A label that is called otherwise than before is called so on every message.</summary>
    /// <returns>How many were renamed.</returns>
    public Task<int> NameLabelsAsync(Mailbox mailbox, IReadOnlyDictionary<string, string> labels, CancellationToken cancel) => InLockAsync(mailbox, async () =>
    {
        var (remote, names) = (labels.Keys.ToArray(), labels.Values.ToArray());
        var renamed = await db.MailCommand(
            """
            SELECT l.name, n.name FROM mail.remote_labels l JOIN unnest($2, $3) AS n (remote_id, name) USING (remote_id) WHERE l.account_id = $1 AND l.name <> n.name
            """, P(mailbox.AccountId), P(remote), P(names)).ReadAllAsync(row => (Old: row.GetString(0), New: row.GetString(1)), cancel);
        foreach (var (old, name) in renamed)
        {
            var threads = await db.MailCommand(
                "UPDATE mail.messages SET labels = array_replace(labels, $2, $3), revision = revision + 1 WHERE account_id = $1 AND labels @> ARRAY[$2] RETURNING thread_id",
                P(mailbox.AccountId), P(old), P(name)).ReadAllAsync(row => row.GetGuid(0), cancel);
            await db.MailExecuteAsync("SELECT mail.refresh_threads($1)", cancel, P(threads.Distinct().ToArray()));
        }
        await db.MailExecuteAsync(
            """
            INSERT INTO mail.remote_labels (account_id, remote_id, name) SELECT $1, remote_id, name FROM unnest($2, $3) AS n (remote_id, name)
            ON CONFLICT (account_id, remote_id) DO UPDATE SET name = excluded.name
            """, cancel, P(mailbox.AccountId), P(remote), P(names));
        return renamed.Count;
    }, cancel);

    /// <summary>A message as it stands in the caller's transaction; there must be one.</summary>
    public async Task<RemoteMessage?> FindAsync(Mailbox mailbox, string remoteId, CancellationToken cancel) =>
        (await db.MailCommand(FindMirrored.Select("m.remote_id = $3"), P(mailbox.AccountId), P(mailbox.PersonId), P(remoteId)).ReadAllAsync(FindMirrored.Message, cancel)).SingleOrDefault();

    /// <summary>All or nothing, with the account's lock held, and one live event when anything changed.</summary>
    async Task<int> InLockAsync(Mailbox mailbox, Func<Task<int>> change, CancellationToken cancel)
    {
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await using (own)
        {
            if (!await db.LockMailAsync(mailbox.PersonId, mailbox.AccountId, cancel))
                throw new InvalidOperationException("The mailbox to mirror into is gone.");
            var changed = await change();
            if (changed > 0)
                live.Stage(mailbox.PersonId, "mail_changed", mailbox.AccountId, new { accountId = mailbox.AccountId });
            await db.SaveChangesAsync(cancel);
            if (own is not null)
                await own.CommitAsync(cancel);
            return changed;
        }
    }

    async Task<(HashSet<string> ByMessage, Dictionary<string, Guid> ByDraft)> KnownAsync(Mailbox mailbox, List<MirroredMessage> batch, CancellationToken cancel)
    {
        var rows = await db.MailCommand("SELECT id, remote_id, remote_draft FROM mail.messages WHERE account_id = $1 AND (remote_id = ANY ($2) OR remote_draft = ANY ($3))",
            P(mailbox.AccountId), P(batch.Select(m => m.Remote.Id).ToArray()), P(batch.Select(m => m.Remote.Draft).OfType<string>().ToArray()))
            .ReadAllAsync(row => (Id: row.GetGuid(0), Remote: row.GetString(1), Draft: row.TextOrNull(2)), cancel);
        return (rows.Select(row => row.Remote).ToHashSet(StringComparer.Ordinal), rows.Where(row => row.Draft is not null).GroupBy(row => row.Draft!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Id, StringComparer.Ordinal));
    }

    async Task<IReadOnlyList<Guid>> AddAsync(Mailbox mailbox, IReadOnlyList<MirroredMessage> fresh, CancellationToken cancel)
    {
        if (fresh.Count == 0)
            return [];
        NewMessage[] messages = [.. fresh.Select(m => NewMessage.Of(ids.New(), m.Message, m.Remote))];
        await PlaceMirrored.RunAsync(db, mailbox, messages, ids, cancel);
        await WriteMessages.RunAsync(db, mailbox, messages, cancel);
        await WriteContacts.RunAsync(db, mailbox, messages, cancel);
        return [.. messages.Select(m => m.Id)];
    }

    async Task RefreshAsync(Mailbox mailbox, IReadOnlyCollection<Guid> messageIds, CancellationToken cancel)
    {
        if (messageIds.Count > 0)
            await db.MailExecuteAsync("SELECT mail.refresh_threads(ARRAY(SELECT DISTINCT thread_id FROM mail.messages WHERE account_id = $1 AND id = ANY ($2)))", cancel, P(mailbox.AccountId), P(messageIds.ToArray()));
    }

    /// <summary>SNOOZED is Steward's own and stays for as long as its provider has the message outside the inbox.</summary>
    async Task<int> RelabelAsync(Mailbox mailbox, IReadOnlyList<MirroredLabels> changes, CancellationToken cancel)
    {
        if (changes.Count == 0)
            return 0;
        var latest = changes.GroupBy(c => c.RemoteId, StringComparer.Ordinal).Select(group => group.MaxBy(c => c.History)!).ToList();
        var changed = await db.MailCommand(
            """
            WITH said AS (
                SELECT m.id, m.labels AS old, n.history, array_remove(n.labels, 'SNOOZED') || CASE WHEN (m.labels || n.labels) @> '{SNOOZED}' AND NOT n.labels && '{INBOX,TRASH,SPAM}' THEN '{SNOOZED}'::text[] ELSE '{}' END AS labels
                FROM mail.messages m JOIN (SELECT remote_id, history, string_to_array(labels, E'\x1f') AS labels FROM unnest($2, $3, $4) AS r (remote_id, history, labels)) AS n USING (remote_id)
                WHERE m.account_id = $1 AND coalesce(m.remote_history, 0) <= n.history
            ), other AS (
                SELECT id, labels, history, NOT (labels @> old AND labels <@ old) AS differs FROM said
            )
            UPDATE mail.messages m SET labels = CASE WHEN o.differs THEN o.labels ELSE m.labels END, remote_history = o.history,
                snoozed_until = CASE WHEN o.labels @> '{SNOOZED}' THEN m.snoozed_until END, revision = revision + CASE WHEN o.differs THEN 1 ELSE 0 END
            FROM other o WHERE m.id = o.id RETURNING m.id, m.thread_id, o.differs
            """, P(mailbox.AccountId), P(latest.Select(c => c.RemoteId).ToArray()), P(latest.Select(c => c.History).ToArray()), P(latest.Select(c => string.Join('\x1f', c.Labels)).ToArray()))
            .ReadAllAsync(row => (Id: row.GetGuid(0), Thread: row.GetGuid(1), Differs: row.GetBoolean(2)), cancel);
        var differing = changed.FindAll(row => row.Differs);
        await db.MailExecuteAsync("SELECT mail.refresh_threads($1)", cancel, P(differing.Select(row => row.Thread).Distinct().ToArray()));
        await targets.StageAsync(mailbox.PersonId, mailbox.AccountId, "message", [.. differing.Select(row => row.Id)], cancel);
        return differing.Count;
    }
}
