using System.Globalization;
using System.Text.Json;
using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

/// <summary>Answers that a person waits for, from a sentence to the mail that asks again, over HTTP. Jonas has a mailbox in the same Steward.</summary>
public sealed class FollowUpTests(StewardServer server) : IClassFixture<StewardServer>
{
    [Fact]
    public async Task A_wait_is_asked_for_in_a_sentence_seen_listed_cancelled_and_taken_back()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await SentAsync(olivia, "Jonas Weber <jonas@partner.example>", "Contract");
        var said = await olivia.SayAsync("remind me if Jonas doesn't answer by Friday next week");
        Assert.True(await said.StateAsync() == "waiting", (await said.TurnAsync()).GetRawText());
        var proposal = Assert.Single(await said.ProposalsAsync());
        Assert.Equal(("follow-ups.wait", "low", "undoable"), (Text(proposal, "kind"), Text(proposal, "risk"), Text(proposal, "reversibility")));
        Assert.Contains("“Contract”", Text(proposal.GetProperty("preview"), "title"), StringComparison.Ordinal);
        Assert.Empty((await olivia.GetAsync("follow-ups")).GetProperty("items").EnumerateArray());
        await olivia.DecideAsync([proposal], _ => true);
        await olivia.CompletedAsync(said.Turn);
        var waiting = Assert.Single((await olivia.GetAsync("follow-ups")).GetProperty("items").EnumerateArray());
        Assert.Equal(("waiting", "Contract", "2026-11-27"), (Text(waiting, "state"), Text(waiting, "subject"), Text(waiting, "dueAt")[..10]));

        var listed = await olivia.SayAsync("what follow-ups do I have?");
        Assert.Contains("“Contract”", await listed.AnswerAsync(), StringComparison.Ordinal);

        var cancel = await olivia.SayAsync("cancel the follow-up with Jonas");
        var stop = Assert.Single(await cancel.ProposalsAsync());
        await olivia.DecideAsync([stop], _ => true);
        await olivia.CompletedAsync(cancel.Turn);
        Assert.Empty((await olivia.GetAsync("follow-ups")).GetProperty("items").EnumerateArray());
        await olivia.UndoAsync([stop]);
        Assert.Single((await olivia.GetAsync("follow-ups")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task When_no_answer_came_the_person_is_told_once_and_the_mail_that_asks_again_goes_out_after_approval()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await using var jonas = await Somebody.JoinAsync(server);
        await SentAsync(olivia, $"Jonas Weber <{jonas.Address}>", "Contract");
        var letter = (await olivia.GetAsync("mail/messages?q=in:sent")).GetProperty("items")[0].GetProperty("id").GetGuid();
        var now = (await (await olivia.SayAsync("list starred mail")).TurnAsync()).GetProperty("createdAt").GetDateTimeOffset();
        var wait = await olivia.PostAsync("actions", new
        {
            kind = "follow-ups.wait", accountId = olivia.AccountId, idempotencyKey = Guid.NewGuid().ToString(),
            payload = new { messageId = letter, @for = new[] { new { name = "Jonas Weber", email = jonas.Address } }, due = now.AddSeconds(6) },
        });
        await olivia.DecideAsync([wait], _ => true);
        var due = await olivia.EventAsync("follow_up_due", _ => true);
        Assert.Equal("Jonas Weber", due.GetProperty("who").GetString());
        Assert.Empty(await jonas.SubjectsAsync("in:inbox"));
        var id = due.GetProperty("id").GetGuid();
        var focus = await (await olivia.SayAsync("what should I focus on today?")).BlockAsync("priorities");
        Assert.Contains(focus.GetProperty("items").EnumerateArray(), i => Text(i, "title") == "Contract" && i.GetProperty("reasons").EnumerateArray().Any(r => r.GetString()!.StartsWith("no answer came by", StringComparison.Ordinal)));
        var nudge = (await olivia.GetAsync("approvals/pending")).GetProperty("items").EnumerateArray().Single(p => p.GetProperty("id").GetGuid() == due.GetProperty("proposalId").GetGuid());
        Assert.Equal("mail.reply", Text(nudge, "kind"));
        await olivia.DecideAsync([nudge], _ => true);
        await olivia.PostAsync($"actions/{nudge.GetProperty("id").GetGuid()}/send-now", new { });
        await olivia.EventAsync("follow_up_closed", e => e.GetProperty("id").GetGuid() == id);
        Assert.Equal(["Re: Contract"], await jonas.SubjectsAsync("in:inbox"));
        Assert.Empty((await olivia.GetAsync("follow-ups")).GetProperty("items").EnumerateArray());
        Assert.Equal("closed", Text(Assert.Single((await olivia.GetAsync("follow-ups?settled=true")).GetProperty("items").EnumerateArray()), "state"));
    }

    [Fact]
    public async Task Where_the_answer_is_there_already_nothing_is_proposed()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        var id = await SentAsync(olivia, "Jonas Weber <jonas@partner.example>", "Contract");
        await olivia.ReceiveAsync(new Letter("Jonas Weber <jonas@partner.example>", "Re: Contract", "Signed.", 1, InReplyTo: id));
        var said = await olivia.SayAsync("follow up with Jonas on Monday if no reply");
        Assert.Empty(await said.ProposalsAsync());
        Assert.Contains("has answered already", await said.AnswerAsync(), StringComparison.Ordinal);
    }

    static async Task<string> SentAsync(Somebody who, string to, string subject)
    {
        var id = $"{Guid.NewGuid():n}@steward.local";
        await who.ReceiveAsync(new Letter($"Olivia <{who.Address}>", subject, "What do you say?", 2, "Sent", Id: id, To: to));
        return id;
    }

    static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
