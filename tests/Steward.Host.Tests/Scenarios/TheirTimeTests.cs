using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
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

    [Fact]
    public async Task Where_somebody_seems_to_be_is_estimated_from_their_mail_shown_and_confirmed_or_forgotten()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.ReceiveAsync(
            new Letter("Kenji Sato <kenji@sato.example>", "One", "Hi.", 9, Offset: 9), new Letter("Kenji Sato <kenji@sato.example>", "Two", "Hi.", 3, Offset: 9),
            new Letter("Priya Nair <priya@nair.example>", "Signed", "Hello.\n\nBest regards,\nPriya Nair\nNair & Co, Mumbai, India\n", 3),
            new Letter("Ben Bold <ben@bold.example>", "Once on a journey", "Hi.", 3, Offset: -5));
        var slots = (await (await olivia.SayAsync("find half an hour with Kenji next week")).BlockAsync("slots")).GetProperty("items").EnumerateArray().ToList();
        Assert.NotEmpty(slots);
        Assert.All(slots, s => Assert.Contains(s.GetProperty("reasons").EnumerateArray(), r => r.GetString()!.Contains("for Kenji Sato in Tokyo", StringComparison.Ordinal)));

        var estimates = (await olivia.GetAsync("contacts/hours")).GetProperty("estimates").EnumerateArray().ToDictionary(e => e.GetProperty("address").GetString()!);
        Assert.Equal(["kenji@sato.example", "priya@nair.example"], estimates.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("Asia/Tokyo", "their mail is dated in UTC+9 (an estimate)"), (estimates["kenji@sato.example"].GetProperty("zone").GetString(), estimates["kenji@sato.example"].GetProperty("because").GetString()));
        Assert.Equal(("Asia/Kolkata", "their signature says Mumbai (an estimate)"), (estimates["priya@nair.example"].GetProperty("zone").GetString(), estimates["priya@nair.example"].GetProperty("because").GetString()));

        await olivia.PutNothingAsync("contacts/hours/kenji@sato.example", new { zone = "Asia/Seoul", start = "10:00:00", end = "18:00:00" });
        var known = await olivia.GetAsync("contacts/hours");
        Assert.Equal("Asia/Seoul", Assert.Single(known.GetProperty("items").EnumerateArray()).GetProperty("zone").GetString());
        Assert.Equal("priya@nair.example", Assert.Single(known.GetProperty("estimates").EnumerateArray()).GetProperty("address").GetString());
    }

    [Fact]
    public async Task Where_signature_and_mail_contradict_one_another_it_is_asked_once_and_the_request_goes_on()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        const string Signed = "Hello.\n\n-- \nKenji Sato\nSato K.K., Tokyo\n";
        await olivia.ReceiveAsync(new Letter("Kenji Sato <kenji@sato.example>", "One", Signed, 9, Offset: -8), new Letter("Kenji Sato <kenji@sato.example>", "Two", Signed, 3, Offset: -8));
        var asked = await olivia.SayAsync("find half an hour with Kenji next week");
        Assert.Equal("asked", await asked.StateAsync());
        var choices = (await asked.TurnAsync()).GetProperty("question").GetProperty("choices").EnumerateArray().ToList();
        Assert.Equal(["Los Angeles", "Tokyo"], choices.Select(c => c.GetProperty("label").GetString()));

        var answered = await olivia.SayAsync(choices[1].GetProperty("message").GetString()!, asked.Conversation);
        Assert.All((await answered.BlockAsync("slots")).GetProperty("items").EnumerateArray(), s => Assert.Contains(s.GetProperty("reasons").EnumerateArray(), r => r.GetString()!.Contains("in Tokyo", StringComparison.Ordinal)));
        await olivia.DeleteAsync("contacts/hours/kenji@sato.example");
        Assert.Equal("completed", await (await olivia.SayAsync("find half an hour with Kenji next week")).StateAsync());
    }

    [Fact]
    public async Task A_label_names_the_people_whose_mail_bears_it_and_a_group_is_edited()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.ReceiveAsync(new Letter("Anna Weber <anna@example.org>", "A", "Hi.", 3, "Inbox,Rowing"), new Letter("Ben Bold <ben@example.net>", "B", "Hi.", 3, "Inbox,Rowing"),
            new Letter("Club <no-reply@rowing.example>", "News", "Hi.", 3, "Inbox,Rowing"), new Letter("Cho Park <cho@example.com>", "C", "Hi.", 3));
        var invited = Assert.Single(await (await olivia.SayAsync("schedule a meeting with the rowing team on Monday at 10")).ProposalsAsync()).GetProperty("payload").GetProperty("attendees").EnumerateArray().Select(a => a.GetProperty("email").GetString());
        Assert.Equal(["anna@example.org", "ben@example.net"], invited.Order(StringComparer.Ordinal));

        await olivia.PutNothingAsync("contacts/groups/board", new { addresses = new[] { "anna@example.org", "cho@example.com" } });
        Assert.Equal(["Anna Weber", "Cho Park"], Assert.Single((await olivia.GetAsync("contacts/groups")).GetProperty("items").EnumerateArray()).GetProperty("members").EnumerateArray().Select(m => m.GetProperty("name").GetString()));
        foreach (var (path, body, field) in new (string, object, string)[]
        {
            ("contacts/groups/board", new { addresses = new[] { "anna@example.org" } }, "addresses"), ("contacts/groups/board", new { addresses = new[] { "anna@example.org", "nobody@nowhere.example" } }, "addresses"),
            ("contacts/hours/anna@example.org", new { zone = "Mars/Olympus" }, "zone"), ("contacts/hours/anna@example.org", new { start = "10:00:00", end = "09:00:00" }, "end"), ("contacts/hours/anna@example.org", new { }, "zone"),
        })
        {
            using var refused = await olivia.Client.PutAsJsonAsync($"/api/v1/{path}", body);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Equal([field], (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Select(e => e.Name));
        }
    }
}
