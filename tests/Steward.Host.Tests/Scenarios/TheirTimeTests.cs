using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

/// <summary>Where others are, who a group is: said once, kept, used and forgotten, over HTTP. It is Friday 20 November 2026, ten o'clock in Berlin.</summary>
public sealed class TheirTimeTests(StewardServer server) : IClassFixture<StewardServer>
{
    [Fact]
    public async Task Where_somebody_is_is_said_once_and_kept_to_when_a_time_with_them_is_looked_for()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.ReceiveAsync(new Letter("Marta Silva <marta@silva.example>", "Hello", "Hi.", 3));
        var noted = await olivia.SayAsync("Marta is in Tokyo");
        Assert.Contains("Marta Silva", await noted.AnswerAsync(), StringComparison.Ordinal);

        var found = await olivia.SayAsync("find half an hour with Marta next week");
        var slots = (await found.BlockAsync("slots")).GetProperty("items").EnumerateArray().ToList();
        Assert.NotEmpty(slots);
        // nine to five in both places never meet: up to three hours before and after are looked at
        Assert.All(slots, s => Assert.InRange(s.GetProperty("start").GetDateTimeOffset().UtcDateTime.TimeOfDay, TimeSpan.FromHours(5), TimeSpan.FromHours(11)));
        Assert.All(slots, s => Assert.Contains(s.GetProperty("reasons").EnumerateArray(), r => r.GetString()!.Contains("for Marta Silva in Tokyo", StringComparison.Ordinal)));

        await olivia.SayAsync("Marta works 11 to 7");
        var later = (await (await olivia.SayAsync("find half an hour with Marta next week")).BlockAsync("slots")).GetProperty("items").EnumerateArray().ToList();
        Assert.All(later, s => Assert.InRange(s.GetProperty("start").GetDateTimeOffset().UtcDateTime.TimeOfDay, TimeSpan.FromHours(8), TimeSpan.FromHours(9.5)));

        var hours = Assert.Single((await olivia.GetAsync("contacts/hours")).GetProperty("items").EnumerateArray());
        Assert.Equal(("Asia/Tokyo", "11:00:00"), (hours.GetProperty("zone").GetString(), hours.GetProperty("start").GetString()));
        await olivia.DeleteAsync("contacts/hours/marta@silva.example");
        Assert.Empty((await olivia.GetAsync("contacts/hours")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_group_is_named_once_the_waiting_request_goes_on_and_it_is_known_until_it_is_forgotten()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.ReceiveAsync(new Letter("Anna Weber <anna@example.org>", "A", "Hi.", 3), new Letter("Ben Bold <ben@example.org>", "B", "Hi.", 3), new Letter("Cho Park <cho@example.org>", "C", "Hi.", 3));
        var asked = await olivia.SayAsync("schedule a meeting with the board on Monday at 10");
        Assert.Equal("asked", await asked.StateAsync());
        var named = await olivia.SayAsync("the board is Anna, Ben and Cho", asked.Conversation);
        Assert.True(await named.StateAsync() == "waiting", (await named.TurnAsync()).GetRawText());
        var invited = Assert.Single(await named.ProposalsAsync()).GetProperty("payload").GetProperty("attendees").EnumerateArray().Select(a => a.GetProperty("email").GetString());
        Assert.Equal(["anna@example.org", "ben@example.org", "cho@example.org"], invited.Order(StringComparer.Ordinal));

        var mail = await olivia.SayAsync("find mail from the board");
        Assert.Equal(3, (await mail.BlockAsync("messages")).GetProperty("total").GetInt32());
        Assert.Equal("board", Assert.Single((await olivia.GetAsync("contacts/groups")).GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        await olivia.DeleteAsync("contacts/groups/board");
        Assert.Equal("asked", await (await olivia.SayAsync("schedule a meeting with the board on Monday at 10")).StateAsync());
    }
}
