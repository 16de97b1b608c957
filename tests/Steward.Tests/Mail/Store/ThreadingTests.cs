using Steward.Mail;
using Steward.Mail.Store;
using Steward.Testing;
using static Steward.Tests.Mail.MailWorld;

namespace Steward.Tests.Mail.Store;

public sealed class ThreadingTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly DateTimeOffset Day = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    static IncomingMessage At(int day, string subject, string id, string? inReplyTo = null, params string[] references) =>
        Letter(subject, date: Day.AddDays(day), id: id + "@x.example", inReplyTo: inReplyTo is null ? null : inReplyTo + "@x.example", references: [.. references.Select(r => r + "@x.example")]);

    [Theory]
    [InlineData("Re: Budget", "budget", true)]
    [InlineData("RE[2]: AW: Fwd:  [list] Re: Budget 2026", "budget 2026", true)]
    [InlineData("[list] Budget", "budget", false)]
    [InlineData("[only a tag]", "only a tag", false)]
    [InlineData("Regarding: budget", "regarding budget", false)]
    [InlineData("Re:", "", true)]
    [InlineData("", "", false)]
    public void Subjects_are_compared_without_what_answering_adds(string subject, string text, bool isReply) => Assert.Equal(new BaseSubject(text, isReply), BaseSubject.Of(subject));

    [Fact]
    public async Task Messages_join_by_what_they_name_in_whatever_order_and_batches_they_come()
    {
        IncomingMessage[] conversation = [At(0, "a", "1"), At(1, "other words", "2", "1"), At(2, "b", "3", "2", "1", "2"), At(3, "c", "5", "4", "1", "4"), At(4, "d", "6", "5")];
        var random = new Random(7);
        for (var round = 0; round < 12; round++)
        {
            await using var world = await MailWorld.CreateAsync(database);
            var order = conversation.OrderBy(_ => random.Next()).ToArray();
            var cut = random.Next(order.Length + 1);
            await world.StoreAsync(order[..cut]);
            foreach (var message in order[cut..])
                await world.StoreAsync(message);
            var thread = Assert.Single(await ThreadsAsync(world));
            Assert.Equal((5, "a"), (thread.MessageCount, thread.Subject));
        }
    }

    [Fact]
    public async Task A_reply_without_references_joins_by_subject_within_thirty_days()
    {
        await using var world = await MailWorld.CreateAsync(database);
        await world.StoreAsync(At(0, "Budget", "1"), At(20, "Re: Budget", "2"), At(49, "AW: budget", "3"), At(100, "Re: Budget", "4"));
        Assert.Equal([1, 3], (await ThreadsAsync(world)).Select(t => t.MessageCount).Order());
    }

    [Fact]
    public async Task A_newsletter_with_the_same_subject_every_week_is_many_threads()
    {
        await using var world = await MailWorld.CreateAsync(database);
        await world.StoreAsync(At(0, "Weekly deals", "1"), At(7, "Weekly deals", "2"), At(14, "Weekly deals", "3"));
        Assert.Equal(3, (await ThreadsAsync(world)).Count);
    }

    [Fact]
    public async Task An_original_that_comes_late_joins_its_orphaned_replies()
    {
        await using var world = await MailWorld.CreateAsync(database);
        await world.StoreAsync(At(2, "Re: Budget", "2"));
        await world.StoreAsync(At(0, "Budget", "1"));
        await world.StoreAsync(At(1, "Budget", "other"));
        Assert.Equal([1, 2], (await ThreadsAsync(world)).Select(t => t.MessageCount).Order());
    }

    [Fact]
    public async Task A_thread_line_says_who_how_many_and_what_was_last()
    {
        await using var world = await MailWorld.CreateAsync(database);
        await world.StoreAsync(
            Letter("Plan", from: "Anna <a@x.example>", date: Day, id: "1@x.example", text: "first words", labels: ["INBOX"]),
            Letter("Re: Plan", from: "Bob <b@x.example>", date: Day.AddDays(1), id: "2@x.example", inReplyTo: "1@x.example", text: "last words", labels: ["INBOX", "UNREAD", "Work"]),
            Letter("Re: Plan", from: "Anna <a@x.example>", date: Day.AddDays(2), id: "3@x.example", inReplyTo: "2@x.example", text: "thrown away", labels: ["TRASH"]));
        var thread = Assert.Single(await ThreadsAsync(world));
        Assert.Equal(("Plan", "last words", Day.AddDays(1), 2, 1), (thread.Subject, thread.Snippet, thread.LastMessageAt, thread.MessageCount, thread.UnreadCount));
        Assert.Equal(["a@x.example", "b@x.example"], thread.Participants.Select(p => p.Email));
        Assert.Equal(["INBOX", "UNREAD", "Work"], thread.Labels);
        Assert.Equal(["first words", "last words"], (await world.Reader.GetThreadAsync(world.Mailbox, thread.Id, CancellationToken.None))!.Messages.Select(m => m.Text));
    }

    static async Task<IReadOnlyList<ThreadSummary>> ThreadsAsync(MailWorld world) =>
        (await world.Reader.SearchThreadsAsync(world.Mailbox, new MailSearch("", world.Now), CancellationToken.None)).Value.Items;
}
