using Steward.Mail;

namespace Steward.Tests.Tools;

/// <summary>Mail for tests, in one line each.</summary>
static class Mails
{
    public static readonly DateTimeOffset Monday = new(2026, 11, 16, 9, 0, 0, TimeSpan.Zero);

    public static Message Message(
        string from, string subject, string text, DateTimeOffset? date = null, string[]? labels = null, Guid? thread = null, Guid? account = null, string? name = null, string? unsubscribe = null,
        MailAddress[]? to = null, MailAddress[]? cc = null) => new()
        {
            Summary = new MessageSummary
            {
                Id = Guid.NewGuid(),
                AccountId = account ?? Guid.Empty,
                ThreadId = thread ?? Guid.NewGuid(),
                From = new MailAddress(name, from),
                To = to ?? [new MailAddress(null, "me@steward.local")],
                Subject = subject,
                Snippet = text.Length > 200 ? text[..200] : text,
                Date = date ?? Monday,
                Labels = labels ?? [SystemLabels.Inbox],
                Size = text.Length,
                Revision = "1",
            },
            MessageId = Guid.NewGuid().ToString("n") + "@test",
            Text = text,
            Cc = cc ?? [],
            ListUnsubscribe = unsubscribe,
        };

    public static MailThread Thread(params Message[] messages) => new(new ThreadSummary
    {
        Id = messages[0].Summary.ThreadId,
        AccountId = messages[0].Summary.AccountId,
        Subject = messages[0].Summary.Subject,
        Snippet = messages[^1].Summary.Snippet,
        Participants = [.. messages.Select(m => m.Summary.From).Distinct()],
        LastMessageAt = messages.Max(m => m.Summary.Date),
        MessageCount = messages.Length,
        UnreadCount = 0,
        Labels = [.. messages.SelectMany(m => m.Summary.Labels).Distinct()],
    }, messages);
}
