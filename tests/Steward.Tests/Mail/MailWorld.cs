using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Mail;
using Steward.Mail.Local;
using Steward.Testing;

namespace Steward.Tests.Mail;

/// <summary>A person with a Local mailbox, and short words for filling and reading it.</summary>
sealed class MailWorld : IAsyncDisposable
{
    readonly ServiceProvider services;
    AsyncServiceScope? scope;

    MailWorld(TestDatabase database, ServiceProvider services, Mailbox mailbox)
    {
        Database = database;
        this.services = services;
        Mailbox = mailbox;
    }

    public TestDatabase Database { get; }
    public Mailbox Mailbox { get; }
    public IServiceProvider Services => services;
    public ActionSubject Subject => new(Mailbox.PersonId, Mailbox.AccountId);
    public IMailReader Reader => (scope ??= services.CreateAsyncScope()).ServiceProvider.GetServices<IMailReader>().Single(r => r.Provider == Mailbox.Provider);
    public DateTimeOffset Now => Database.Clock.GetUtcNow();

    public static async Task<MailWorld> CreateAsync(TestDatabase database, Action<IServiceCollection>? add = null, string? address = null, string provider = "local")
    {
        var (personId, account) = await database.AddPersonAsync(address, provider: provider);
        var services = database.Services(all =>
        {
            all.AddMail();
            add?.Invoke(all);
        });
        return new MailWorld(database, services, Of(personId, account));
    }

    public static Mailbox Of(Guid personId, LinkedAccount account) => new(personId, account.Id, account.Provider, account.Address);

    public async Task<StoreResult> StoreAsync(params IncomingMessage[] batch) => await StoreAsync(Mailbox, batch);

    public async Task<StoreResult> StoreAsync(Mailbox mailbox, params IncomingMessage[] batch)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StoreMessages>().ExecuteAsync(mailbox, batch, CancellationToken.None);
    }

    public async Task<IReadOnlyList<MessageSummary>> SearchAsync(string query, string zone = "UTC")
    {
        var page = await Reader.SearchAsync(Mailbox, new MailSearch(query, Now, zone, Limit: 500), CancellationToken.None);
        return page.Error is { } error ? throw new InvalidOperationException(error.Detail) : page.Value.Items;
    }

    public async Task<string[]> SubjectsAsync(string query, string zone = "UTC") => [.. (await SearchAsync(query, zone)).Select(m => m.Subject)];

    public async Task<Message> MessageAsync(string subject) =>
        (await Reader.GetMessageAsync(Mailbox, (await SearchAsync("in:anywhere")).Single(m => m.Subject == subject).Id, CancellationToken.None))!;

    public async ValueTask DisposeAsync()
    {
        if (scope is { } used)
            await used.DisposeAsync();
        await services.DisposeAsync();
    }

    static int count;

    /// <summary>A message of which a test says only what it is about.</summary>
    public static IncomingMessage Letter(string subject, string from = "Anna Schmidt <anna@example.com>", string to = "me@steward.local", string text = "Hello.",
        DateTimeOffset? date = null, string? id = null, string? inReplyTo = null, string[]? references = null, string[]? labels = null, string? html = null,
        string cc = "", string bcc = "", string? listId = null, long? size = null, IncomingAttachment[]? attachments = null)
    {
        var messageId = id ?? $"m{Interlocked.Increment(ref count)}@example.com";
        var raw = Encoding.UTF8.GetBytes($"Message-ID: <{messageId}>\r\nSubject: {subject}\r\nX-Date: {date:O}\r\n\r\n{text}");
        return new IncomingMessage
        {
            MessageId = messageId, InReplyTo = inReplyTo, References = references ?? [], From = Addresses(from)[0], To = Addresses(to), Cc = Addresses(cc), Bcc = Addresses(bcc),
            Subject = subject, Date = date ?? new DateTimeOffset(2026, 11, 19, 12, 0, 0, TimeSpan.Zero), Text = text, Html = html, ListId = listId,
            Labels = labels ?? [SystemLabels.Inbox, SystemLabels.Unread], Size = size ?? raw.Length, Attachments = attachments ?? [], Raw = raw, RawSha256 = SHA256.HashData(raw),
        };
    }

    public static IReadOnlyList<MailAddress> Addresses(string list) => MailAddresses.Parse(list);
}
