using Steward.Platform;

namespace Steward.Mail.Local;

/// <summary>A Local account's mail is what is stored.</summary>
sealed class LocalMailReader(StoredMail stored) : IMailReader
{
    public string Provider => "local";

    public Task<Result<Page<MessageSummary>>> SearchAsync(Mailbox mailbox, MailSearch search, CancellationToken cancel) => stored.SearchAsync(mailbox, search, cancel);

    public Task<Result<Page<ThreadSummary>>> SearchThreadsAsync(Mailbox mailbox, MailSearch search, CancellationToken cancel) => stored.SearchThreadsAsync(mailbox, search, cancel);

    public Task<Message?> GetMessageAsync(Mailbox mailbox, Guid id, CancellationToken cancel) => stored.GetMessageAsync(mailbox, id, cancel);

    public Task<MailThread?> GetThreadAsync(Mailbox mailbox, Guid id, CancellationToken cancel) => stored.GetThreadAsync(mailbox, id, cancel);

    public Task<Stream?> OpenAttachmentAsync(Mailbox mailbox, Guid messageId, int index, CancellationToken cancel) => stored.OpenAttachmentAsync(mailbox, messageId, index, cancel);

    public Task<IReadOnlyList<Label>> GetLabelsAsync(Mailbox mailbox, CancellationToken cancel) => stored.GetLabelsAsync(mailbox, cancel);
}
