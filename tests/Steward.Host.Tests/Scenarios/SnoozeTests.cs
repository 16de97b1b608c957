using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

public sealed class SnoozeTests(StewardServer server) : IClassFixture<StewardServer>
{
    [Fact]
    public async Task Mail_of_somebody_is_snoozed_shown_with_its_time_and_brought_back_by_a_sentence()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.ReceiveAsync(new Letter("Sarah Miller <sarah@work.example>", "Numbers", "Here.", 2), new Letter("Ben Bold <ben@work.example>", "Other", "Hi.", 1));
        var said = await olivia.SayAsync("snooze Sarah's mail until Monday morning");
        Assert.True(await said.StateAsync() == "waiting", (await said.TurnAsync()).GetRawText());
        await olivia.DecideAsync(await said.ProposalsAsync(), _ => true);
        await olivia.CompletedAsync(said.Turn);
        Assert.Equal(["Other"], await olivia.SubjectsAsync("in:inbox"));
        var snoozed = (await olivia.GetAsync("mail/messages?q=in:snoozed")).GetProperty("items")[0];
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero), snoozed.GetProperty("snoozedUntil").GetDateTimeOffset());

        var back = await olivia.SayAsync("unsnooze the mail from Sarah");
        await olivia.DecideAsync(await back.ProposalsAsync(), _ => true);
        await olivia.CompletedAsync(back.Turn);
        Assert.Equal(["Numbers", "Other"], await olivia.SubjectsAsync("in:inbox"));
    }

    [Fact]
    public async Task What_is_due_comes_back_by_itself()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.ReceiveAsync(new Letter("Sarah Miller <sarah@work.example>", "Soon", "Here.", 2));
        var message = (await olivia.GetAsync("mail/messages?q=in:inbox")).GetProperty("items")[0];
        var now = (await (await olivia.SayAsync("list starred mail")).TurnAsync()).GetProperty("createdAt").GetDateTimeOffset();
        var proposal = await olivia.PostAsync("actions", new
        {
            kind = "mail.snooze", accountId = olivia.AccountId, payload = new { messageId = message.GetProperty("id").GetGuid(), until = now.AddSeconds(8) }, idempotencyKey = Guid.NewGuid().ToString(),
        });
        await olivia.DecideAsync([proposal], _ => true);
        await olivia.EventAsync("mail_returned", e => e.GetProperty("count").GetInt32() == 1);
        Assert.Equal(["Soon"], await olivia.SubjectsAsync("in:inbox is:unread"));
    }
}
