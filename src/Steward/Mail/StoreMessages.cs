using Steward.Platform;

namespace Steward.Mail;

/// <param name="Imported">Stored now.</param>
/// <param name="Duplicates">Already there, or twice in the batch: left out.</param>
public sealed record StoreResult(int Imported, int Duplicates);

/// <summary>
/// Stores a batch of messages in a Local account: all of them or none, in one transaction (the caller's, when one is open on the context).
/// A message that the account already has, by its bytes or by Message-ID and date, is counted and left out, so a second import adds nothing.
/// Messages join threads by References and In-Reply-To, then by subject within 30 days. Writers of one account wait for one another.
/// </summary>
public sealed class StoreMessages(StewardDbContext db)
{
    public async Task<StoreResult> ExecuteAsync(Mailbox mailbox, IReadOnlyList<IncomingMessage> batch, CancellationToken cancel)
    {
        await db.Database.CanConnectAsync(cancel);
        throw new NotImplementedException();
    }
}
