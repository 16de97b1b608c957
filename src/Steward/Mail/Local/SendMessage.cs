using System.Security.Cryptography;
using Steward.Actions;
using Steward.Mail.Actions;
using Steward.Mail.Store;
using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Local;

/// <summary>
/// Sends, answers and forwards. To Local accounts: the sender's copy and every recipient's are one transaction. Through the relay: the intent is committed
/// first, then the relay is called once, then the rest is written; a call without a clear end leaves the intent, and the outcome stays unknown.
/// </summary>
sealed class SendMessage(StewardDbContext db, PerformMailOnce once, PrepareOutgoing sender, MailRoutes routes, IMailRelay relay, Ids ids, TimeProvider clock)
{
    public async Task<PerformOutcome> RunAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel)
    {
        var made = await sender.ExecuteAsync(action, payload, cancel);
        if (made.Error is { } error)
            return await once.ReconcileAsync(action, cancel) is var known and not PerformOutcome.NotPerformed ? known : new PerformOutcome.Refused(error.Code, error.Detail);
        var (mailbox, from, composition) = made.Value;
        var route = await routes.FindAsync(mailbox, composition, cancel);
        if (route.Error is { } unreachable)
            return new PerformOutcome.Refused(unreachable.Code, unreachable.Detail);
        if (composition.Draft is { } draft && action.ExpectedRevision is { } expected && draft.Summary.Revision != expected)
            return new PerformOutcome.Stale("The draft has changed since it was shown.");
        var files = await sender.AttachmentsAsync(mailbox, composition, cancel);
        var outgoing = composition.ToOutgoing(from, PrepareOutgoing.MessageIdOf(action, mailbox), Seconds(clock.GetUtcNow()),
            [.. files.Select(f => new OutgoingAttachment(f.FileName, f.ContentType, f.Content))]);
        var (own, others) = (MimeWriter.Write(outgoing, withBcc: true), MimeWriter.Write(outgoing));
        if (own.Error is { } unwritable)
            return new PerformOutcome.Refused(unwritable.Code, unwritable.Detail);

        var mailboxes = route.Value.Local.Append(mailbox).DistinctBy(m => m.AccountId).ToList();
        Task<PerformOutcome> Store() => StoreAsync(action, mailbox, route.Value, composition, outgoing, files, own.Value, others.Value, cancel);
        if (route.Value.Relayed.Count == 0)
            return await once.RunAsync(action, mailboxes, Store, cancel);

        if (await once.BeginAsync(action, cancel) is { } before)
            return before;
        CrashPoint.Hit("mail.relay.before-call");
        var handed = await relay.SendAsync(new RelayMessage(outgoing.MessageId, from.Email, route.Value.Relayed, others.Value), cancel);
        CrashPoint.Hit("mail.relay.after-call");
        switch (handed)
        {
            case RelayOutcome.Refused refused:
                await once.ForgetAsync(action, cancel);
                return new PerformOutcome.Refused(refused.Code, refused.Reason);
            case RelayOutcome.Unknown unknown:
                return new PerformOutcome.Unknown(unknown.Reason);
            default:
                return await once.RunAsync(action, mailboxes, Store, cancel, begun: true);
        }
    }

    async Task<PerformOutcome> StoreAsync(ApprovedAction action, Mailbox mailbox, MailRoute route, ComposedMail composition, OutgoingMessage outgoing,
        IReadOnlyList<IncomingAttachment> files, byte[] own, byte[] others, CancellationToken cancel)
    {
        if (composition.Draft is { } draft && !await TakeDraftAsync(action, draft, cancel))
            return new PerformOutcome.Stale("The draft has changed since it was shown.");
        var toSelf = route.Local.Any(m => m.AccountId == mailbox.AccountId);
        string[] labels = toSelf ? [SystemLabels.Sent, SystemLabels.Inbox, SystemLabels.Unread] : [SystemLabels.Sent];
        var append = new AppendMessages(db, ids);
        var sent = await append.RunAsync(mailbox, [Incoming(outgoing, files, own, labels, outgoing.Bcc)], cancel);
        foreach (var recipient in route.Local.Where(m => m.AccountId != mailbox.AccountId).OrderBy(m => m.AccountId))
            await append.RunAsync(recipient, [Incoming(outgoing, files, others, [SystemLabels.Inbox, SystemLabels.Unread], [])], cancel);
        var message = sent.Single();
        return new PerformOutcome.Done(Json.ToElement(new { messageId = message.Id, threadId = message.ThreadId, rfcMessageId = outgoing.MessageId }), null, outgoing.MessageId);
    }

    /// <summary>The draft becomes the sent message: it goes, unless it is no longer the one that was read.</summary>
    async Task<bool> TakeDraftAsync(ApprovedAction action, Message draft, CancellationToken cancel)
    {
        if (await CurrentMessage.FindAsync(db, action, draft.Summary.Id, cancel) is not { } current || current.IsStale(draft.Summary.Revision))
            return false;
        await db.MailExecuteAsync("DELETE FROM mail.messages WHERE id = $1", cancel, P(draft.Summary.Id));
        await db.MailExecuteAsync("SELECT mail.refresh_threads($1)", cancel, P(new[] { current.ThreadId }));
        return true;
    }

    static IncomingMessage Incoming(OutgoingMessage message, IReadOnlyList<IncomingAttachment> files, byte[] raw, string[] labels, IReadOnlyList<MailAddress> bcc) => new()
    {
        MessageId = message.MessageId,
        InReplyTo = message.InReplyTo,
        References = message.References,
        From = message.From,
        To = message.To,
        Cc = message.Cc,
        Bcc = bcc,
        Subject = message.Subject,
        Date = message.Date,
        Text = message.Text,
        Labels = labels,
        Size = raw.Length,
        Attachments = files,
        Raw = raw,
        RawSha256 = SHA256.HashData(raw),
    };

    /// <summary>The Date field has no fractions: what is stored is what others see.</summary>
    static DateTimeOffset Seconds(DateTimeOffset time) => new(time.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
}
