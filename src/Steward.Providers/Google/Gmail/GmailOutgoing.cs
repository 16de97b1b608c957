using Steward.Actions;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Providers.Google.Gmail;

/// <param name="RfcId">Message-ID without angle brackets, made of the action's key: the same in every attempt.</param>
/// <param name="Raw">As it goes to Gmail: with Bcc, which Gmail takes out of what others get.</param>
sealed record GmailOutgoing(Mailbox Mailbox, ComposedMail Composition, string RfcId, byte[] Raw)
{
    public static async Task<Result<GmailOutgoing>> OfAsync(PrepareOutgoing prepare, ApprovedAction action, ComposePayload payload, DateTimeOffset now, CancellationToken cancel)
    {
        var made = await prepare.ExecuteAsync(action, payload, cancel);
        if (made.Error is { } error)
            return error;
        var (mailbox, from, composition) = made.Value;
        var files = await prepare.AttachmentsAsync(mailbox, composition, cancel);
        var rfcId = PrepareOutgoing.MessageIdOf(action, mailbox);
        var raw = MimeWriter.Write(composition.ToOutgoing(from, rfcId, now, [.. files.Select(f => new OutgoingAttachment(f.FileName, f.ContentType, f.Content))]), withBcc: true);
        return raw.Error is { } unwritable ? unwritable : new GmailOutgoing(mailbox, composition, rfcId, raw.Value);
    }
}
