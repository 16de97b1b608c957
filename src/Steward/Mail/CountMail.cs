using Steward.Platform;

namespace Steward.Mail;

/// <param name="Messages">All messages, trash and spam too.</param>
/// <param name="Unread">Unread ones in the inbox.</param>
public sealed record MailCounts(long Messages, long Unread);

/// <summary>Message and unread counts per Local account, for the accounts page. Kept, not counted: cheap at any mailbox size.</summary>
public sealed class CountMail(StewardDbContext db)
{
    /// <summary>One entry per account of the person that has mail.</summary>
    public Task<IReadOnlyDictionary<Guid, MailCounts>> ExecuteAsync(Guid personId, CancellationToken cancel) => throw new NotImplementedException(db.ToString());
}
