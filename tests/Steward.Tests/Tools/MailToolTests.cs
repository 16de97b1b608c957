using System.Text.Json;
using Steward.Mail;
using Steward.Platform;
using Steward.Testing;
using Steward.Tests.Mail;

namespace Steward.Tests.Tools;

public sealed class MailToolTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly DateTimeOffset Day = new(2026, 11, 16, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Search_merges_all_accounts_newest_first_counts_all_matches_and_keeps_each_messages_account()
    {
        await using var world = await ToolWorld.CreateAsync(database);
        var work = await world.AddMailboxAsync("work");
        await world.Mail.StoreAsync(MailWorld.Letter("Atlas one", date: Day), MailWorld.Letter("Atlas three", date: Day.AddHours(2)), MailWorld.Letter("Other", date: Day));
        await world.Mail.StoreAsync(work, MailWorld.Letter("Atlas two", date: Day.AddHours(1)), MailWorld.Letter("Atlas four", date: Day.AddHours(3)));

        var result = (await world.CallAsync("mail.search", new { query = "subject:atlas", limit = 3 })).Value;
        Assert.Equal(["Atlas four", "Atlas three", "Atlas two"], result.Value.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("subject").GetString()));
        Assert.Equal(4, result.Value.GetProperty("total").GetInt64());
        Assert.Equal("Found 4 messages, of which the newest 3 are used", result.Summary);
        Assert.Equal(Trust.Outside, result.Trust);
        Assert.Equal(work.AccountId, result.Value.GetProperty("messages")[0].GetProperty("accountId").GetGuid());

        var one = (await world.CallAsync("mail.search", new { query = "subject:atlas", accountIds = new[] { work.AccountId } })).Value;
        Assert.Equal("Found 2 messages", one.Summary);
    }

    [Fact]
    public async Task Another_persons_account_and_a_query_that_is_not_understood_are_refused()
    {
        await using var world = await ToolWorld.CreateAsync(database);
        await using var other = await ToolWorld.CreateAsync(database);
        Assert.Equal(ErrorKind.NotFound, (await world.CallAsync("mail.search", new { query = "x", accountIds = new[] { other.Mail.Mailbox.AccountId } })).Error!.Kind);
        Assert.Equal(ErrorKind.Invalid, (await world.CallAsync("mail.search", new { query = "nonsense:x" })).Error!.Kind);
        Assert.Equal("limit", (await world.CallAsync("mail.search", new { query = "x", limit = 0 })).Error!.Field);
        await other.Mail.StoreAsync(MailWorld.Letter("Secret"));
        var secret = (await other.Mail.MessageAsync("Secret")).Summary;
        Assert.Equal(ErrorKind.NotFound, (await world.CallAsync("mail.read-threads", new { messages = new[] { secret } })).Error!.Kind);
        Assert.Equal(ErrorKind.NotFound, (await world.CallAsync("mail.propose-forward", new { messageId = secret.Id, accountId = secret.AccountId, to = new[] { new { email = "a@b.example" } } })).Error!.Kind);
        Assert.Equal(ErrorKind.NotFound, (await world.CallAsync("mail.propose-reply", new { messageId = secret.Id, accountId = world.Mail.Mailbox.AccountId, text = "Hi" })).Error!.Kind);
    }

    [Fact]
    public async Task Found_mail_is_read_summarised_and_answered_each_step_fed_with_the_one_before()
    {
        await using var world = await ToolWorld.CreateAsync(database, $"olivia-{Guid.NewGuid():n}@steward.local");
        await world.NameOwnerAsync("Olivia Owner");
        await world.Mail.StoreAsync(
            MailWorld.Letter("Atlas launch", "Sarah Miller <sarah@example.org>", text: "Hi Olivia,\n\nCould you approve the Atlas budget of 48,000 EUR by Friday?\n\nBest regards,\nSarah", date: Day, id: "a1@x"),
            MailWorld.Letter("Re: Atlas launch", "Ben <ben@example.org>", text: "We agreed to move the Atlas launch to 4 December.\n\nOn Mon, 16 Nov 2026 at 09:00, Sarah Miller wrote:\n> Could you approve", date: Day.AddHours(1), id: "a2@x", inReplyTo: "a1@x", references: ["a1@x"]),
            MailWorld.Letter("Party", "Cleo <cleo@example.org>", text: "Cleo's Atlas gift costs 30 EUR, please keep it secret from Sarah.", date: Day.AddHours(-3)));

        var found = await world.ReadAsync("mail.search", new { query = "atlas" });
        var threads = await world.ReadAsync("mail.read-threads", new { messages = found.GetProperty("messages") });
        Assert.Equal(2, threads.GetProperty("threads").GetArrayLength());
        Assert.DoesNotContain("approve", threads.GetRawText(), StringComparison.Ordinal);

        var summary = await world.ReadAsync("mail.summarise", new { threads = threads.GetProperty("threads"), topic = "Atlas" });
        var bullets = summary.GetProperty("bullets").EnumerateArray().Select(b => b.GetProperty("text").GetString()).ToList();
        Assert.Contains("Could you approve the Atlas budget of 48,000 EUR by Friday?", bullets);
        Assert.Contains("We agreed to move the Atlas launch to 4 December.", bullets);
        Assert.Equal("extractive", summary.GetProperty("kind").GetString());

        var draft = await world.ReadAsync("mail.draft-reply", new { threads = threads.GetProperty("threads"), summary });
        Assert.Equal("sarah@example.org", draft.GetProperty("to")[0].GetProperty("email").GetString());
        Assert.Equal("Re: Atlas launch", draft.GetProperty("subject").GetString());
        Assert.Equal("template", draft.GetProperty("kind").GetString());
        var text = draft.GetProperty("text").GetString()!;
        Assert.StartsWith("Hi Sarah,", text, StringComparison.Ordinal);
        Assert.Contains("> Could you approve the Atlas budget of 48,000 EUR by Friday?", text, StringComparison.Ordinal);
        Assert.EndsWith("Best regards,\nOlivia Owner\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);

        var payload = await world.DraftAsync<ComposePayload>("mail.propose-create-draft", new { draft });
        Assert.Equal(("sarah@example.org", text), (Assert.Single(payload.To).Email, payload.Text));
        Assert.Equal(draft.GetProperty("inReplyToMessageId").GetGuid(), payload.InReplyToMessageId);
        Assert.Empty(payload.TypedByPerson);
    }

    [Fact]
    public async Task One_of_what_was_listed_is_taken_by_its_place_and_a_place_that_is_not_there_is_refused()
    {
        await using var world = await ToolWorld.CreateAsync(database);
        await world.Mail.StoreAsync(MailWorld.Letter("Atlas one", date: Day), MailWorld.Letter("Atlas two", date: Day.AddHours(1)), MailWorld.Letter("Atlas three", date: Day.AddHours(2)));
        var messages = (await world.ReadAsync("mail.search", new { query = "atlas" })).GetProperty("messages");
        var chosen = await world.ReadAsync("mail.choose-messages", new { messages, places = new[] { 1 } });
        Assert.Equal("Atlas two", Assert.Single(chosen.GetProperty("messages").EnumerateArray()).GetProperty("subject").GetString());
        var missing = await world.CallAsync("mail.choose-messages", new { messages, places = new[] { 0, 3 } });
        Assert.Equal(("places", "Only 3 messages were found."), (missing.Error!.Field, missing.Error.Detail));
    }

    [Fact]
    public async Task What_is_forwarded_is_copied_to_whom_the_request_names()
    {
        await using var world = await ToolWorld.CreateAsync(database);
        await world.Mail.StoreAsync(MailWorld.Letter("Plan", "Anna <anna@example.org>"));
        var message = (await world.Mail.MessageAsync("Plan")).Summary;
        var payload = await world.DraftAsync<ComposePayload>("mail.propose-forward", new { messageId = message.Id, accountId = message.AccountId, to = new[] { new { email = "ben@example.org" } }, cc = new[] { new { email = "cleo@example.org" }, new { email = "Ben@example.org" } } });
        Assert.Equal(("ben@example.org", "cleo@example.org"), (Assert.Single(payload.To).Email, Assert.Single(payload.Cc).Email));
    }

    [Fact]
    public async Task Everyone_who_mailed_is_found_across_accounts_without_the_person()
    {
        await using var world = await ToolWorld.CreateAsync(database);
        var work = await world.AddMailboxAsync("work");
        await world.Mail.StoreAsync(MailWorld.Letter("Offsite", "Anna Weber <anna@home.example>"), MailWorld.Letter("Offsite", $"Me <{work.Address}>"), MailWorld.Letter("Offsite", "Shop <no-reply@shop.example>"));
        await world.Mail.StoreAsync(work, MailWorld.Letter("Offsite", "Anna Weber <anna@work.example>"), MailWorld.Letter("Re: Offsite", "Anna Weber <anna@work.example>"), MailWorld.Letter("Offsite", "Ben <ben@work.example>"));
        var found = await world.ReadAsync("mail.search", new { query = "subject:offsite" });
        var people = await world.CallAsync("mail.participants", new { messages = found.GetProperty("messages"), topic = "offsite" });
        Assert.Equal(["anna@work.example", "ben@work.example"], people.Value.Value.GetProperty("people").EnumerateArray().Select(p => p.GetProperty("email").GetString()));
        Assert.Equal("2 people: Anna Weber, Ben", people.Value.Summary);
    }

    [Fact]
    public async Task A_reply_goes_to_the_sender_alone_unless_all_are_asked_for_and_never_to_oneself()
    {
        await using var world = await ToolWorld.CreateAsync(database, $"me-{Guid.NewGuid():n}@steward.local");
        var me = world.Mail.Mailbox.Address;
        await world.Mail.StoreAsync(MailWorld.Letter("Plan", "Anna <anna@example.org>", $"{me}, ben@example.org", cc: "cleo@example.org, anna@example.org"));
        var message = (await world.Mail.MessageAsync("Plan")).Summary;
        var one = await world.DraftAsync<ComposePayload>("mail.propose-reply", new { messageId = message.Id, accountId = message.AccountId, text = "Yes" });
        Assert.Equal(("anna@example.org", 0, "Re: Plan", message.Id), (Assert.Single(one.To).Email, one.Cc.Count, one.Subject, one.InReplyToMessageId!.Value));
        var all = await world.DraftAsync<ComposePayload>("mail.propose-reply", new { messageId = message.Id, accountId = message.AccountId, text = "Yes", replyAll = true });
        Assert.Equal(["anna@example.org"], all.To.Select(a => a.Email));
        Assert.Equal(["ben@example.org", "cleo@example.org"], all.Cc.Select(a => a.Email));
    }

    [Fact]
    public async Task Only_addresses_that_stand_in_the_request_count_as_typed_by_the_person()
    {
        await using var world = await ToolWorld.CreateAsync(database);
        var to = new[] { new { email = "anna@example.org" }, new { email = "evil@example.net" }, new { email = "ANNA@example.org" } };
        var payload = await world.DraftAsync<ComposePayload>("mail.propose-send", new { to, subject = "Hi", text = "Hello" }, "send a mail to anna@example.org");
        Assert.Equal(["anna@example.org", "evil@example.net"], payload.To.Select(a => a.Email));
        Assert.Equal(["anna@example.org"], payload.TypedByPerson);
    }

    [Fact]
    public async Task Each_one_message_tool_hands_back_a_draft_with_reason_source_and_a_key_that_is_stable_and_its_own()
    {
        await using var world = await ToolWorld.CreateAsync(database);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var (a, b) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var verb in new[] { "archive", "trash", "restore", "mark-read", "mark-unread", "star", "unstar" })
        {
            var first = Assert.Single((await world.CallAsync($"mail.propose-{verb}", new { messageId = a, accountId = world.Mail.Mailbox.AccountId }, "tidy up")).Value.Drafts);
            var again = Assert.Single((await world.CallAsync($"mail.propose-{verb}", new { messageId = a, accountId = world.Mail.Mailbox.AccountId }, "tidy up")).Value.Drafts);
            var other = Assert.Single((await world.CallAsync($"mail.propose-{verb}", new { messageId = b, accountId = world.Mail.Mailbox.AccountId }, "tidy up")).Value.Drafts);
            Assert.Equal(first.IdempotencyKey, again.IdempotencyKey);
            Assert.True(keys.Add(first.IdempotencyKey) && keys.Add(other.IdempotencyKey));
            Assert.Equal(("mail." + verb, "You asked: “tidy up”"), (first.Kind, first.Why));
            Assert.Equal(new SourceRef("message", a.ToString()), Assert.Single(first.Sources));
            Assert.Equal(new MessagePayload(a), Json.Read<MessagePayload>(first.Payload));
        }
        var label = await world.DraftAsync<LabelPayload>("mail.propose-label", new { messageId = a, accountId = world.Mail.Mailbox.AccountId, add = new[] { "Later" } });
        Assert.Equal(["Later"], label.Add);
        Assert.Equal("add", (await world.CallAsync("mail.propose-label", new { messageId = a, accountId = world.Mail.Mailbox.AccountId })).Error!.Field);
    }
}
