using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Store;

/// <summary>Counts, per address, what came from it and what went to it, and keeps from where it seems to have come. Drafts have gone nowhere, and spam makes nobody a contact.</summary>
static class WriteContacts
{
    public static async Task RunAsync(StewardDbContext db, Mailbox mailbox, IReadOnlyList<NewMessage> messages, CancellationToken cancel)
    {
        var own = mailbox.Address.ToLowerInvariant();
        var exchanged = messages.Where(m => !m.Labels.Contains(SystemLabels.Draft) && !m.Labels.Contains(SystemLabels.Spam)).ToList();
        var contacts = exchanged.SelectMany(m => Seen(m, own))
            .Where(seen => seen.Address.Length is > 0 and <= 320 && seen.Address != own)
            .GroupBy(seen => seen.Address, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (Address: group.Key, Name: group.Where(s => s.Name is { Length: > 0 }).OrderByDescending(s => s.Date).FirstOrDefault().Name,
                Received: group.LongCount(s => !s.Sent), Sent: group.LongCount(s => s.Sent), LastAt: group.Max(s => s.Date),
                Signature: group.Where(s => s.Signature is not null).OrderByDescending(s => s.Date).FirstOrDefault().Signature)).ToList();
        await db.MailExecuteAsync(
            """
            INSERT INTO mail.contacts AS c (account_id, address, name, received, sent, last_at, signature)
            SELECT $1, address, name, received, sent, last_at, signature FROM unnest($2, $3, $4, $5, $6, $7) AS n (address, name, received, sent, last_at, signature)
            ON CONFLICT (account_id, address) DO UPDATE SET received = c.received + excluded.received, sent = c.sent + excluded.sent,
                name = CASE WHEN excluded.name IS NOT NULL AND (c.name IS NULL OR excluded.last_at >= c.last_at) THEN excluded.name ELSE c.name END,
                signature = CASE WHEN excluded.signature IS NOT NULL AND (c.signature IS NULL OR excluded.last_at >= c.last_at) THEN excluded.signature ELSE c.signature END,
                last_at = greatest(c.last_at, excluded.last_at)
            """, cancel, P(mailbox.AccountId), P(contacts.Select(c => c.Address).ToArray()), P(contacts.Select(c => c.Name).ToArray()),
            P(contacts.Select(c => c.Received).ToArray()), P(contacts.Select(c => c.Sent).ToArray()), P(contacts.Select(c => c.LastAt).ToArray()),
            P(contacts.Select(c => c.Signature).ToArray()));
        await WriteOffsetsAsync(db, mailbox, exchanged, cancel);
    }

    static async Task WriteOffsetsAsync(StewardDbContext db, Mailbox mailbox, IReadOnlyList<NewMessage> messages, CancellationToken cancel)
    {
        var own = mailbox.Address.ToLowerInvariant();
        var offsets = messages.Where(m => m.Source.WrittenOffset is not null && !IsOwn(m, own)).Select(m => (Address: Clean(m.Source.From.Email).ToLowerInvariant(), Minutes: (short)m.Source.WrittenOffset!.Value.TotalMinutes, m.Date))
            .Where(m => m.Address.Length is > 0 and <= 320).GroupBy(m => (m.Address, m.Minutes)).OrderBy(g => g.Key.Address, StringComparer.Ordinal).ThenBy(g => g.Key.Minutes)
            .Select(g => (g.Key.Address, g.Key.Minutes, Received: g.LongCount(), LastAt: g.Max(m => m.Date))).ToList();
        if (offsets.Count > 0)
            await db.MailExecuteAsync(
                """
                INSERT INTO mail.contact_offsets AS o (account_id, address, minutes, received, last_at)
                SELECT $1, address, minutes, received, last_at FROM unnest($2, $3, $4, $5) AS n (address, minutes, received, last_at)
                ON CONFLICT (account_id, address, minutes) DO UPDATE SET received = o.received + excluded.received, last_at = greatest(o.last_at, excluded.last_at)
                """, cancel, P(mailbox.AccountId), P(offsets.Select(o => o.Address).ToArray()), P(offsets.Select(o => o.Minutes).ToArray()), P(offsets.Select(o => o.Received).ToArray()),
                P(offsets.Select(o => o.LastAt).ToArray()));
    }

    static bool IsOwn(NewMessage message, string own) => message.Labels.Contains(SystemLabels.Sent) || string.Equals(message.Source.From.Email, own, StringComparison.OrdinalIgnoreCase);

    static IEnumerable<(string Address, string? Name, bool Sent, DateTimeOffset Date, string? Signature)> Seen(NewMessage message, string own)
    {
        var source = message.Source;
        var sent = IsOwn(message, own);
        var signature = sent || source.ListId is not null ? null : MailSignature.Of(message.Text);
        IEnumerable<MailAddress> people = sent ? [.. source.To, .. source.Cc, .. source.Bcc] : [source.From];
        return people.Select(p => (Clean(p.Email).ToLowerInvariant(), p.Name is null ? null : Clean(p.Name), sent, message.Date, signature)).DistinctBy(p => p.Item1);
    }

    static string Clean(string text) => VisibleText.CleanLine(text);
}
