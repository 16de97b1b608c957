using System.Text.Json;
using Steward.Actions;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Providers.Google.Gmail;

/// <summary>
/// Changes the labels of one message at Gmail by one atomic request. Gmail takes no condition, so the message is read first: what was changed there since it was shown is
/// taken over here, which gives it another revision, and the change is stale. That a message is snoozed is Steward's own: at Gmail it is out of the inbox until
/// <see cref="ReturnSnoozedGmail"/> brings it back.
/// </summary>
sealed class ChangeGmailLabels(GmailClient gmail, GmailHandOver handOver, MirrorMail mirror, FindMirrored mirrored, GmailLabelNames names)
{
    /// <param name="Add">At Gmail.</param>
    /// <param name="Until">Until when it is snoozed afterwards; null: it is not.</param>
    /// <param name="UntilBefore">As <paramref name="Until"/>, before.</param>
    sealed record Note(Guid MessageId, string RemoteId, IReadOnlyList<string> Before, IReadOnlyList<string> Add, IReadOnlyList<string> Remove, DateTimeOffset? Until = null, DateTimeOffset? UntilBefore = null)
    {
        public bool ChangesGmail => Add.Count + Remove.Count > 0;
    }

    public async Task<PerformOutcome> RunAsync(ApprovedAction action, Guid messageId, Func<IReadOnlyList<string>, string[]> change, DateTimeOffset? snoozedUntil, CancellationToken cancel)
    {
        var mailbox = GmailAccount.Of(action);
        if (await mirrored.ByIdAsync(mailbox, messageId, cancel) is not { } shown || await RefreshAsync(mailbox, shown, cancel) is not { } message)
            return await handOver.UnlessBegunAsync(action, new PerformOutcome.Refused("not_found", "The message is no longer there."), cancel);
        if (action.ExpectedRevision is { } expected && expected != message.Revision)
            return await handOver.UnlessBegunAsync(action, new PerformOutcome.Stale("The message has changed since it was shown."), cancel);
        var after = change(message.Labels);
        var until = after.Contains(SystemLabels.Snoozed) ? snoozedUntil ?? message.SnoozedUntil : null;
        var note = new Note(messageId, message.Remote.Id, message.Labels, AtGmail(after.Except(message.Labels)), AtGmail(message.Labels.Except(after)), until, message.SnoozedUntil);
        return await handOver.RunAsync(action, mailbox, Json.ToElement(note), async () =>
        {
            if (!note.ChangesGmail)
                return await gmail.GetMinimalAsync(mailbox.AccountId, note.RemoteId, cancel);
            var ids = await IdsAsync(mailbox, note.Add.Concat(note.Remove), cancel);
            return await gmail.ModifyAsync(mailbox.AccountId, note.RemoteId, [.. note.Add.Select(name => ids[name])], [.. note.Remove.Select(name => ids[name])], cancel);
        }, answer => ReadBackAsync(mailbox, note, answer, cancel), cancel);
    }

    /// <summary>It happened when what it adds is there and what it takes is not. Doing it once more would change nothing else, so there is no harm in being asked to.</summary>
    public async Task<PerformOutcome> ResolveAsync(ApprovedAction action, BegunMailAction begun, CancellationToken cancel)
    {
        var mailbox = GmailAccount.Of(action);
        var note = begun.Note!.Value.Deserialize<Note>(Json.Options)!;
        GmailMessage now;
        try
        {
            now = await gmail.GetMinimalAsync(mailbox.AccountId, note.RemoteId, cancel);
        }
        catch (GoogleException e) when (e.NotFound)
        {
            return await handOver.NotPerformedAsync(action, cancel);
        }
        var labels = (await names.ForAsync(mailbox, [now.LabelIds], cancel)).NamesOf(now.LabelIds);
        return note.Add.All(labels.Contains) && !note.Remove.Any(labels.Contains)
            ? await handOver.EndAsync(action, mailbox, () => ReadBackAsync(mailbox, note, now, cancel), cancel)
            : await handOver.NotPerformedAsync(action, cancel);
    }

    async Task<Func<Task<PerformOutcome>>> ReadBackAsync(Mailbox mailbox, Note note, GmailMessage answer, CancellationToken cancel)
    {
        if (answer.HistoryId == 0)
            answer = await gmail.GetMinimalAsync(mailbox.AccountId, note.RemoteId, cancel);
        var labels = (await names.ForAsync(mailbox, [answer.LabelIds], cancel)).NamesOf(answer.LabelIds);
        return async () =>
        {
            await mirror.SetLabelsAsync(mailbox, [new(note.RemoteId, answer.HistoryId, labels)], cancel);
            await mirror.SnoozeAsync(mailbox, note.MessageId, note.Until, cancel);
            var here = await mirror.FindAsync(mailbox, note.RemoteId, cancel);
            return new PerformOutcome.Done(Json.ToElement(new { messageId = note.MessageId, labels = here?.Labels ?? labels, revision = here?.Revision }),
                new InverseAction(MailActions.SetLabels, Json.ToElement(new SetLabelsPayload(note.MessageId, note.Before, note.UntilBefore)), here?.Revision), note.MessageId.ToString());
        };
    }

    static string[] AtGmail(IEnumerable<string> labels) => [.. labels.Where(label => label != SystemLabels.Snoozed)];

    /// <summary>The message as Gmail has it now, taken over here; null when it is gone.</summary>
    async Task<RemoteMessage?> RefreshAsync(Mailbox mailbox, RemoteMessage message, CancellationToken cancel)
    {
        try
        {
            var now = await gmail.GetMinimalAsync(mailbox.AccountId, message.Remote.Id, cancel);
            var labels = await names.ForAsync(mailbox, [now.LabelIds], cancel);
            await mirror.SetLabelsAsync(mailbox, [new(now.Id, now.HistoryId, labels.NamesOf(now.LabelIds))], cancel);
        }
        catch (GoogleException e) when (e.NotFound)
        {
            await mirror.RemoveAsync(mailbox, [message.Remote.Id], cancel);
        }
        return await mirrored.ByIdAsync(mailbox, message.Id, cancel);
    }

    /// <summary>Gmail's ids of the labels; those that are not there yet are made.</summary>
    async Task<Dictionary<string, string>> IdsAsync(Mailbox mailbox, IEnumerable<string> wanted, CancellationToken cancel)
    {
        var labels = await names.KnownAsync(mailbox, cancel);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in wanted)
        {
            if (labels.IdOf(name) is null)
            {
                await MakeAsync(mailbox, name, cancel);
                labels = await names.AnewAsync(mailbox, cancel);
            }
            ids[name] = labels.IdOf(name) ?? throw new GoogleException(System.Net.HttpStatusCode.BadRequest, "", $"The label “{name}” cannot be made.");
        }
        return ids;
    }

    async Task MakeAsync(Mailbox mailbox, string name, CancellationToken cancel)
    {
        try
        {
            await gmail.CreateLabelAsync(mailbox.AccountId, name, cancel);
        }
        catch (GoogleException e) when (e.Conflict)
        {
            // it has been made meanwhile
        }
    }
}

static class GmailAccount
{
    /// <summary>Enough of the action's mailbox to read and lock it; every query asks whose it is.</summary>
    public static Mailbox Of(ApprovedAction action) => new(action.Subject.PersonId, action.Subject.AccountId, action.Provider, "");
}
