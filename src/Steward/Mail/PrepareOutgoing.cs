using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Steward.Actions;
using Steward.Mail.Store;
using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail;

/// <param name="From">The account's address with its display name.</param>
public sealed record PreparedMail(Mailbox Mailbox, MailAddress From, ComposedMail Composition);

/// <summary>Gathers what a message of an account is made of, as it is now: for every provider's performer.</summary>
public sealed class PrepareOutgoing(NpgsqlDataSource database, IEnumerable<IMailReader> readers)
{
    public async Task<Result<PreparedMail>> ExecuteAsync(ApprovedAction action, ComposePayload payload, CancellationToken cancel)
    {
        var accounts = await database.MailCommand("SELECT address, display_name FROM accounts.linked_accounts WHERE id = $1 AND person_id = $2 AND provider = $3",
            P(action.Subject.AccountId), P(action.Subject.PersonId), P(action.Provider)).ReadAllAsync(row => (Address: row.GetString(0), Name: row.GetString(1)), cancel);
        if (accounts.Count == 0)
            return Error.NotFound("account");
        var (address, name) = accounts[0];
        var mailbox = new Mailbox(action.Subject.PersonId, action.Subject.AccountId, action.Provider, address);
        var composition = await ComposedMail.OfAsync(ReaderOf(mailbox), mailbox, action.Kind, payload, cancel);
        return composition.Error is { } error
            ? error
            : new PreparedMail(mailbox, new MailAddress(name.Length == 0 || name == address ? null : VisibleText.CleanLine(name), address), composition.Value);
    }

    public async Task<IReadOnlyList<IncomingAttachment>> AttachmentsAsync(Mailbox mailbox, ComposedMail composition, CancellationToken cancel)
    {
        var files = new List<IncomingAttachment>();
        foreach (var (messageId, file) in composition.Attachments)
        {
            await using var stream = await ReaderOf(mailbox).OpenAttachmentAsync(mailbox, messageId, file.Index, cancel)
                ?? throw new InvalidOperationException("An attachment has no octets.");
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancel);
            files.Add(new IncomingAttachment(file.FileName, file.ContentType, content.ToArray(), file.ContentId));
        }
        return files;
    }

    IMailReader ReaderOf(Mailbox mailbox) => readers.First(reader => reader.Provider == mailbox.Provider);

    /// <summary>The same for every attempt with the same key, so that a message that was sent twice by mistake would still be one, and one can ask a provider for it.</summary>
    public static string MessageIdOf(ApprovedAction action, Mailbox mailbox) =>
        MimeWriter.NewMessageId(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"mail:{action.Subject.AccountId}:{action.Key}")).AsSpan(0, 16)), mailbox.Address);
}
