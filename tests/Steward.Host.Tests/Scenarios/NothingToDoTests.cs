using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

/// <summary>For every family of requests: where there is nothing to do, the answer says so and nothing is proposed. It is Friday 20 November 2026, ten o'clock in Berlin.</summary>
public sealed class NothingToDoTests(StewardServer server) : IClassFixture<StewardServer>
{
    static readonly string[] Requests =
    [
        "Summarise all mail about Zanzibar and draft a reply",
        "Find unread mail from anna@example.org across all accounts",
        "Archive promotional mail older than 30 days",
        "Schedule a meeting with everyone who mailed about Zanzibar",
        "Reschedule all of tomorrow's meetings to next week",
        "What should I focus on today?",
        "Make a priority list from my unread mail",
        "Move meetings from the personal to the work calendar next week",
        "Forward all mail about Zanzibar from personal to work",
        "Sync availability across all calendars",
        "Show me mail about Zanzibar",
        "Reply to the last mail from anna@example.org saying “yes”",
        "Forward the last mail about Zanzibar to ben@example.org",
        "Draft a reply to the mail about Zanzibar",
        "Label mail about Zanzibar as Travel",
        "Mark all mail from anna@example.org as read",
        "Mark the mail about Zanzibar as unread",
        "Star the mail about Zanzibar",
        "Snooze the mail about Zanzibar until Monday",
        "Trash the mail about Zanzibar",
        "Restore the mail about Zanzibar that I deleted",
        "Unsubscribe from all newsletters that I never read",
        "Rename the Zanzibar workshop to Lisbon workshop",
        "Move the Zanzibar workshop to Monday at 10",
        "Make the Zanzibar workshop half an hour longer",
        "Cancel the Zanzibar workshop",
        "Accept the invitation to the Zanzibar workshop",
        "Decline the invitation to the Zanzibar workshop",
        "Delete the note about Zanzibar",
        "Cancel all my follow-ups",
        "What's on my calendar tomorrow?",
        "Who hasn't replied to me?",
    ];

    [Fact]
    public async Task Every_family_answers_so_and_proposes_nothing()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.AddAccountAsync("work");
        var wrong = new List<string>();
        foreach (var request in Requests)
        {
            var said = await olivia.SayAsync(request);
            var answer = await said.AnswerAsync();
            var says = new[] { "nothing", "no ", "not ", "none" }.Any(w => answer.Contains(w, StringComparison.OrdinalIgnoreCase));
            if (await said.StateAsync() != "completed" || !says || (await said.ProposalsAsync()).Count > 0)
                wrong.Add($"{request}: {answer}");
        }
        Assert.Equal([], wrong);
    }

    [Fact]
    public async Task Where_no_time_is_free_none_is_offered_and_none_is_blocked()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.HaveAsync(olivia.AccountId, new Appointment("Fair", "20261123T000000", "20261130T000000"));
        foreach (var request in new[] { "Find a free slot next week for a 2-hour workshop", "Block two hours for deep work next week", "Block two hours for deep work every morning next week" })
        {
            var said = await olivia.SayAsync(request);
            Assert.Equal("completed", await said.StateAsync());
            Assert.Empty(await said.ProposalsAsync());
            Assert.Contains("no ", await said.AnswerAsync(), StringComparison.OrdinalIgnoreCase);
        }
    }
}
