using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Store;

/// <summary>Counts, per address, what came from it and what went to it. Drafts have gone nowhere, and spam makes nobody a contact.</summary>
static class WriteContacts
{
    public static async Task RunAsync(StewardDbContext db, Mailbox mailbox, IReadOnlyList<NewMessage> messages, CancellationToken cancel)
    {
        var own = mailbox.Address.ToLowerInvariant();
        var contacts = messages.Where(m => !m.Labels.Contains(SystemLabels.Draft) && !m.Labels.Contains(SystemLabels.Spam)).SelectMany(m => Seen(m, own))
            .Where(seen => seen.Address.Length is > 0 and <= 320 && seen.Address != own)
            .GroupBy(seen => seen.Address, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (Address: group.Key, Name: group.Where(s => s.Name is { Length: > 0 }).OrderByDescending(s => s.Date).FirstOrDefault().Name,
                Received: group.LongCount(s => !s.Sent), Sent: group.LongCount(s => s.Sent), LastAt: group.Max(s => s.Date))).ToList();
        await db.MailExecuteAsync(
            """
            INSERT INTO mail.contacts AS c (account_id, address, name, received, sent, last_at)
            SELECT $1, address, name, received, sent, last_at FROM unnest($2, $3, $4, $5, $6) AS n (address, name, received, sent, last_at)
            ON CONFLICT (account_id, address) DO UPDATE SET received = c.received + excluded.received, sent = c.sent + excluded.sent,
                name = CASE WHEN excluded.name IS NOT NULL AND (c.name IS NULL OR excluded.last_at >= c.last_at) THEN excluded.name ELSE c.name END,
                last_at = greatest(c.last_at, excluded.last_at)
            """, cancel, P(mailbox.AccountId), P(contacts.Select(c => c.Address).ToArray()), P(contacts.Select(c => c.Name).ToArray()),
            P(contacts.Select(c => c.Received).ToArray()), P(contacts.Select(c => c.Sent).ToArray()), P(contacts.Select(c => c.LastAt).ToArray()));
    }

    static IEnumerable<(string Address, string? Name, bool Sent, DateTimeOffset Date)> Seen(NewMessage message, string own)
    {
        var source = message.Source;
        var sent = message.Labels.Contains(SystemLabels.Sent) || string.Equals(source.From.Email, own, StringComparison.OrdinalIgnoreCase);
        IEnumerable<MailAddress> people = sent ? [.. source.To, .. source.Cc, .. source.Bcc] : [source.From];
        return people.Select(p => (Clean(p.Email).ToLowerInvariant(), p.Name is null ? null : Clean(p.Name), sent, message.Date)).DistinctBy(p => p.Item1);
    }

    static string Clean(string text) => VisibleText.CleanLine(text);
}
