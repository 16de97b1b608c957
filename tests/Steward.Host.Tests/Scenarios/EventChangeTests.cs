using System.Text.Json;
using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

/// <summary>Changes of events from a sentence to the changed calendar and back, over HTTP.</summary>
public sealed class EventChangeTests(StewardServer server) : IClassFixture<StewardServer>
{
    const string Window = "calendar/events?from=2026-11-20T00:00:00Z&to=2027-01-20T00:00:00Z";

    static async Task DoneAsync(Somebody person, Said said)
    {
        Assert.True(await said.StateAsync() == "waiting", (await said.TurnAsync()).GetRawText());
        await person.DecideAsync(await said.ProposalsAsync(), _ => true);
        await person.CompletedAsync(said.Turn);
        Assert.Contains("1 done", await said.AnswerAsync(), StringComparison.Ordinal);
    }

    static async Task<List<(string Summary, string Start, string End)>> EventsAsync(Somebody person) =>
        [.. (await person.GetAsync(Window)).GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("event").GetProperty("summary").GetString()!, At(i, "start"), At(i, "end")))];

    static string At(JsonElement instance, string name) => instance.GetProperty(name).GetDateTimeOffset().UtcDateTime.ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task An_event_is_renamed_lengthened_and_shifted_and_each_change_comes_back_by_undo()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await DoneAsync(olivia, await olivia.SayAsync("put \"Workshop\" in my calendar on Tuesday from 10:00 to 12:00"));
        Assert.Equal([("Workshop", "11-24 09:00", "11-24 11:00")], await EventsAsync(olivia));

        await DoneAsync(olivia, await olivia.SayAsync("rename the workshop on Tuesday to Planning offsite"));
        await DoneAsync(olivia, await olivia.SayAsync("make the offsite on Tuesday an hour longer"));
        Assert.Equal([("Planning offsite", "11-24 09:00", "11-24 12:00")], await EventsAsync(olivia));

        var shifted = await olivia.SayAsync("push the planning offsite back by 30 minutes");
        await DoneAsync(olivia, shifted);
        Assert.Equal([("Planning offsite", "11-24 09:30", "11-24 12:30")], await EventsAsync(olivia));
        var id = (await shifted.ProposalsAsync())[0].GetProperty("id").GetGuid();
        await olivia.PostAsync($"actions/{id}/undo", new { });
        await olivia.EventAsync("proposal_changed", e => e.GetProperty("id").GetGuid() == id && e.GetProperty("state").GetString() == "undone");
        Assert.Equal([("Planning offsite", "11-24 09:00", "11-24 12:00")], await EventsAsync(olivia));
    }

    [Fact]
    public async Task A_series_is_asked_about_and_the_answer_changes_one_happening_only()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await DoneAsync(olivia, await olivia.SayAsync("schedule a standup every weekday at 9"));
        var before = await EventsAsync(olivia);

        var asked = await olivia.SayAsync("rename the standup to Huddle");
        Assert.Equal("asked", await asked.StateAsync());
        Assert.Empty(await asked.ProposalsAsync());
        var choices = (await asked.TurnAsync()).GetProperty("question").GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("message").GetString()!).ToList();
        Assert.Equal(3, choices.Count);

        await DoneAsync(olivia, await olivia.SayAsync(choices[0], asked.Conversation));
        var after = await EventsAsync(olivia);
        Assert.Equal(before.Count, after.Count);
        Assert.Equal("Huddle", Assert.Single(after, e => !before.Contains(e)).Summary);

        await DoneAsync(olivia, await olivia.SayAsync("rename the standup to Morning circle, the whole series"));
        Assert.True((await EventsAsync(olivia)).Count(e => e.Summary == "Morning circle") > 20);
    }

    [Fact]
    public async Task Guests_and_a_place_are_set_and_a_cancelled_event_that_does_not_recur_goes()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await DoneAsync(olivia, await olivia.SayAsync("put \"Design review\" in my calendar on Tuesday at 14:00"));
        await DoneAsync(olivia, await olivia.SayAsync("add ben@example.org to the design review"));
        await DoneAsync(olivia, await olivia.SayAsync("set the location of the design review to Room 4"));
        var review = Assert.Single((await olivia.GetAsync(Window)).GetProperty("items").EnumerateArray()).GetProperty("event");
        Assert.Equal("Room 4", review.GetProperty("location").GetString());
        Assert.Equal("ben@example.org", Assert.Single(review.GetProperty("attendees").EnumerateArray()).GetProperty("email").GetString());
        await DoneAsync(olivia, await olivia.SayAsync("cancel the design review on Tuesday"));
        Assert.Empty(await EventsAsync(olivia));
    }

    [Fact]
    public async Task What_a_reply_shall_say_is_said_word_for_word()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await using var priya = await Somebody.JoinAsync(server);
        await olivia.ReceiveAsync(new Letter($"Priya Raman <{priya.Address}>", "Dinner?", "Will you be there? Shall I book?", 1));
        var said = await olivia.SayAsync("reply to Priya that I'll be there at 3 and archive nothing");
        var reply = Assert.Single(await said.ProposalsAsync());
        Assert.Equal(("mail.reply", "I'll be there at 3 and archive nothing"), (reply.GetProperty("kind").GetString(), reply.GetProperty("payload").GetProperty("text").GetString()));
        Assert.Equal(priya.Address, reply.GetProperty("payload").GetProperty("to")[0].GetProperty("email").GetString());
    }
}
