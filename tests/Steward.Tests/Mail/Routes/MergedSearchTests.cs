using Steward.Mail;
using Steward.Mail.Routes;
using Steward.Testing;
using static Steward.Tests.Mail.MailWorld;

namespace Steward.Tests.Mail.Routes;

public sealed class MergedSearchTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(50)]
    public async Task Pages_over_several_mailboxes_give_each_message_once_newest_first_while_mail_arrives(int limit)
    {
        await using var world = await MailWorld.CreateAsync(database);
        var mailboxes = new List<Mailbox> { world.Mailbox };
        for (var i = 0; i < 2; i++)
            mailboxes.Add(MailWorld.Of(world.Mailbox.PersonId, await database.AddAccountAsync(world.Mailbox.PersonId, $"{Guid.NewGuid():n}@steward.local", "work")));
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 30; i++)
            await world.StoreAsync(mailboxes[i * i % 7 % 3], Letter($"{i}", date: start.AddHours(i / 2))); // pairs share a date
        var merged = new MergedSearch<MessageSummary>((mailbox, search, cancel) => world.Reader.SearchAsync(mailbox, search, cancel), m => (m.Date, m.Id));
        var seen = new List<MessageSummary>();
        string? cursor = null;
        do
        {
            var page = (await merged.RunAsync(mailboxes, new MailSearch("", world.Now, Cursor: cursor, Limit: limit, WithTotal: true), CancellationToken.None)).Value;
            Assert.Equal(30 + arrived, page.Total);
            Assert.True(page.Items.Count <= limit);
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
            if (arrived < 5)
                await world.StoreAsync(mailboxes[arrived % 3], Letter($"new {arrived++}", date: start.AddYears(1)));
        }
        while (cursor is not null);
        Assert.Equal(30, seen.Count(m => !m.Subject.StartsWith("new", StringComparison.Ordinal)));
        Assert.Equal(seen.Count, seen.Select(m => m.Id).Distinct().Count());
        Assert.Equal(seen.OrderByDescending(m => m.Date).ThenByDescending(m => m.Id).Select(m => m.Id), seen.Select(m => m.Id));
    }

    int arrived;

    [Theory]
    [InlineData("x")]
    [InlineData("eyJhIjoxfQ")]
    [InlineData("bm90IGpzb24")]
    public async Task What_is_no_cursor_is_refused(string cursor)
    {
        await using var world = await MailWorld.CreateAsync(database);
        var second = MailWorld.Of(world.Mailbox.PersonId, await database.AddAccountAsync(world.Mailbox.PersonId, $"{Guid.NewGuid():n}@steward.local", "work"));
        var merged = new MergedSearch<MessageSummary>((mailbox, search, cancel) => world.Reader.SearchAsync(mailbox, search, cancel), m => (m.Date, m.Id));
        foreach (var mailboxes in new Mailbox[][] { [world.Mailbox], [world.Mailbox, second] })
            Assert.Equal("cursor", (await merged.RunAsync(mailboxes, new MailSearch("", world.Now, Cursor: cursor), CancellationToken.None)).Error!.Field);
    }
}
