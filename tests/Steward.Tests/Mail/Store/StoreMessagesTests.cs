using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Mail;
using Steward.Platform;
using Steward.Testing;
using static Steward.Tests.Mail.MailWorld;

namespace Steward.Tests.Mail.Store;

public sealed class StoreMessagesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task What_was_stored_is_read_back_whole()
    {
        await using var world = await MailWorld.CreateAsync(database);
        var file = new IncomingAttachment("Rechnung März.pdf", "application/pdf", "%PDF"u8.ToArray());
        await world.StoreAsync(Letter("Offer ✓", from: "José Müller <jose@example.com>", to: "a@example.com, B <b@example.com>", cc: "c@example.com", bcc: "d@example.com",
            text: "Dear  all,\n\nsee  attached.", html: "<p>Dear all</p>", id: "offer@example.com", inReplyTo: "ask@example.com", references: ["first@example.com", "ask@example.com"],
            labels: ["INBOX", "Projects/Atlas"], attachments: [file]));

        var message = await world.MessageAsync("Offer ✓");
        Assert.Equal(new MailAddress("José Müller", "jose@example.com"), message.Summary.From);
        Assert.Equal([new MailAddress(null, "a@example.com"), new MailAddress("B", "b@example.com")], message.Summary.To);
        Assert.Equal("c@example.com", Assert.Single(message.Cc).Email);
        Assert.Equal("d@example.com", Assert.Single(message.Bcc).Email);
        Assert.Equal("Dear  all,\n\nsee  attached.", message.Text);
        Assert.Equal("Dear all, see attached.", message.Summary.Snippet);
        Assert.Equal("<p>Dear all</p>", message.Html);
        Assert.Equal("offer@example.com", message.MessageId);
        Assert.Equal("ask@example.com", message.InReplyTo);
        Assert.Equal(["first@example.com", "ask@example.com"], message.References);
        Assert.Equal(["INBOX", "Projects/Atlas"], message.Summary.Labels);
        Assert.True(message.Summary.HasAttachments);
        var attachment = Assert.Single(message.Attachments);
        Assert.Equal(("Rechnung März.pdf", "application/pdf", 4L), (attachment.FileName, attachment.ContentType, attachment.Size));
        await using var stream = await world.Reader.OpenAttachmentAsync(world.Mailbox, message.Summary.Id, 0, CancellationToken.None);
        Assert.Equal("%PDF", await new StreamReader(stream!).ReadToEndAsync());
        Assert.Null(await world.Reader.OpenAttachmentAsync(world.Mailbox, message.Summary.Id, 1, CancellationToken.None));
    }

    [Fact]
    public async Task A_second_import_adds_nothing()
    {
        await using var world = await MailWorld.CreateAsync(database);
        IncomingMessage[] batch = [Letter("one"), Letter("two"), Letter("three", id: "")];
        Assert.Equal(new StoreResult(3, 0), await world.StoreAsync(batch));
        Assert.Equal(new StoreResult(0, 3), await world.StoreAsync(batch));
        Assert.Equal(new StoreResult(1, 2), await world.StoreAsync([batch[0], Letter("four"), batch[2]]));
        Assert.Equal(4, (await world.SearchAsync("")).Count);
    }

    [Fact]
    public async Task The_same_message_twice_in_a_batch_or_with_other_octets_is_one()
    {
        await using var world = await MailWorld.CreateAsync(database);
        var date = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(7);
        var message = Letter("one", id: "x@example.com", date: date);
        var otherOctets = Letter("one", id: "x@example.com", date: date, text: "Hello.\n-- \nlist footer");
        Assert.Equal(new StoreResult(1, 2), await world.StoreAsync(message, message, otherOctets));
        Assert.Equal(new StoreResult(0, 1), await world.StoreAsync(otherOctets));
    }

    [Fact]
    public async Task Two_accounts_have_each_its_own_copy_and_share_the_octets_of_one_person()
    {
        await using var world = await MailWorld.CreateAsync(database);
        var second = MailWorld.Of(world.Mailbox.PersonId, await database.AddAccountAsync(world.Mailbox.PersonId, $"{Guid.NewGuid():n}@steward.local", "work"));
        var message = Letter("both", attachments: [new("a.txt", "text/plain", "same"u8.ToArray()), new("b.txt", "text/plain", "same"u8.ToArray())]);
        Assert.Equal(1, (await world.StoreAsync(message)).Imported);
        Assert.Equal(1, (await world.StoreAsync(second, message)).Imported);
        Assert.Equal(2L, await ScalarAsync($"SELECT count(*) FROM mail.blobs WHERE person_id = '{world.Mailbox.PersonId}'"));
    }

    [Fact]
    public async Task Somebody_elses_mailbox_is_not_written_to()
    {
        await using var world = await MailWorld.CreateAsync(database);
        var (stranger, _) = await database.AddPersonAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.StoreAsync(world.Mailbox with { PersonId = stranger }, Letter("x")));
        Assert.Empty(await world.SearchAsync("in:anywhere"));
    }

    [Fact]
    public async Task A_batch_is_stored_whole_or_not_at_all_and_tells_the_page_only_then()
    {
        await using var world = await MailWorld.CreateAsync(database);
        await using (var scope = world.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await scope.ServiceProvider.GetRequiredService<StoreMessages>().ExecuteAsync(world.Mailbox, [Letter("gone")], CancellationToken.None);
            await transaction.RollbackAsync();
        }
        Assert.Empty(await world.SearchAsync("in:anywhere"));
        Assert.Equal(0L, await EventsAsync(world));

        await world.StoreAsync(Letter("there"), Letter("too"));
        Assert.Equal(1L, await EventsAsync(world));
        await world.StoreAsync([]);
        Assert.Equal(1L, await EventsAsync(world));
    }

    [Fact]
    public async Task Text_that_the_database_cannot_hold_is_cleaned_instead_of_losing_the_batch()
    {
        await using var world = await MailWorld.CreateAsync(database);
        await world.StoreAsync(Letter("nul\0 and \ud800 half", from: "\"A\0\" <a@example.com>", text: "x\0y \udc00", html: "<p>\0\ud800</p>", labels: ["INBOX", "od\u001fd\n"],
            id: "weird\u001f@example.com", references: [new string('r', 3000), "\0"]));
        var message = Assert.Single(await world.SearchAsync(""));
        var whole = await world.Reader.GetMessageAsync(world.Mailbox, message.Id, CancellationToken.None);
        Assert.Equal("nul and \ufffd half", message.Subject);
        Assert.Equal("xy \ufffd", whole!.Text);
        Assert.Equal("<p>\ufffd</p>", whole.Html);
        Assert.Equal(["INBOX", "odd"], message.Labels);
        Assert.Single(whole.References);
    }

    [Fact]
    public async Task Huge_texts_are_stored_and_their_beginning_is_found()
    {
        await using var world = await MailWorld.CreateAsync(database);
        var text = "needle " + string.Join(' ', Enumerable.Range(0, 300_000).Select(i => $"w{i}ö"));
        await world.StoreAsync(Letter("big", text: text), Letter("wide", text: new string('漢', 400_000) + " " + new string('a', 100_000)));
        Assert.Equal(["big"], await world.SubjectsAsync("needle"));
        Assert.Equal(text, (await world.MessageAsync("big")).Text);
    }

    [Fact]
    public async Task Counts_per_label_and_account_follow_every_message()
    {
        await using var world = await MailWorld.CreateAsync(database);
        await world.StoreAsync(Letter("a", labels: ["INBOX", "UNREAD", "Work"]), Letter("b", labels: ["INBOX", "Work"]), Letter("c", labels: ["UNREAD", "SPAM"]));
        Assert.Equal([new Label("INBOX", true, 2, 1), new Label("SPAM", true, 1, 1), new Label("UNREAD", true, 2, 2), new Label("Work", false, 2, 1)],
            await world.Reader.GetLabelsAsync(world.Mailbox, CancellationToken.None));
        var counts = await world.Services.GetRequiredService<CountMail>().ExecuteAsync(world.Mailbox.PersonId, CancellationToken.None);
        Assert.Equal(new MailCounts(3, 1), counts[world.Mailbox.AccountId]);
    }

    [Fact]
    public async Task Contacts_are_counted_by_direction_and_spam_makes_none()
    {
        await using var world = await MailWorld.CreateAsync(database);
        var me = world.Mailbox.Address;
        await world.StoreAsync(
            Letter("in", from: "Anna <Anna@example.com>", to: me), Letter("in again", from: "Anna S. <anna@example.com>", to: me, date: world.Now),
            Letter("out", from: me, to: "anna@example.com, Bob <bob@example.com>", labels: ["SENT"]), Letter("draft", from: me, to: "carl@example.com", labels: ["DRAFT"]),
            Letter("bad", from: "evil@example.com", to: me, labels: ["SPAM"]), Letter("news", from: "News <news@example.com>", to: me));
        var contacts = world.Services.GetRequiredService<ContactsFromMail>();
        var all = await contacts.ListAsync(world.Mailbox.PersonId, 100, CancellationToken.None);
        Assert.Equal([("anna@example.com", "Anna S.", 2, 1), ("bob@example.com", "Bob", 0, 1), ("news@example.com", "News", 1, 0)],
            all.Select(c => (c.Address, c.Name!, (int)c.Received, (int)c.Sent)));
        Assert.Equal(["anna@example.com"], await contacts.WrittenToAsync(world.Mailbox.PersonId, ["ANNA@example.com", "news@example.com", "evil@example.com"], CancellationToken.None));
        var (stranger, _) = await database.AddPersonAsync();
        Assert.Empty(await contacts.ListAsync(stranger, 100, CancellationToken.None));
    }

    [Fact]
    public async Task Deleting_the_account_leaves_nothing_behind()
    {
        await using var world = await MailWorld.CreateAsync(database);
        await world.StoreAsync(Letter("a", attachments: [new("a.txt", "text/plain", "x"u8.ToArray())]), Letter("b", inReplyTo: "c@example.com"));
        await ScalarAsync($"DELETE FROM accounts.linked_accounts WHERE id = '{world.Mailbox.AccountId}'");
        foreach (var table in new[] { "messages", "threads", "thread_ids", "label_counts", "contacts" })
            Assert.Equal(0L, await ScalarAsync($"SELECT count(*) FROM mail.{table} WHERE account_id = '{world.Mailbox.AccountId}'"));
        Assert.Equal(0L, await ScalarAsync($"SELECT count(*) FROM mail.blobs WHERE person_id = '{world.Mailbox.PersonId}'"));
    }

    [Fact]
    public async Task Imports_into_one_account_at_the_same_time_lose_and_double_nothing()
    {
        await using var world = await MailWorld.CreateAsync(database);
        var shared = Enumerable.Range(0, 40).Select(i => Letter($"shared {i}", inReplyTo: i % 5 == 0 ? "root@example.com" : null)).ToArray();
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => world.StoreAsync([.. shared, Letter($"own {i}")]))));
        Assert.Equal(46, results.Sum(r => r.Imported));
        Assert.Equal(46, (await world.SearchAsync("")).Count);
        Assert.Single((await world.SearchAsync("subject:shared")).Where(m => int.Parse(m.Subject[7..], null) % 5 == 0).Select(m => m.ThreadId).Distinct());
    }

    Task<long> EventsAsync(MailWorld world) => ScalarAsync($"SELECT count(*) FROM platform.live_events WHERE type = 'mail_changed' AND person_id = '{world.Mailbox.PersonId}'");

    async Task<long> ScalarAsync(string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync() ?? 0L);
    }
}
