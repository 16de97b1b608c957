using System.Globalization;
using Steward.Items;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Providers.Google.Gmail;

/// <summary>
/// Reads a Gmail mailbox where it is mirrored. While its past is still being fetched, a search is put to Gmail too, word for word, what it finds and is not here is fetched,
/// and the answer says what may be missing; when Gmail cannot be reached, it says until when the mirror is true.
/// </summary>
sealed class GoogleMailReader(StoredMail stored, GmailClient gmail, GmailFetch fetch, GmailLabelNames names, MirrorMail mirror, FindMirrored mirrored, SyncStanding standing) : IMailReader
{
    /// <summary>Of one search, so that a search for everything does not become the first sync.</summary>
    const int FetchedAtMost = 100;

    public string Provider => "google";

    public async Task<Result<Page<MessageSummary>>> SearchAsync(Mailbox mailbox, MailSearch search, CancellationToken cancel)
    {
        var caveat = await ReachOutAsync(mailbox, search, cancel);
        var page = await stored.SearchAsync(mailbox, search, cancel);
        return page.Ok ? page.Value with { Caveat = caveat } : page;
    }

    public async Task<Result<Page<ThreadSummary>>> SearchThreadsAsync(Mailbox mailbox, MailSearch search, CancellationToken cancel)
    {
        var caveat = await ReachOutAsync(mailbox, search, cancel);
        var page = await stored.SearchThreadsAsync(mailbox, search, cancel);
        return page.Ok ? page.Value with { Caveat = caveat } : page;
    }

    public Task<Message?> GetMessageAsync(Mailbox mailbox, Guid id, CancellationToken cancel) => stored.GetMessageAsync(mailbox, id, cancel);

    public async Task<MailThread?> GetThreadAsync(Mailbox mailbox, Guid id, CancellationToken cancel)
    {
        if (await standing.OfAsync(mailbox.AccountId, "mail", cancel) is not { Whole: true } && await mirrored.ThreadAsync(mailbox, id, cancel) is { } thread)
            await CompleteAsync(mailbox, thread, cancel);
        return await stored.GetThreadAsync(mailbox, id, cancel);
    }

    public async Task<Stream?> OpenAttachmentAsync(Mailbox mailbox, Guid messageId, int index, CancellationToken cancel)
    {
        if (await mirrored.AttachmentAsync(mailbox, messageId, index, cancel) is not { } elsewhere)
            return await stored.OpenAttachmentAsync(mailbox, messageId, index, cancel);
        try
        {
            // Gmail's names of attachments change with every reading; the part's own name does not.
            var message = await gmail.GetMessageAsync(mailbox.AccountId, elsewhere.RemoteId, cancel);
            if (Find(message.Payload, elsewhere.Part)?.Body is not { AttachmentId: { } attachment })
                return null;
            var content = GmailMime.Decode((await gmail.GetAttachmentAsync(mailbox.AccountId, elsewhere.RemoteId, attachment, cancel)).Data);
            await mirror.KeepAttachmentAsync(mailbox, messageId, index, content, cancel);
            return new MemoryStream(content, writable: false);
        }
        catch (GoogleException e) when (e.NotFound)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<Label>> GetLabelsAsync(Mailbox mailbox, CancellationToken cancel)
    {
        await ReachOutAsync(mailbox, new MailSearch("in:anywhere", default), cancel);
        return await stored.GetLabelsAsync(mailbox, cancel);
    }

    /// <summary>In the name of nobody but the mailbox's own person.</summary>
    /// <returns>What may be missing; null when nothing is.</returns>
    async Task<string?> ReachOutAsync(Mailbox mailbox, MailSearch search, CancellationToken cancel)
    {
        if (!await mirrored.OwnsAsync(mailbox, cancel) || !MailQuery.Parse(search.Query).Ok)
            return null;
        var state = await standing.OfAsync(mailbox.AccountId, "mail", cancel);
        if (state is { Whole: true })
            return state.Failing ? $"Google cannot be asked now; this is as of {Time(state.LastAt)}." : null;
        try
        {
            var found = await gmail.ListMessagesAsync(mailbox.AccountId, search.Query, everywhere: false, null, 500, cancel);
            var ids = (found.Messages ?? []).Select(m => m.Id).ToList();
            var known = (await mirrored.ByRemoteIdsAsync(mailbox, ids, cancel)).Select(m => m.Remote.Id).ToHashSet(StringComparer.Ordinal);
            var missing = ids.FindAll(id => !known.Contains(id));
            await StoreAsync(mailbox, await fetch.MessagesAsync(mailbox.AccountId, missing.Take(FetchedAtMost).ToList(), cancel), cancel);
            return missing.Count <= FetchedAtMost && found.NextPageToken is null
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"Older mail is still being fetched ({state?.Done ?? 0:N0}{(state?.Total is { } total ? $" of about {total:N0}" : "")}), so there may be more.");
        }
        catch (GoogleException)
        {
            return $"Older mail is still being fetched and Google cannot be asked now, so there may be more; this is as of {Time(state?.LastAt)}.";
        }
    }

    async Task CompleteAsync(Mailbox mailbox, string thread, CancellationToken cancel)
    {
        try
        {
            await StoreAsync(mailbox, (await gmail.GetThreadAsync(mailbox.AccountId, thread, cancel)).Messages ?? [], cancel);
        }
        catch (GoogleException)
        {
            // what is here is shown; the first sync brings the rest
        }
    }

    async Task StoreAsync(Mailbox mailbox, IReadOnlyList<GmailMessage> messages, CancellationToken cancel)
    {
        if (messages.Count > 0)
            await mirror.StoreAsync(mailbox, await fetch.ReadAsync(mailbox.AccountId, messages, await names.ForAsync(mailbox, messages.Select(m => m.LabelIds), cancel), cancel), cancel);
    }

    static GmailPart? Find(GmailPart? part, string id) => part is null || part.PartId == id ? part : (part.Parts ?? []).Select(child => Find(child, id)).FirstOrDefault(found => found is not null);

    static string Time(DateTimeOffset? at) => at?.ToString("d MMM HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "never";
}
