using Npgsql;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Store;

/// <summary>Reads whole messages, oldest first.</summary>
sealed class ReadMessages(NpgsqlDataSource database)
{
    /// <param name="condition">On <c>m</c>; <c>$3</c> is the value.</param>
    public async Task<List<Message>> RunAsync(Mailbox mailbox, string condition, Guid value, CancellationToken cancel)
    {
        var owned = StoredMail.Owned("m");
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Command(
            $"""
            SELECT {Rows.SummaryColumns}, m.message_id, m.in_reply_to, m.reference_ids, m.hidden_characters, m.list_unsubscribe, m.one_click_unsubscribe, m.list_id, b.text, b.html
            FROM mail.messages m JOIN mail.bodies b ON b.message_id = m.id {owned} AND {condition} ORDER BY m.date, m.id
            """, mailbox, value));
        batch.BatchCommands.Add(Command(
            $"""
            SELECT x.message_id, x.index, x.file_name, x.content_type, x.size, x.sha256, x.content_id
            FROM mail.messages m JOIN mail.attachments x ON x.message_id = m.id {owned} AND {condition} ORDER BY x.message_id, x.index
            """, mailbox, value));
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var messages = new List<Message>();
        while (await reader.ReadAsync(cancel))
            messages.Add(Whole(reader));
        await reader.NextResultAsync(cancel);
        var attachments = new List<(Guid MessageId, Attachment Attachment)>();
        while (await reader.ReadAsync(cancel))
            attachments.Add(OneAttachment(reader));
        var byMessage = attachments.ToLookup(a => a.MessageId, a => a.Attachment);
        return messages.ConvertAll(m => m with { Attachments = [.. byMessage[m.Summary.Id]] });
    }

    static NpgsqlBatchCommand Command(string sql, Mailbox mailbox, Guid value) =>
        new(sql) { Parameters = { P(mailbox.AccountId), P(mailbox.PersonId), P(value) } };

    static Message Whole(NpgsqlDataReader row)
    {
        var recipients = Recipients.Read(row.GetString(5));
        return new Message
        {
            Summary = Rows.Summary(row, recipients),
            MessageId = row.GetString(Rows.SummaryWidth),
            InReplyTo = row.TextOrNull(Rows.SummaryWidth + 1),
            References = row.GetFieldValue<string[]>(Rows.SummaryWidth + 2),
            Cc = recipients.Cc,
            Bcc = recipients.Bcc,
            ReplyTo = recipients.ReplyTo,
            HiddenCharacters = row.GetInt32(Rows.SummaryWidth + 3),
            ListUnsubscribe = row.TextOrNull(Rows.SummaryWidth + 4),
            OneClickUnsubscribe = row.GetBoolean(Rows.SummaryWidth + 5),
            ListId = row.TextOrNull(Rows.SummaryWidth + 6),
            Text = row.GetString(Rows.SummaryWidth + 7),
            Html = row.TextOrNull(Rows.SummaryWidth + 8),
        };
    }

    static (Guid MessageId, Attachment Attachment) OneAttachment(NpgsqlDataReader row) => (row.GetGuid(0),
        new Attachment(row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.IsDBNull(5) ? null : Convert.ToHexStringLower(row.GetFieldValue<byte[]>(5)), row.TextOrNull(6)));
}
