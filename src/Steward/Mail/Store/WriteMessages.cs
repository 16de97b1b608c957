using System.Security.Cryptography;
using System.Text.Json;
using Steward.Mail.Search;
using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Store;

/// <summary>Writes the messages of a batch: octets, rows, bodies and attachments, each by array-valued statements.</summary>
static class WriteMessages
{
    /// <summary>Stands between the elements of a list within one value; no list element can hold it.</summary>
    const char Separator = '\x1f';

    const int BlobBytesPerStatement = 32 << 20;

    public static async Task RunAsync(StewardDbContext db, Mailbox mailbox, IReadOnlyList<NewMessage> messages, CancellationToken cancel)
    {
        await RowsAsync(db, mailbox, messages, cancel);
        await ContentAsync(db, mailbox, messages, cancel);
    }

    /// <summary>Bodies, attachments and their octets, for messages that have none yet.</summary>
    public static async Task ContentAsync(StewardDbContext db, Mailbox mailbox, IReadOnlyList<NewMessage> messages, CancellationToken cancel)
    {
        var attachments = messages.SelectMany(m => m.Source.Attachments.Select((a, index) => (Message: m, Attachment: a, Index: index, Sha256: a.Elsewhere is null ? SHA256.HashData(a.Content.Span) : null))).ToList();
        await BlobsAsync(db, mailbox.PersonId,
            [.. messages.Where(m => m.RawSha256 is not null).Select(m => (m.RawSha256!, m.Source.Raw)), .. attachments.Where(a => a.Sha256 is not null).Select(a => (a.Sha256!, a.Attachment.Content))], cancel);
        await db.MailExecuteAsync("INSERT INTO mail.bodies (message_id, text, html) SELECT * FROM unnest($1, $2, $3)", cancel,
            P(messages.Select(m => m.Id).ToArray()), P(messages.Select(m => m.Text).ToArray()), P(messages.Select(m => NewMessage.Storable(m.Source.Html)).ToArray()));
        if (attachments.Count == 0)
            return;
        await db.MailExecuteAsync(
            """
            INSERT INTO mail.attachments (message_id, index, person_id, file_name, words, content_type, content_id, size, sha256, remote_part)
            SELECT message_id, index, $1, file_name, ' ' || words || ' ', content_type, content_id, size, sha256, remote_part
            FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10) AS a (message_id, index, file_name, words, content_type, content_id, size, sha256, remote_part)
            """, cancel, P(mailbox.PersonId),
            P(attachments.Select(a => a.Message.Id).ToArray()), P(attachments.Select(a => a.Index).ToArray()),
            P(attachments.Select(a => Name(a.Attachment.FileName)).ToArray()), P(attachments.Select(a => Words.Of(a.Attachment.FileName)).ToArray()),
            P(attachments.Select(a => VisibleText.CleanLine(a.Attachment.ContentType)).ToArray()),
            P(attachments.Select(a => a.Attachment.ContentId is { } cid ? VisibleText.CleanLine(cid) : null).ToArray()),
            P(attachments.Select(a => a.Attachment.Size).ToArray()), P(attachments.Select(a => a.Sha256).ToArray()),
            P(attachments.Select(a => a.Attachment.Elsewhere?.Part).ToArray()));
    }

    static string Name(string fileName) => VisibleText.CleanLine(fileName) is { Length: > 0 } name ? NewMessage.Cut(name, 255) : "attachment";

    /// <summary>Keeps the octets of one attachment that was elsewhere until now.</summary>
    public static async Task KeepAsync(StewardDbContext db, Mailbox mailbox, Guid messageId, int index, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var sha256 = SHA256.HashData(content.Span);
        await BlobsAsync(db, mailbox.PersonId, [(sha256, content)], cancel);
        await db.MailExecuteAsync("UPDATE mail.attachments SET sha256 = $4, size = $5 WHERE message_id = $1 AND index = $2 AND person_id = $3 AND sha256 IS NULL", cancel,
            P(messageId), P(index), P(mailbox.PersonId), P(sha256), P((long)content.Length));
    }

    /// <summary>Equal octets are one row. In the order of their hashes, so that two accounts of one person cannot deadlock.</summary>
    static async Task BlobsAsync(StewardDbContext db, Guid personId, IEnumerable<(byte[] Sha256, ReadOnlyMemory<byte> Content)> all, CancellationToken cancel)
    {
        var blobs = all.DistinctBy(b => Convert.ToHexString(b.Sha256)).OrderBy(b => Convert.ToHexString(b.Sha256), StringComparer.Ordinal).ToList();
        for (var start = 0; start < blobs.Count;)
        {
            var (end, bytes) = (start, 0L);
            while (end < blobs.Count && (end == start || bytes + blobs[end].Content.Length <= BlobBytesPerStatement))
                bytes += blobs[end++].Content.Length;
            var part = blobs[start..end];
            await db.MailExecuteAsync(
                "INSERT INTO mail.blobs (person_id, sha256, content) SELECT $1, sha256, content FROM unnest($2, $3) AS b (sha256, content) ON CONFLICT DO NOTHING",
                cancel, P(personId), P(part.Select(b => b.Sha256).ToArray()), P(part.Select(b => b.Content.ToArray()).ToArray()));
            start = end;
        }
    }

    static async Task RowsAsync(StewardDbContext db, Mailbox mailbox, IReadOnlyList<NewMessage> messages, CancellationToken cancel)
    {
        var search = await SearchVectors.OfAsync(db, [.. messages.Select(m => SearchText.Of(m.Source))], cancel);
        await db.MailExecuteAsync(
            """
            INSERT INTO mail.messages (id, person_id, account_id, thread_id, message_id, in_reply_to, reference_ids, from_name, from_email, recipients, subject, snippet, date,
                labels, size, has_attachments, hidden_characters, list_id, list_unsubscribe, one_click_unsubscribe, raw_sha256, revision, search, remote_id, remote_draft, remote_history)
            SELECT id, $1, $2, thread_id, message_id, in_reply_to, string_to_array(reference_ids, E'\x1f'), from_name, from_email, recipients::jsonb, subject, snippet, date,
                string_to_array(labels, E'\x1f'), size, has_attachments, hidden_characters, list_id, list_unsubscribe, one_click_unsubscribe, raw_sha256, 1, search::tsvector, remote_id, remote_draft, remote_history
            FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25) AS r (
                id, thread_id, message_id, in_reply_to, reference_ids, from_name, from_email, recipients, subject, snippet, date, labels, size, has_attachments,
                hidden_characters, list_id, list_unsubscribe, one_click_unsubscribe, raw_sha256, search, remote_id, remote_draft, remote_history)
            """, cancel, P(mailbox.PersonId), P(mailbox.AccountId),
            P(messages.Select(m => m.Id).ToArray()), P(messages.Select(m => m.ThreadId).ToArray()), P(messages.Select(m => m.MessageId).ToArray()),
            P(messages.Select(m => m.InReplyTo).ToArray()), P(messages.Select(m => Join(m.References)).ToArray()),
            P(messages.Select(m => Clean(m.Source.From.Name)).ToArray()), P(messages.Select(m => Clean(m.Source.From.Email) ?? "").ToArray()),
            P(messages.Select(m => Recipients.Of(m.Source).ToJson()).ToArray()), P(messages.Select(m => m.Subject).ToArray()), P(messages.Select(m => m.Snippet()).ToArray()),
            P(messages.Select(m => m.Date).ToArray()), P(messages.Select(m => Join(m.Labels)).ToArray()), P(messages.Select(m => m.Source.Size).ToArray()),
            P(messages.Select(m => m.HasAttachments).ToArray()), P(messages.Select(m => m.Source.HiddenCharacters).ToArray()),
            P(messages.Select(m => Clean(m.Source.ListId)).ToArray()), P(messages.Select(m => Clean(m.Source.ListUnsubscribe)).ToArray()),
            P(messages.Select(m => m.Source.OneClickUnsubscribe).ToArray()), P(messages.Select(m => m.RawSha256).ToArray()), P(search),
            P(messages.Select(m => m.Remote?.Id).ToArray()), P(messages.Select(m => m.Remote?.Draft).ToArray()), P(messages.Select(m => m.Remote?.History).ToArray()));
    }

    static string Join(string[] list) => string.Join(Separator, list);

    static string? Clean(string? text) => text is null ? null : VisibleText.CleanLine(text);
}
