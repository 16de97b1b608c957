using Steward.Actions;
using Steward.Mail.Actions;
using Steward.Mail.Search;
using Steward.Mail.Store;
using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Local;

/// <summary>Makes and changes drafts: messages with the label DRAFT that have no octets yet.</summary>
sealed class ChangeDrafts(StewardDbContext db, PerformMailOnce once, PrepareOutgoing sender, Ids ids, TimeProvider clock)
{
    public async Task<PerformOutcome> CreateAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel)
    {
        var made = await sender.ExecuteAsync(action, payload, cancel);
        if (made.Error is { } error)
            return new PerformOutcome.Refused(error.Code, error.Detail);
        var (mailbox, from, composition) = made.Value;
        return await once.RunAsync(action, [mailbox], async () =>
        {
            var draft = Incoming(from, composition, PrepareOutgoing.MessageIdOf(action, mailbox), clock.GetUtcNow(), await sender.AttachmentsAsync(mailbox, composition, cancel));
            var stored = await new AppendMessages(db, ids).RunAsync(mailbox, [draft], cancel);
            var id = stored.Single().Id;
            return new PerformOutcome.Done(Json.ToElement(new { draftId = id, revision = "1" }), new InverseAction(MailActions.DeleteDraft, Json.ToElement(new DraftPayload(id)), "1"), id.ToString());
        }, cancel);
    }

    /// <summary>Recipients, subject and text become the payload's; files stay. The inverse writes back what was there.</summary>
    public async Task<PerformOutcome> UpdateAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel)
    {
        var made = await sender.ExecuteAsync(action, payload, cancel);
        if (made.Error is { } error)
            return new PerformOutcome.Refused(error.Code, error.Detail);
        var (mailbox, from, composition) = made.Value;
        var before = composition.Draft!;
        return await once.RunAsync(action, [mailbox], async () =>
        {
            var id = before.Summary.Id;
            if (await CurrentMessage.FindAsync(db, action, id, cancel) is not { } current)
                return new PerformOutcome.Refused("not_found", "The draft is no longer there.");
            // What was read outside the transaction must still hold, whatever was shown: the inverse is made of it.
            if (current.IsStale(action.ExpectedRevision) || current.IsStale(before.Summary.Revision))
                return new PerformOutcome.Stale("The draft has changed since it was shown.");
            await WriteAsync(id, Incoming(from, composition, before.MessageId, clock.GetUtcNow(), []), before, cancel);
            await db.MailExecuteAsync("SELECT mail.refresh_threads($1)", cancel, P(new[] { current.ThreadId }));
            var revision = RevisionText.Of(current.Revision + 1);
            var inverse = payload with { To = before.Summary.To, Cc = before.Cc, Bcc = before.Bcc, Subject = before.Summary.Subject, Text = before.Text, TypedByPerson = [] };
            return new PerformOutcome.Done(Json.ToElement(new { draftId = id, revision }), new InverseAction(MailActions.UpdateDraft, Json.ToElement(inverse), revision), id.ToString());
        }, cancel);
    }

    async Task WriteAsync(Guid id, IncomingMessage draft, Message before, CancellationToken cancel)
    {
        var message = NewMessage.Of(id, draft);
        var search = await SearchVectors.OfAsync(db, [SearchText.Of(draft with { Attachments = [.. before.Attachments.Select(a => new IncomingAttachment(a.FileName, a.ContentType, default))] })], cancel);
        await db.MailExecuteAsync(
            """
            UPDATE mail.messages SET recipients = $2::jsonb, subject = $3, snippet = $4, date = $5, size = $6, revision = revision + 1,
                search = $7::tsvector WHERE id = $1
            """, cancel, P(id), P(Recipients.Of(draft).ToJson()), P(message.Subject), P(message.Snippet()), P(message.Date.UtcDateTime),
            P(draft.Size + before.Attachments.Sum(a => a.Size)), P(search[0]));
        await db.MailExecuteAsync("UPDATE mail.bodies SET text = $2, html = NULL WHERE message_id = $1", cancel, P(id), P(message.Text));
    }

    static IncomingMessage Incoming(MailAddress from, ComposedMail composition, string messageId, DateTimeOffset date, IReadOnlyList<IncomingAttachment> attachments) => new()
    {
        MessageId = messageId,
        InReplyTo = composition.InReplyTo,
        References = composition.References,
        From = from,
        To = composition.Payload.To,
        Cc = composition.Payload.Cc,
        Bcc = composition.Payload.Bcc,
        Subject = composition.Payload.Subject,
        Date = date,
        Text = composition.Text,
        Labels = [SystemLabels.Draft],
        Size = composition.Text.Length + attachments.Sum(a => (long)a.Content.Length),
        Attachments = attachments,
        Raw = ReadOnlyMemory<byte>.Empty,
        RawSha256 = [],
    };
}
