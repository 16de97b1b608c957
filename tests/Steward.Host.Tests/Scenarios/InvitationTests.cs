using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

/// <summary>An invitation is answered from a sentence: in the person's own calendar, and to the organiser by a mail that is approved by itself.</summary>
public sealed class InvitationTests(StewardServer server) : IClassFixture<StewardServer>
{
    static string Invitation(string organiser, string guest) =>
        $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:sync-{Guid.NewGuid():n}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261124T090000Z\r\nDTEND:20261124T100000Z\r\nSUMMARY:Marketing sync\r\n"
        + $"ORGANIZER;CN=Elena:mailto:{organiser}\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{organiser}\r\nATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{guest}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    [Fact]
    public async Task Declining_with_a_word_changes_the_calendar_and_then_tells_the_organiser()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await using var elena = await Somebody.JoinAsync(server);
        await olivia.ReceiveFileAsync("invite.ics", Invitation(elena.Address, olivia.Address));

        var said = await olivia.SayAsync("decline the marketing sync on Tuesday, say I have a conflict");
        Assert.True(await said.StateAsync() == "waiting", (await said.TurnAsync()).GetRawText());
        var answer = Assert.Single(await said.ProposalsAsync());
        Assert.Equal("calendar.respond", answer.GetProperty("kind").GetString());
        await olivia.DecideAsync([answer], _ => true);
        await olivia.EventAsync("approval_required", e => e.GetProperty("proposalIds").EnumerateArray().All(p => p.GetGuid() != answer.GetProperty("id").GetGuid()));

        var mail = Assert.Single(await said.ProposalsAsync(), p => p.GetProperty("kind").GetString() == "mail.send");
        var payload = mail.GetProperty("payload");
        Assert.Equal((elena.Address, "I have a conflict"), (payload.GetProperty("to")[0].GetProperty("email").GetString(), payload.GetProperty("text").GetString()));
        Assert.Contains("PARTSTAT=DECLINED", payload.GetProperty("calendar").GetString()!, StringComparison.Ordinal);
        await olivia.DecideAsync([mail], _ => true);
        await olivia.PostAsync($"actions/{mail.GetProperty("id").GetGuid()}/send-now", new { });
        await olivia.CompletedAsync(said.Turn);
        await elena.EventAsync("mail_changed", _ => true);
        Assert.Equal(["Declined: Marketing sync"], await elena.SubjectsAsync("in:inbox"));
        var attendees = (await olivia.GetAsync("calendar/events?from=2026-11-20T00:00:00Z&to=2026-12-20T00:00:00Z")).GetProperty("items")[0].GetProperty("event").GetProperty("attendees");
        Assert.Equal("declined", attendees.EnumerateArray().Single(a => a.GetProperty("email").GetString() == olivia.Address).GetProperty("response").GetString());
    }

    [Fact]
    public async Task When_the_answer_is_rejected_nobody_is_told()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await using var elena = await Somebody.JoinAsync(server);
        await olivia.ReceiveFileAsync("invite.ics", Invitation(elena.Address, olivia.Address));
        var said = await olivia.SayAsync("accept the invitation to the marketing sync on Tuesday");
        await olivia.DecideAsync(await said.ProposalsAsync(), _ => false);
        await olivia.CompletedAsync(said.Turn);
        Assert.Single(await said.ProposalsAsync());
        Assert.Contains("was not recorded, so nobody is told", await said.AnswerAsync(), StringComparison.Ordinal);
    }
}
