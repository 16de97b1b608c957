using Microsoft.EntityFrameworkCore;
using Steward.Mail.Store;
using Steward.Platform;

namespace Steward.Mail;

/// <param name="Imported">Stored now.</param>
/// <param name="Duplicates">Already there, or twice in the batch: left out.</param>
public sealed record StoreResult(int Imported, int Duplicates);

/// <summary>
/// Stores a batch of messages in a Local account: all of them or none, in one transaction (the caller's, when one is open on the context).
/// A message that the account already has, by its octets or by Message-ID and date, is counted and left out, so a second import adds nothing.
/// Messages join threads by References and In-Reply-To, then by subject within 30 days. Writers of one account wait for one another.
/// </summary>
public sealed class StoreMessages(StewardDbContext db, LiveEvents live, Ids ids)
{
    /// <exception cref="InvalidOperationException">The mailbox is not this person's, or is gone.</exception>
    public async Task<StoreResult> ExecuteAsync(Mailbox mailbox, IReadOnlyList<IncomingMessage> batch, CancellationToken cancel)
    {
        if (batch.Count == 0)
            return new StoreResult(0, 0);
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await using (own)
        {
            if (!await db.LockMailAsync(mailbox.PersonId, mailbox.AccountId, cancel))
                throw new InvalidOperationException("The mailbox to store into is gone.");
            var stored = await new AppendMessages(db, ids).RunAsync(mailbox, batch, cancel);
            if (stored.Count > 0)
                live.Stage(mailbox.PersonId, "mail_changed", mailbox.AccountId, new { accountId = mailbox.AccountId });
            await db.SaveChangesAsync(cancel);
            if (own is not null)
                await own.CommitAsync(cancel);
            return new StoreResult(stored.Count, batch.Count - stored.Count);
        }
    }
}
