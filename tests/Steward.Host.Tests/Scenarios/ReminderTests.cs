using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

public sealed class ReminderTests(StewardServer server) : IClassFixture<StewardServer>
{
    [Fact]
    public async Task A_reminder_is_made_from_a_sentence_comes_due_by_itself_and_is_put_away()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        var said = await olivia.SayAsync("remind me to call the bank on Friday at 10");
        Assert.True(await said.StateAsync() is "waiting", (await said.TurnAsync()).GetRawText());
        var proposal = Assert.Single(await said.ProposalsAsync());
        Assert.Equal(("calendar.create-reminder", "Call the bank", "low"), (proposal.GetProperty("kind").GetString(), proposal.GetProperty("payload").GetProperty("summary").GetString(), proposal.GetProperty("risk").GetString()));
        await olivia.DecideAsync([proposal], _ => true);
        await olivia.CompletedAsync(said.Turn);

        var now = (await said.TurnAsync()).GetProperty("createdAt").GetDateTimeOffset();
        var soon = await olivia.PostAsync("actions", new
        {
            kind = "calendar.create-reminder", accountId = olivia.AccountId, idempotencyKey = Guid.NewGuid().ToString(),
            payload = new { calendarId = proposal.GetProperty("payload").GetProperty("calendarId").GetGuid(), summary = "Breathe", at = new { local = now.AddSeconds(9).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture), zone = "UTC" } },
        });
        await olivia.DecideAsync([soon], _ => true);
        var due = await olivia.EventAsync("reminder_due", e => e.GetProperty("title").GetString() == "Breathe");
        var listed = Assert.Single((await olivia.GetAsync("reminders")).GetProperty("items").EnumerateArray());
        Assert.Equal(due.GetProperty("id").GetGuid(), listed.GetProperty("id").GetGuid());
        await olivia.PostAsync($"reminders/{listed.GetProperty("id").GetGuid()}/dismiss", new { });
        Assert.Empty((await olivia.GetAsync("reminders")).GetProperty("items").EnumerateArray());
    }
}
