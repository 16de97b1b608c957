using Steward.Mail;

namespace Steward.Providers.Google.Gmail;

/// <summary>
/// Drafts at Gmail, found by the Message-ID that Steward gave them. What a search finds is looked at before it is believed: a draft that is taken for ours is sent or deleted
/// for good, and the person's own must not be.
/// </summary>
sealed class GmailDrafts(GmailClient gmail, GmailFetch fetch, GmailLabelNames names, MirrorMail mirror, FindMirrored mirrored)
{
    public async Task<GmailDraft?> FindAsync(Guid account, string rfcId, CancellationToken cancel)
    {
        foreach (var draft in await SearchAsync(account, rfcId, cancel))
        {
            if (await IsOursAsync(account, draft.Message.Id, rfcId, cancel))
                return draft;
        }
        return null;
    }

    /// <summary>The draft of this Message-ID: the one that an earlier attempt left, or a new one.</summary>
    public async Task<GmailDraft> EnsureAsync(Guid account, string rfcId, byte[] raw, string? thread, CancellationToken cancel) =>
        await FindAsync(account, rfcId, cancel) ?? await gmail.CreateDraftAsync(account, raw, thread, cancel);

    /// <summary>Takes away what a request that arrived twice has left: other drafts of the same Message-ID.</summary>
    public async Task DropOthersAsync(Guid account, string rfcId, string? kept, CancellationToken cancel)
    {
        foreach (var draft in await SearchAsync(account, rfcId, cancel))
        {
            if (draft.Id != kept && await IsOursAsync(account, draft.Message.Id, rfcId, cancel))
                await gmail.DeleteDraftAsync(account, draft.Id, cancel);
        }
    }

    async Task<IReadOnlyList<GmailDraft>> SearchAsync(Guid account, string rfcId, CancellationToken cancel) =>
        (await gmail.ListDraftsAsync(account, $"rfc822msgid:{rfcId}", null, cancel)).Drafts ?? [];

    /// <summary>Whether the message carries the Message-ID that Steward gave it.</summary>
    public async Task<bool> IsOursAsync(Guid account, string message, string rfcId, CancellationToken cancel)
    {
        try
        {
            var found = await gmail.GetMetadataAsync(account, message, ["Message-ID"], cancel);
            return found.Payload?.Headers?.Any(h => h.Name.Equals("Message-ID", StringComparison.OrdinalIgnoreCase) && h.Value.Trim().Trim('<', '>') == rfcId) == true;
        }
        catch (GoogleException e) when (e.NotFound)
        {
            return false; // gone since
        }
    }

    /// <summary>A mirrored draft as Gmail has it now, taken over here; null when it is gone.</summary>
    public async Task<(RemoteMessage Message, string Draft)?> RefreshAsync(Mailbox mailbox, Guid id, CancellationToken cancel)
    {
        if (await mirrored.ByIdAsync(mailbox, id, cancel) is not { } message)
            return null;
        try
        {
            if (message.Remote.Draft is not { } draft)
                return null;
            var now = await gmail.GetDraftAsync(mailbox.AccountId, draft, cancel);
            if (now.Message.Id != message.Remote.Id)
                await TakeOverAsync(mailbox, now, cancel);
        }
        catch (GoogleException e) when (e.NotFound)
        {
            await mirror.RemoveAsync(mailbox, [message.Remote.Id], cancel);
        }
        return await mirrored.ByIdAsync(mailbox, id, cancel) is { Remote.Draft: { } name } found ? (found, name) : null;
    }

    /// <summary>Writes a draft here as Gmail has it.</summary>
    public async Task<MirroredMessage> ReadAsync(Mailbox mailbox, GmailDraft draft, CancellationToken cancel)
    {
        var message = await gmail.GetMessageAsync(mailbox.AccountId, draft.Message.Id, cancel);
        var read = (await fetch.ReadAsync(mailbox.AccountId, [message], await names.ForAsync(mailbox, [message.LabelIds], cancel), cancel))[0];
        return read with { Remote = read.Remote with { Draft = draft.Id } };
    }

    async Task TakeOverAsync(Mailbox mailbox, GmailDraft draft, CancellationToken cancel) => await mirror.StoreAsync(mailbox, [await ReadAsync(mailbox, draft, cancel)], cancel);
}
