using System.Text.Json;
using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

/// <summary>People by what they are to somebody and by what they share, over HTTP. It is Friday 20 November 2026.</summary>
public sealed class PeopleTests(StewardServer server) : IClassFixture<StewardServer>
{
    [Fact]
    public async Task Those_who_come_to_the_standup_are_invited_together_and_the_plan_says_why_it_is_them()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.HaveAsync(olivia.AccountId,
            new Appointment("Daily standup", "20261119T090000", "20261119T091500", Guests: [olivia.Address, "anna@work.example", "ben@work.example"]), new Appointment("Lunch", "20261119T120000", "20261119T130000", Guests: ["cleo@home.example"]));
        var said = await olivia.SayAsync("schedule a retro with the standup people next Monday at 14:00");
        Assert.True(await said.StateAsync() == "waiting", (await said.TurnAsync()).GetRawText());
        var proposal = Assert.Single(await said.ProposalsAsync());
        Assert.Equal(["anna@work.example", "ben@work.example"], proposal.GetProperty("payload").GetProperty("attendees").EnumerateArray().Select(a => Text(a, "email")).Order(StringComparer.Ordinal));
        Assert.Contains("they are invited to “Daily standup”", (await said.TurnAsync()).GetProperty("plan").GetRawText().Replace("\\u201C", "“", StringComparison.Ordinal).Replace("\\u201D", "”", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everyone_at_a_domain_is_found_by_it_and_unknown_groups_are_asked_about()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.ReceiveAsync(new Letter("Anna Weber <anna@acme.example>", "Offer", "Here.", 3), new Letter("Ben Bold <ben@acme.example>", "Terms", "Here.", 2), new Letter("Cleo <cleo@other.example>", "Lunch", "Pizza?", 1));
        var found = await olivia.SayAsync("find mail from the Acme people");
        Assert.Contains("Found 2 messages", await found.AnswerAsync(), StringComparison.Ordinal);
        var asked = await olivia.SayAsync("schedule a meeting with the logistics team tomorrow at 10");
        Assert.Equal("asked", await asked.StateAsync());
        Assert.Empty(await asked.ProposalsAsync());
    }

    [Fact]
    public async Task A_role_is_said_once_seen_corrected_and_forgotten()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.ReceiveAsync(new Letter("Anna Weber <anna@work.example>", "Plan", "Here.", 3), new Letter("Ben Bold <ben@work.example>", "Numbers", "Here.", 2));
        await olivia.SayAsync("Anna Weber is my manager");
        var role = Assert.Single((await olivia.GetAsync("contacts/roles")).GetProperty("items").EnumerateArray());
        Assert.Equal(("manager", "Anna Weber"), (Text(role, "role"), Text(role, "name")));
        await olivia.PutAsync("contacts/roles/manager", new { address = "ben@work.example" });
        Assert.Contains("Numbers", await (await olivia.SayAsync("find mail from my manager")).AnswerAsync(), StringComparison.Ordinal);
        await olivia.DeleteAsync("contacts/roles/manager");
        Assert.Equal("asked", await (await olivia.SayAsync("find mail from my manager")).StateAsync());
        Assert.Equal("Anna Weber", Text(Assert.Single((await olivia.GetAsync("contacts?q=anna")).GetProperty("items").EnumerateArray()), "name"));
    }

    [Fact]
    public async Task Undo_that_takes_back_the_last_thing_of_the_conversation_once()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.ReceiveAsync(new Letter("Anna <anna@example.org>", "First", "x", 3), new Letter("Ben <ben@example.org>", "Second", "x", 2));
        var first = await olivia.SayAsync("archive the mail from anna@example.org");
        await olivia.DecideAsync(await first.ProposalsAsync(), _ => true);
        await olivia.CompletedAsync(first.Turn);
        var second = await olivia.SayAsync("archive the mail from ben@example.org", first.Conversation);
        await olivia.DecideAsync(await second.ProposalsAsync(), _ => true);
        await olivia.CompletedAsync(second.Turn);
        Assert.Empty(await olivia.SubjectsAsync("in:inbox"));

        var undone = await olivia.SayAsync("undo that", first.Conversation);
        Assert.Contains("Second", await undone.AnswerAsync(), StringComparison.Ordinal);
        Assert.Equal(["Second"], await olivia.SubjectsAsync("in:inbox"));
        await olivia.SayAsync("undo that", first.Conversation);
        Assert.Equal(["Second"], await olivia.SubjectsAsync("in:inbox"));
        Assert.Contains("Nothing was done", await (await olivia.SayAsync("undo that")).AnswerAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_mail_about_something_is_forwarded_from_the_personal_to_the_work_account_after_approval()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        var work = await olivia.AddAccountAsync("work");
        await olivia.ReceiveAsync(new Letter("Anna <anna@example.org>", "Lease renewal", "The lease ends in May.", 3), new Letter("Ben <ben@example.org>", "Re: lease", "About the lease again.", 2), new Letter("Cleo <cleo@example.org>", "Lunch", "Pizza?", 1));
        var said = await olivia.SayAsync("forward all mail about the lease from personal to work");
        Assert.True(await said.StateAsync() == "waiting", (await said.TurnAsync()).GetRawText());
        var proposals = await said.ProposalsAsync();
        var address = (await olivia.GetAsync("accounts")).GetProperty("items").EnumerateArray().Single(a => a.GetProperty("id").GetGuid() == work).GetProperty("address").GetString();
        Assert.Equal(2, proposals.Count);
        Assert.All(proposals, p => Assert.Equal(("mail.forward", "held", address), (Text(p, "kind"), Text(p, "reversibility"), Text(Assert.Single(p.GetProperty("preview").GetProperty("recipients").EnumerateArray()), "address"))));
        await olivia.DecideAsync(proposals, _ => true);
        await olivia.CompletedAsync(said.Turn);
        await olivia.PostAsync($"actions/{proposals[0].GetProperty("id").GetGuid()}/undo", new { });
        await olivia.PostAsync($"actions/{proposals[1].GetProperty("id").GetGuid()}/send-now", new { });
        await olivia.EventAsync("mail_changed", e => e.GetProperty("accountId").GetGuid() == work);
        Assert.Single((await olivia.GetAsync($"mail/messages?q=in:inbox&accountId={work}")).GetProperty("items").EnumerateArray());
        var nothing = await olivia.SayAsync("forward all mail about the zeppelin from personal to work");
        Assert.Empty(await nothing.ProposalsAsync());
    }

    static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
