using Steward.Mail;
using Steward.Platform;
using static Steward.Tests.Mail.MailWorld;

namespace Steward.Tests.Mail.Local;

/// <summary>What every provider's mail reader must do. A provider's tests derive from this and say how a mailbox with mail in it is made.</summary>
public abstract class MailReaderConformance
{
    /// <summary>A mailbox of its own, holding these messages.</summary>
    private protected abstract Task<MailWorld> WithAsync(params IncomingMessage[] messages);

    static DateTimeOffset Day(int day, int hour = 12) => new(2026, 11, day, hour, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Messages_come_newest_first_and_page_by_page_without_gaps_or_repetition()
    {
        await using var world = await WithAsync([.. Enumerable.Range(1, 7).Select(day => Letter($"day {day}", date: Day(day)))]);
        var (subjects, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = (await world.Reader.SearchAsync(world.Mailbox, new MailSearch("", world.Now, Cursor: cursor, Limit: 3, WithTotal: true), default)).Value;
            Assert.Equal(7, page.Total);
            subjects.AddRange(page.Items.Select(m => m.Subject));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal(["day 7", "day 6", "day 5", "day 4", "day 3", "day 2", "day 1"], subjects);
    }

    [Theory]
    [InlineData("from:ben@example.org", "invoice")]
    [InlineData("subject:invoice", "invoice")]
    [InlineData("in:inbox is:unread", "hello")]
    [InlineData("label:work", "invoice")]
    [InlineData("in:trash", "gone")]
    [InlineData("-from:ben@example.org -in:trash", "hello")]
    [InlineData("{hello invoice} older_than:3d", "invoice")]
    [InlineData("has:attachment", "invoice")]
    [InlineData("filename:plan", "invoice")]
    public async Task Gmails_search_language_finds_what_it_names(string query, string subject)
    {
        await using var world = await WithAsync(
            Letter("hello", labels: ["INBOX", "UNREAD"], date: Day(19)),
            Letter("invoice", from: "Ben <ben@example.org>", labels: ["Work"], date: Day(10), attachments: [new("plan.pdf", "application/pdf", "%PDF"u8.ToArray())]),
            Letter("gone", labels: ["TRASH"], date: Day(18)));
        Assert.Equal([subject], await world.SubjectsAsync(query));
    }

    [Fact]
    public async Task A_query_that_is_not_understood_is_refused_by_its_field()
    {
        await using var world = await WithAsync();
        var answer = await world.Reader.SearchAsync(world.Mailbox, new MailSearch("wat:ever", world.Now), default);
        Assert.Equal((ErrorKind.Invalid, "q"), (answer.Error!.Kind, answer.Error.Field));
    }

    [Fact]
    public async Task A_message_says_all_that_it_holds()
    {
        await using var world = await WithAsync(Letter("Grüße", from: "Änne Groß <anne@example.com>", to: "me@steward.local", cc: "Ben <ben@example.org>", text: "Wörter\nund mehr",
            html: "<p>Wörter</p><p>und mehr</p>", id: "whole@example.com", references: ["root@example.com", "q@example.com"], inReplyTo: "q@example.com", listId: "list.example.org", date: Day(12, 9)));
        var message = await world.MessageAsync("Grüße");
        Assert.Equal(("Änne Groß", "anne@example.com"), (message.Summary.From.Name, message.Summary.From.Email));
        Assert.Equal("ben@example.org", Assert.Single(message.Cc).Email);
        Assert.Equal(("whole@example.com", "q@example.com"), (message.MessageId, message.InReplyTo));
        Assert.Equal(["root@example.com", "q@example.com"], message.References);
        Assert.Equal("Wörter\nund mehr", message.Text);
        Assert.Contains("<p>Wörter</p>", message.Html, StringComparison.Ordinal);
        Assert.Equal(Day(12, 9), message.Summary.Date);
    }

    [Fact]
    public async Task Attachments_are_listed_and_their_octets_can_be_had()
    {
        var octets = Enumerable.Range(0, 5000).Select(i => (byte)(i * 7)).ToArray();
        await using var world = await WithAsync(Letter("files", attachments: [new("a b.bin", "application/octet-stream", octets), new("Übersicht.txt", "text/plain", "text"u8.ToArray())]));
        var message = await world.MessageAsync("files");
        Assert.True(message.Summary.HasAttachments);
        Assert.Equal(["a b.bin", "Übersicht.txt"], message.Attachments.Select(a => a.FileName));
        Assert.Equal(["application/octet-stream", "text/plain"], message.Attachments.Select(a => a.ContentType));
        Assert.Equal(5000, message.Attachments[0].Size);
        for (var again = 0; again < 2; again++)
        {
            using var content = new MemoryStream();
            await (await world.Reader.OpenAttachmentAsync(world.Mailbox, message.Summary.Id, 0, default))!.CopyToAsync(content);
            Assert.Equal(octets, content.ToArray());
        }
        Assert.Null(await world.Reader.OpenAttachmentAsync(world.Mailbox, message.Summary.Id, 9, default));
    }

    [Fact]
    public async Task A_conversation_is_one_thread_oldest_first()
    {
        await using var world = await WithAsync(Letter("plan", id: "a@example.com", date: Day(1)), Letter("Re: plan", id: "b@example.com", inReplyTo: "a@example.com", references: ["a@example.com"], date: Day(2)), Letter("other", date: Day(3)));
        var threads = (await world.Reader.SearchThreadsAsync(world.Mailbox, new MailSearch("", world.Now), default)).Value.Items;
        Assert.Equal([("other", 1), ("plan", 2)], threads.Select(t => (t.Subject, t.MessageCount)));
        var thread = (await world.Reader.GetThreadAsync(world.Mailbox, threads[1].Id, default))!;
        Assert.Equal(["plan", "Re: plan"], thread.Messages.Select(m => m.Summary.Subject));
    }

    [Fact]
    public async Task Labels_are_counted()
    {
        await using var world = await WithAsync(Letter("a", labels: ["INBOX", "UNREAD", "Work"]), Letter("b", labels: ["INBOX", "Work"]));
        var labels = (await world.Reader.GetLabelsAsync(world.Mailbox, default)).ToDictionary(l => l.Name);
        Assert.Equal((2, 1, true), (labels["INBOX"].Messages, labels["INBOX"].Unread, labels["INBOX"].System));
        Assert.Equal((2, 1, false), (labels["Work"].Messages, labels["Work"].Unread, labels["Work"].System));
    }

    [Fact]
    public async Task Somebody_else_sees_nothing_of_it()
    {
        await using var world = await WithAsync(Letter("mine", attachments: [new("a.txt", "text/plain", "a"u8.ToArray())]));
        var message = await world.MessageAsync("mine");
        var stranger = world.Mailbox with { PersonId = Guid.NewGuid() };
        Assert.Empty((await world.Reader.SearchAsync(stranger, new MailSearch("", world.Now), default)).Value.Items);
        Assert.Null(await world.Reader.GetMessageAsync(stranger, message.Summary.Id, default));
        Assert.Null(await world.Reader.GetThreadAsync(stranger, message.Summary.ThreadId, default));
        Assert.Null(await world.Reader.OpenAttachmentAsync(stranger, message.Summary.Id, 0, default));
        Assert.Empty(await world.Reader.GetLabelsAsync(stranger, default));
    }
}
