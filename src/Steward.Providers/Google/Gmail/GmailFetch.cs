using Steward.Mail;

namespace Steward.Providers.Google.Gmail;

/// <summary>Fetches whole messages and reads them; what was deleted meanwhile is left out.</summary>
sealed class GmailFetch(GmailClient gmail, TimeProvider clock)
{
    /// <summary>Of one account; a batch that Gmail took only partly is asked for again message by message, which the quotas slow down.</summary>
    public async Task<IReadOnlyList<GmailMessage>> MessagesAsync(Guid account, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var found = new List<GmailMessage>(ids.Count);
        foreach (var chunk in ids.Distinct(StringComparer.Ordinal).Chunk(GoogleBatch.Largest))
        {
            var answers = await gmail.GetMessagesAsync(account, chunk, cancel);
            for (var i = 0; i < chunk.Length; i++)
            {
                if (answers[i].Value is { } message)
                    found.Add(message);
                else if (answers[i].Error is not { NotFound: true } && await OneAsync(account, chunk[i], cancel) is { } again)
                    found.Add(again);
            }
        }
        return found;
    }

    /// <summary>As they are mirrored.</summary>
    public async Task<IReadOnlyList<MirroredMessage>> ReadAsync(Guid account, IReadOnlyList<GmailMessage> messages, GmailLabels labels, CancellationToken cancel)
    {
        var drafts = messages.Any(IsDraft) ? await DraftsAsync(account, cancel) : [];
        return [.. messages.Select(m => new MirroredMessage(
            new RemoteName(m.Id, m.ThreadId, m.HistoryId, drafts.GetValueOrDefault(m.Id)), GmailMime.Read(m, labels.NamesOf(m.LabelIds), clock.GetUtcNow())))];
    }

    async Task<GmailMessage?> OneAsync(Guid account, string id, CancellationToken cancel)
    {
        try
        {
            return await gmail.GetMessageAsync(account, id, cancel);
        }
        catch (GoogleException e) when (e.NotFound)
        {
            return null;
        }
    }

    /// <summary>Messages of drafts, with what the draft is called.</summary>
    async Task<Dictionary<string, string>> DraftsAsync(Guid account, CancellationToken cancel)
    {
        var drafts = new Dictionary<string, string>(StringComparer.Ordinal);
        string? page = null;
        do
        {
            var list = await gmail.ListDraftsAsync(account, null, page, cancel);
            foreach (var draft in list.Drafts ?? [])
                drafts[draft.Message.Id] = draft.Id;
            page = list.NextPageToken;
        }
        while (page is not null);
        return drafts;
    }

    static bool IsDraft(GmailMessage message) => message.LabelIds?.Contains(SystemLabels.Draft) == true;
}
