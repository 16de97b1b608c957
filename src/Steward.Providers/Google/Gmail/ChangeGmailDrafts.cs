using System.Text.Json;
using Steward.Actions;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Providers.Google.Gmail;

/// <summary>
/// Makes and changes drafts at Gmail. What each attempt writes carries a Message-ID made of the action's key, by which it is known again: a draft with that id was written
/// by this action, and no other.
/// </summary>
sealed class ChangeGmailDrafts(GmailClient gmail, GmailDrafts drafts, GmailHandOver handOver, PrepareOutgoing prepare, MirrorMail mirror, FindMirrored mirrored, TimeProvider clock)
{
    /// <summary>A request that was cut off may still be carried out for so long.</summary>
    static readonly TimeSpan InFlight = TimeSpan.FromMinutes(2);

    /// <param name="Draft">Gmail's name of the draft that is changed; null when one is made.</param>
    /// <param name="Before">What stood in it.</param>
    sealed record Note(string RfcId, string? Draft, ComposePayload? Before);

    public async Task<PerformOutcome> CreateAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel)
    {
        var made = await GmailOutgoing.OfAsync(prepare, action, payload, clock.GetUtcNow(), cancel);
        if (made.Error is { } error)
            return new PerformOutcome.Refused(error.Code, error.Detail);
        var (mailbox, composition, rfcId, raw) = made.Value;
        var thread = composition.Answered is { } answered ? await mirrored.ThreadAsync(mailbox, answered.Summary.ThreadId, cancel) : null;
        var note = new Note(rfcId, null, null);
        return await handOver.RunAsync(action, mailbox, Json.ToElement(note), () => drafts.EnsureAsync(mailbox.AccountId, rfcId, raw, thread, cancel), draft => ReadBackAsync(mailbox, note, draft, cancel), cancel);
    }

    public async Task<PerformOutcome> UpdateAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel)
    {
        if (payload.DraftId is not { } id || await drafts.RefreshAsync(GmailAccount.Of(action), id, cancel) is not { } current)
            return await handOver.UnlessBegunAsync(action, new PerformOutcome.Refused("not_found", "The draft is no longer there."), cancel);
        if (action.ExpectedRevision is { } expected && expected != current.Message.Revision)
            return await handOver.UnlessBegunAsync(action, new PerformOutcome.Stale("The draft has changed since it was shown."), cancel);
        var made = await GmailOutgoing.OfAsync(prepare, action, payload, clock.GetUtcNow(), cancel);
        if (made.Error is { } error)
            return new PerformOutcome.Refused(error.Code, error.Detail);
        var (mailbox, composition, rfcId, raw) = made.Value;
        var before = composition.Draft!;
        var note = new Note(rfcId, current.Draft, payload with { To = before.Summary.To, Cc = before.Cc, Bcc = before.Bcc, Subject = before.Summary.Subject, Text = before.Text, TypedByPerson = [] });
        return await handOver.RunAsync(action, mailbox, Json.ToElement(note), () => gmail.UpdateDraftAsync(mailbox.AccountId, current.Draft, raw, current.Message.Remote.Thread, cancel), draft => ReadBackAsync(mailbox, note, draft, cancel), cancel);
    }

    public async Task<PerformOutcome> ResolveAsync(ApprovedAction action, BegunMailAction begun, CancellationToken cancel)
    {
        var mailbox = GmailAccount.Of(action);
        var note = begun.Note!.Value.Deserialize<Note>(Json.Options)!;
        if (await drafts.FindAsync(mailbox.AccountId, note.RfcId, cancel) is { } draft && (note.Draft is null || note.Draft == draft.Id))
            return await handOver.EndAsync(action, mailbox, () => ReadBackAsync(mailbox, note, draft, cancel), cancel);
        return clock.GetUtcNow() - begun.At < InFlight
            ? new PerformOutcome.Unknown("Gmail does not show it yet; it is looked for again.")
            : await handOver.NotPerformedAsync(action, cancel);
    }

    async Task<Func<Task<PerformOutcome>>> ReadBackAsync(Mailbox mailbox, Note note, GmailDraft draft, CancellationToken cancel)
    {
        if (note.Draft is null)
            await drafts.DropOthersAsync(mailbox.AccountId, note.RfcId, draft.Id, cancel);
        var read = await drafts.ReadAsync(mailbox, draft, cancel);
        return async () =>
        {
            await mirror.StoreAsync(mailbox, [read], cancel);
            if (await mirror.FindAsync(mailbox, draft.Message.Id, cancel) is not { } here)
                return new PerformOutcome.Unknown("The draft is at Gmail, and could not be read.");
            var inverse = note.Before is { } before
                ? new InverseAction(MailActions.UpdateDraft, Json.ToElement(before), here.Revision)
                : new InverseAction(MailActions.DeleteDraft, Json.ToElement(new DraftPayload(here.Id)), here.Revision);
            return new PerformOutcome.Done(Json.ToElement(new { draftId = here.Id, revision = here.Revision }), inverse, here.Id.ToString());
        };
    }
}
