using System.Text.Json;
using Steward.Actions;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Providers.Google.Gmail;

/// <summary>
/// Sends by a draft: the message is put down as a draft first, and then the draft is sent. Gmail sends a draft once and it is gone, so a request that arrives twice, late
/// or from a process that was taken for dead cannot send again; and while the draft is there, the message surely was not sent (decision 0017).
/// </summary>
sealed class SendGmail(GmailClient gmail, GmailFetch fetch, GmailLabelNames names, GmailDrafts drafts, GmailHandOver handOver, PrepareOutgoing prepare, MirrorMail mirror, FindMirrored mirrored, Ids ids, TimeProvider clock)
{
    static readonly TimeSpan InFlight = TimeSpan.FromMinutes(2);

    /// <param name="Draft">Gmail's name of the draft that is sent; null until it is known.</param>
    /// <param name="Was">Gmail's name of the message of the person's own draft, when one is sent.</param>
    /// <param name="Attempt">Tells this attempt from others of the same action.</param>
    sealed record Note(string RfcId, string? Draft, string? Thread, string? Was, Guid Attempt = default);

    public async Task<PerformOutcome> RunAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel)
    {
        var own = payload.DraftId is { } id ? await drafts.RefreshAsync(GmailAccount.Of(action), id, cancel) : null;
        var changed = own is { } current && action.ExpectedRevision is { } expected && expected != current.Message.Revision;
        var made = await GmailOutgoing.OfAsync(prepare, action, payload, clock.GetUtcNow(), cancel);
        // What stands in the draft may have been written by an attempt of this very action, which got no further.
        if (changed && !(made.Ok && await drafts.IsOursAsync(made.Value.Mailbox.AccountId, own!.Value.Message.Remote.Id, made.Value.RfcId, cancel)))
            return await handOver.UnlessBegunAsync(action, new PerformOutcome.Stale("The draft has changed since it was shown."), cancel);
        if (made.Error is { } error)
            return await handOver.UnlessBegunAsync(action, new PerformOutcome.Refused(error.Code, error.Detail), cancel);
        var (mailbox, composition, rfcId, raw) = made.Value;
        var thread = own?.Message.Remote.Thread ?? (composition.Answered is { } answered ? await mirrored.ThreadAsync(mailbox, answered.Summary.ThreadId, cancel) : null);
        var note = new Note(rfcId, own?.Draft, thread, own?.Message.Remote.Id, ids.New());
        return await handOver.RunAsync(action, mailbox, Json.ToElement(note), async () =>
        {
            var draft = note.Draft is { } draftId
                ? await gmail.UpdateDraftAsync(mailbox.AccountId, draftId, raw, thread, cancel)
                : await drafts.EnsureAsync(mailbox.AccountId, rfcId, raw, thread, cancel);
            var announced = note;
            note = note with { Draft = draft.Id, Thread = draft.Message.ThreadId };
            if (!await handOver.NoteAsync(action, Json.ToElement(announced), Json.ToElement(note), cancel))
                await GiveUpAsync(action, note, cancel);
            CrashPoint.Hit("google.mail.before-send");
            return await SendAsync(mailbox.AccountId, note, cancel);
        }, sent => ReadBackAsync(mailbox, note, sent, cancel), cancel);
    }

    /// <summary>
    /// Another attempt goes on: this one was taken for dead while its draft was on the way, and a second draft would be a second letter. When the other one has sent its own, this is nobody's; before that, the other one may
    /// have taken up this very draft.
    /// </summary>
    async Task GiveUpAsync(ApprovedAction action, Note note, CancellationToken cancel)
    {
        if (await handOver.UnlessBegunAsync(action, new PerformOutcome.NotPerformed(), cancel) is PerformOutcome.Done)
            await TakeBackAsync(action.Subject.AccountId, note, cancel);
        throw new GoogleException(null, "", "Another attempt of this has taken over.");
    }

    /// <summary>A draft that is gone when it is to be sent has been sent: by the same request, which arrived twice, or by an attempt before.</summary>
    async Task<GmailMessage> SendAsync(Guid account, Note note, CancellationToken cancel)
    {
        try
        {
            return await gmail.SendDraftAsync(account, note.Draft!, cancel);
        }
        catch (GoogleException e) when (e.NotFound)
        {
            return await LookForAsync(account, note, cancel) ?? throw new GoogleException(null, "", "The draft is gone, and the sent message is not to be seen yet.", inner: e);
        }
        catch (GoogleException e) when (!e.MayHaveHappened && !e.TooMuch && note.Was is null)
        {
            await TakeBackAsync(account, note, cancel);
            throw;
        }
    }

    /// <summary>As <see cref="FindSentAsync"/>; a question that Google refuses is one without an answer.</summary>
    async Task<GmailMessage?> LookForAsync(Guid account, Note note, CancellationToken cancel)
    {
        try
        {
            return await FindSentAsync(account, note, cancel);
        }
        catch (GoogleException e)
        {
            throw new GoogleException(null, "", e.Message, inner: e);
        }
    }

    /// <summary>What was surely not sent leaves no draft behind that nobody asked for.</summary>
    async Task TakeBackAsync(Guid account, Note note, CancellationToken cancel)
    {
        try
        {
            await drafts.DropOthersAsync(account, note.RfcId, null, cancel);
        }
        catch (GoogleException)
        {
            // It stays among the drafts, where it can be seen; another attempt takes it up.
        }
    }

    /// <summary>Reads only: the sent message is there, or the draft still is; and else one cannot tell yet.</summary>
    public async Task<PerformOutcome> ResolveAsync(ApprovedAction action, BegunMailAction begun, CancellationToken cancel)
    {
        var mailbox = GmailAccount.Of(action);
        var note = begun.Note!.Value.Deserialize<Note>(Json.Options)!;
        if (await FindSentAsync(mailbox.AccountId, note, cancel) is { } sent)
            return await handOver.EndAsync(action, mailbox, () => ReadBackAsync(mailbox, note, sent, cancel), cancel);
        if (note.Draft is { } draft ? await IsThereAsync(mailbox.AccountId, draft, cancel) : await drafts.FindAsync(mailbox.AccountId, note.RfcId, cancel) is not null)
            return await handOver.NotPerformedAsync(action, cancel);
        if (clock.GetUtcNow() - begun.At < InFlight)
            return new PerformOutcome.Unknown("Gmail shows neither the draft nor the sent message yet; it is looked for again.");
        // Without a draft nothing can have been sent; with one that is gone, somebody has sent or deleted it.
        return note.Draft is null ? await handOver.NotPerformedAsync(action, cancel) : new PerformOutcome.Unknown("The draft that was to be sent is gone from Gmail, and the sent message is not to be found there.");
    }

    /// <summary>By its Message-ID.</summary>
    async Task<GmailMessage?> FindSentAsync(Guid account, Note note, CancellationToken cancel)
    {
        var found = (await gmail.ListMessagesAsync(account, $"rfc822msgid:{note.RfcId} in:sent", everywhere: true, null, 1, cancel)).Messages?.FirstOrDefault();
        return found is null ? null : await gmail.GetMinimalAsync(account, found.Id, cancel);
    }

    async Task<bool> IsThereAsync(Guid account, string draft, CancellationToken cancel)
    {
        try
        {
            await gmail.GetDraftAsync(account, draft, cancel);
            return true;
        }
        catch (GoogleException e) when (e.NotFound)
        {
            return false;
        }
    }

    async Task<Func<Task<PerformOutcome>>> ReadBackAsync(Mailbox mailbox, Note note, GmailMessage sent, CancellationToken cancel)
    {
        await drafts.DropOthersAsync(mailbox.AccountId, note.RfcId, null, cancel);
        var whole = await gmail.GetMessageAsync(mailbox.AccountId, sent.Id, cancel);
        var read = await fetch.ReadAsync(mailbox.AccountId, [whole], await names.ForAsync(mailbox, [whole.LabelIds], cancel), cancel);
        return async () =>
        {
            await mirror.StoreAsync(mailbox, read, cancel);
            if (note.Was is { } draft)
                await mirror.RemoveAsync(mailbox, [draft], cancel);
            return await mirror.FindAsync(mailbox, sent.Id, cancel) is { } here
                ? new PerformOutcome.Done(Json.ToElement(new { messageId = here.Id, threadId = here.ThreadId, rfcMessageId = note.RfcId }), null, note.RfcId)
                : new PerformOutcome.Unknown("It was sent, and could not be read.");
        };
    }
}
