using Steward.Platform;

namespace Steward.Mail;

/// <summary>Somebody whom the person has exchanged mail with. The name is outside text: the one last seen beside the address.</summary>
/// <param name="Address">Lower-cased.</param>
/// <param name="Received">Messages from this address.</param>
/// <param name="Sent">Messages that the person sent to this address.</param>
public sealed record MailContact(Guid AccountId, string? Name, string Address, long Received, long Sent, DateTimeOffset LastAt);

/// <summary>The addresses that occur in a person's mail. Kept up to date with every stored message, so reading is cheap at any mailbox size.</summary>
public sealed class ContactsFromMail(StewardDbContext db)
{
    /// <summary>Contacts of all the person's Local accounts, most exchanged first; one row per account and address.</summary>
    /// <param name="limit">At most this many, by messages exchanged.</param>
    public Task<IReadOnlyList<MailContact>> ListAsync(Guid personId, int limit, CancellationToken cancel) => throw new NotImplementedException(db.ToString());

    /// <summary>Of these addresses, those that the person has exchanged mail with, lower-cased.</summary>
    public Task<IReadOnlySet<string>> KnownAsync(Guid personId, IReadOnlyCollection<string> addresses, CancellationToken cancel) => throw new NotImplementedException();
}
