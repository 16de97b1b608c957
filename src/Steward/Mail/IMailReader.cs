using Steward.Platform;

namespace Steward.Mail;

/// <summary>Reads a mailbox at one provider. Never changes anything, read state included. Every call sees only the given mailbox.</summary>
public interface IMailReader
{
    string Provider { get; }

    /// <summary>Messages that match, newest first. The query is Gmail's search language; an operator in it that is not understood is <see cref="ErrorKind.Invalid"/>.</summary>
    Task<Result<Page<MessageSummary>>> SearchAsync(Mailbox mailbox, MailSearch search, CancellationToken cancel);

    /// <summary>Threads with at least one match, newest last message first.</summary>
    Task<Result<Page<ThreadSummary>>> SearchThreadsAsync(Mailbox mailbox, MailSearch search, CancellationToken cancel);

    Task<Message?> GetMessageAsync(Mailbox mailbox, Guid id, CancellationToken cancel);

    /// <summary>The thread with all its messages, oldest first; those in the trash are left out unless all are.</summary>
    Task<MailThread?> GetThreadAsync(Mailbox mailbox, Guid id, CancellationToken cancel);

    /// <summary>The attachment's bytes; null when there is none with that index.</summary>
    Task<Stream?> OpenAttachmentAsync(Mailbox mailbox, Guid messageId, int index, CancellationToken cancel);

    Task<IReadOnlyList<Label>> GetLabelsAsync(Mailbox mailbox, CancellationToken cancel);
}

/// <param name="Query">Gmail's search language; empty = all but trash and spam.</param>
/// <param name="Now">What <c>older_than:</c> counts from.</param>
/// <param name="Zone">IANA zone in which dates of the query are days.</param>
/// <param name="Limit">1–500.</param>
public sealed record MailSearch(string Query, DateTimeOffset Now, string Zone = "UTC", string? Cursor = null, int Limit = 50, bool WithTotal = false);
