using Steward.Mail;

namespace Steward.Providers.Google.Gmail;

/// <param name="History">Up to where this goes.</param>
/// <param name="Deltas">Labels that were added to and taken from messages, in the order of Gmail's history.</param>
sealed record GmailChangeSet(long History, bool More, IReadOnlyList<MirroredMessage> Added, IReadOnlyList<string> Deleted, IReadOnlyList<GmailDelta> Deltas);

sealed record GmailDelta(string MessageId, long History, IReadOnlyList<string> Add, IReadOnlyList<string> Remove);

/// <summary>Takes over what Gmail's history tells: one cheap request when nothing has changed, and no message fetched for a change of labels.</summary>
sealed class GmailChanges(GmailClient gmail, GmailFetch fetch, GmailLabelNames names, MirrorMail mirror, FindMirrored mirrored)
{
    /// <exception cref="GoogleException">404: Gmail does not know that far back.</exception>
    public async Task<GmailChangeSet> SinceAsync(Mailbox mailbox, long history, CancellationToken cancel)
    {
        // One page: its last record says how far it goes, and the next step asks from there.
        var page = await gmail.GetHistoryAsync(mailbox.AccountId, history, null, cancel);
        var records = page.History ?? [];
        var deleted = records.SelectMany(r => r.MessagesDeleted ?? []).Select(e => e.Message.Id).ToHashSet(StringComparer.Ordinal);
        var touched = records.SelectMany(r => (r.MessagesAdded ?? []).Concat(r.LabelsAdded ?? []).Concat(r.LabelsRemoved ?? [])).Select(e => e.Message.Id).Where(id => !deleted.Contains(id)).ToHashSet(StringComparer.Ordinal);
        var known = (await mirrored.ByRemoteIdsAsync(mailbox, touched, cancel)).Select(m => m.Remote.Id).ToHashSet(StringComparer.Ordinal);
        var fresh = await fetch.MessagesAsync(mailbox.AccountId, [.. touched.Except(known, StringComparer.Ordinal)], cancel);
        var labels = await names.ForAsync(mailbox, records.SelectMany(r => (r.LabelsAdded ?? []).Concat(r.LabelsRemoved ?? [])).Select(e => e.LabelIds).Concat(fresh.Select(m => m.LabelIds)), cancel);
        var added = await fetch.ReadAsync(mailbox.AccountId, fresh, labels, cancel);
        var deltas = records.SelectMany(r => Deltas(r, labels)).Where(d => known.Contains(d.MessageId)).ToList();
        var reached = page.NextPageToken is null ? page.HistoryId : records.Max(r => r.Id);
        return new GmailChangeSet(Math.Max(reached, history), page.NextPageToken is not null, added, [.. deleted], deltas);
    }

    public async Task<int> ApplyAsync(Mailbox mailbox, GmailChangeSet changes, CancellationToken cancel)
    {
        var changed = await mirror.StoreAsync(mailbox, changes.Added, cancel);
        changed += await mirror.ChangeLabelsAsync(mailbox, [.. changes.Deltas.Select(d => new LabelDelta(d.MessageId, d.History, d.Add, d.Remove))], cancel);
        return changed + await mirror.RemoveAsync(mailbox, changes.Deleted, cancel);
    }

    /// <summary>What is here and no longer at Gmail.</summary>
    public async Task<IReadOnlyList<string>> GoneAsync(Mailbox mailbox, CancellationToken cancel)
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        string? page = null;
        do
        {
            var list = await gmail.ListMessagesAsync(mailbox.AccountId, null, everywhere: true, page, 500, cancel);
            there.UnionWith((list.Messages ?? []).Select(m => m.Id));
            page = list.NextPageToken;
        }
        while (page is not null);
        return [.. (await mirrored.RemoteIdsAsync(mailbox, cancel)).Where(id => !there.Contains(id))];
    }

    static IEnumerable<GmailDelta> Deltas(GmailHistory record, GmailLabels labels) =>
    [
        .. (record.LabelsAdded ?? []).Select(e => new GmailDelta(e.Message.Id, record.Id, labels.NamesOf(e.LabelIds), [])),
        .. (record.LabelsRemoved ?? []).Select(e => new GmailDelta(e.Message.Id, record.Id, [], labels.NamesOf(e.LabelIds))),
    ];
}
