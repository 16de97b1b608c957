using Steward.Mail;

namespace Steward.Tools.Proposing;

/// <summary>Payloads of mail to be written. The order of recipients is kept; nobody appears twice.</summary>
static class Compose
{
    public static ComposePayload Payload(
        string request, IEnumerable<Recipient> to, IEnumerable<Recipient> cc, IEnumerable<Recipient> bcc, string subject, string text)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var (toList, ccList, bccList) = (Addresses(to, seen), Addresses(cc, seen), Addresses(bcc, seen));
        return new ComposePayload
        {
            To = toList,
            Cc = ccList,
            Bcc = bccList,
            Subject = subject,
            Text = text,
            TypedByPerson = Drafts.Typed(request, seen),
        };
    }

    static List<MailAddress> Addresses(IEnumerable<Recipient> recipients, HashSet<string> seen) =>
        [.. recipients.Select(r => new MailAddress(r.Name, r.Email.Trim())).Where(a => a.Email.Length > 0 && seen.Add(a.Email))];
}
