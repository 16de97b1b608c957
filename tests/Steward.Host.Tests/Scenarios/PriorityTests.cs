using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

/// <summary>What needs a person, asked in plain words over HTTP. It is Friday 20 November 2026, ten o'clock in Berlin.</summary>
public sealed class PriorityTests(StewardServer server) : IClassFixture<StewardServer>
{
    [Fact]
    public async Task What_matters_is_listed_with_its_reasons_and_sources_and_nothing_is_changed()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.ReceiveAsync(
            new Letter("Sarah Miller <sarah@work.example>", "Budget", "Hi Olivia,\n\nCould you approve the budget by Friday?\n\nBest regards,\nSarah", 1, "Inbox,Unread"),
            new Letter("Ben Bold <ben@work.example>", "Room", "Which room do you want for the workshop?", 3),
            new Letter("Deals <deals@shop.example>", "Last chance", "Can you resist? Everything ends on Sunday!", 1, "Inbox,Unread,Category Promotions"),
            new Letter("Power Co <billing@power.example>", "Invoice 77", "Your invoice is payable by 24 November 2026.", 4, "Inbox,Category Updates"),
            new Letter($"Olivia <{olivia.Address}>", "Slides", "I'll send you the slides by Monday.", 2, "Sent", To: "dora@work.example"),
            new Letter($"Olivia <{olivia.Address}>", "Contract", "Could you sign the contract?", 6, "Sent", To: "emil@work.example"),
            new Letter("Cleo <cleo@example.org>", "Holiday pictures", "They are online.", 2));
        await olivia.HaveAsync(olivia.AccountId, new Appointment("Board", "20261120T110000", "20261120T120000", Guests: ["boss@example.org"]));

        var focus = await olivia.SayAsync("What should I focus on today?");
        Assert.True(await focus.StateAsync() == "completed", (await focus.TurnAsync()).GetRawText());
        var block = await focus.BlockAsync("priorities");
        var items = block.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal("Budget", items[0].GetProperty("title").GetString());
        Assert.Contains("due today", items[0].GetProperty("reasons").EnumerateArray().Select(r => r.GetString()));
        Assert.Contains(items, i => i.GetProperty("title").GetString() == "Board" && i.GetProperty("source").GetProperty("type").GetString() == "event");
        Assert.DoesNotContain(items, i => i.GetProperty("title").GetString() is "Last chance" or "Holiday pictures");
        Assert.All(items, i => Assert.NotEqual(0, i.GetProperty("reasons").GetArrayLength()));
        Assert.Equal(["found by rules"], (await focus.TurnAsync()).GetProperty("answer").GetProperty("labels").EnumerateArray().Select(l => l.GetString()));
        Assert.Empty(await focus.ProposalsAsync());

        Assert.Equal(["Budget", "Room"], await TitlesAsync(olivia, "who is waiting for me?"));
        Assert.Equal(["Slides"], await TitlesAsync(olivia, "what did I promise?"));
        Assert.Equal(["Contract"], await TitlesAsync(olivia, "who hasn't replied to me?"));
        Assert.Equal(["Budget", "Invoice 77", "Slides"], await TitlesAsync(olivia, "what is due within the next 7 days?"));
        Assert.Equal(["Budget"], await TitlesAsync(olivia, "create a priority list from my unread emails"));
        Assert.Empty(await TitlesAsync(olivia, "what did I promise cleo@example.org?"));
    }

    static async Task<List<string>> TitlesAsync(Somebody olivia, string question)
    {
        var said = await olivia.SayAsync(question);
        Assert.True(await said.StateAsync() == "completed", (await said.TurnAsync()).GetRawText());
        return [.. (await said.BlockAsync("priorities")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("title").GetString()!).Order(StringComparer.Ordinal)];
    }
}
