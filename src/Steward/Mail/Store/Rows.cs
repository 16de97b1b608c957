using System.Text.Json;
using Npgsql;
using Steward.Platform;

namespace Steward.Mail.Store;

/// <summary>The columns of lists, and how a row becomes a record.</summary>
static class Rows
{
    public const string SummaryColumns =
        "m.id, m.account_id, m.thread_id, m.from_name, m.from_email, m.recipients, m.subject, m.snippet, m.date, m.labels, m.size, m.has_attachments, m.revision, m.snoozed_until";

    /// <summary>How many columns <see cref="SummaryColumns"/> are: what follows them begins there.</summary>
    public const int SummaryWidth = 14;

    public const string ThreadColumns =
        "t.id, t.account_id, t.subject, t.snippet, t.participants, t.last_at, t.message_count, t.unread_count, t.labels, t.has_attachments";

    public static MessageSummary Summary(NpgsqlDataReader row) => Summary(row, Recipients.Read(row.GetString(5)));

    public static MessageSummary Summary(NpgsqlDataReader row, Recipients recipients) => new()
    {
        Id = row.GetGuid(0),
        AccountId = row.GetGuid(1),
        ThreadId = row.GetGuid(2),
        From = new MailAddress(row.TextOrNull(3), row.GetString(4)),
        To = recipients.To,
        Subject = row.GetString(6),
        Snippet = row.GetString(7),
        Date = row.Instant(8),
        Labels = row.GetFieldValue<string[]>(9),
        Size = row.GetInt64(10),
        HasAttachments = row.GetBoolean(11),
        Revision = RevisionText.Of(row.GetInt64(12)),
        SnoozedUntil = row.IsDBNull(13) ? null : row.Instant(13),
    };

    public static ThreadSummary Thread(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        AccountId = row.GetGuid(1),
        Subject = row.GetString(2),
        Snippet = row.GetString(3),
        Participants = JsonSerializer.Deserialize<List<MailAddress>>(row.GetString(4), Json.Options) ?? [],
        LastMessageAt = row.Instant(5),
        MessageCount = row.GetInt32(6),
        UnreadCount = row.GetInt32(7),
        Labels = row.GetFieldValue<string[]>(8),
        HasAttachments = row.GetBoolean(9),
    };
}
