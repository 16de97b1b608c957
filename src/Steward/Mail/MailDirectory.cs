using Steward.Platform;

namespace Steward.Mail;

/// <summary>Finds a person's mailboxes and the reader for each. A mailbox of somebody else is not found.</summary>
public sealed class MailDirectory(StewardDbContext db, IEnumerable<IMailReader> readers)
{
    /// <summary>All mailboxes of the person, oldest first.</summary>
    public Task<IReadOnlyList<Mailbox>> ListAsync(Guid personId, CancellationToken cancel) => throw new NotImplementedException(db.ToString());

    /// <summary>The mailbox, or null when it is not this person's.</summary>
    public Task<Mailbox?> FindAsync(Guid personId, Guid accountId, CancellationToken cancel) => throw new NotImplementedException(readers.ToString());

    /// <exception cref="InvalidOperationException">No reader is registered for the mailbox's provider.</exception>
    public IMailReader ReaderOf(Mailbox mailbox) => throw new NotImplementedException();
}
