using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

/// <summary>Calendars themselves: made, renamed, deleted with what is in them, and each taken back, over HTTP.</summary>
public sealed class CalendarTests(StewardServer server) : IClassFixture<StewardServer>
{
    [Fact]
    public async Task A_calendar_is_made_renamed_and_deleted_with_its_events_and_each_comes_back_by_undo()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.GetAsync("calendar/calendars");
        var made = await ApproveAsync(olivia, "create a calendar called Family");
        Assert.Contains("Family", await NamesAsync(olivia));
        await olivia.UndoAsync(made);
        Assert.DoesNotContain("Family", await NamesAsync(olivia));

        await ApproveAsync(olivia, "create a calendar called Family");
        var renamed = await ApproveAsync(olivia, "rename my Family calendar to Home and garden");
        Assert.Contains("Home and garden", await NamesAsync(olivia));
        await olivia.UndoAsync(renamed);
        Assert.Contains("Family", await NamesAsync(olivia));

        var family = (await olivia.GetAsync("calendar/calendars")).GetProperty("items").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "Family").GetProperty("id").GetGuid();
        const string window = "calendar/events?from=2026-11-16T00:00:00Z&to=2026-12-20T00:00:00Z";
        await olivia.HaveAsync(olivia.AccountId, new Appointment("Picnic", "20261124T120000", "20261124T130000", Rule: "FREQ=WEEKLY;COUNT=2"));
        var picnic = (await olivia.GetAsync(window)).GetProperty("items").EnumerateArray().First().GetProperty("event").GetProperty("id").GetGuid();
        var proposed = await olivia.PostAsync("actions", new { idempotencyKey = Guid.NewGuid().ToString(), kind = "calendar.move-event", accountId = olivia.AccountId, payload = new { eventId = picnic, toCalendarId = family } });
        await olivia.DecideAsync([proposed], _ => true);
        var moved = proposed.GetProperty("id").GetGuid();
        await olivia.EventAsync("proposal_changed", e => e.GetProperty("id").GetGuid() == moved && e.GetProperty("state").GetString() == "done");
        var deleted = await ApproveAsync(olivia, "delete the Family calendar");
        Assert.DoesNotContain("Family", await NamesAsync(olivia));
        Assert.Empty(await olivia.EventsAsync(window));
        await olivia.UndoAsync(deleted);
        Assert.Contains("Family", await NamesAsync(olivia));
        Assert.Equal(2, (await olivia.EventsAsync(window)).Count(e => e.Title == "Picnic"));
    }

    [Fact]
    public async Task The_main_calendar_stays_and_no_name_is_given_twice()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        var name = (await NamesAsync(olivia)).Single();
        foreach (var request in new[] { $"delete the calendar \"{name}\"", $"create a calendar called {name}", "delete the calendar “Nowhere”" })
            Assert.Empty(await (await olivia.SayAsync(request)).ProposalsAsync());
        Assert.Equal([name], await NamesAsync(olivia));
    }

    static async Task<List<string>> NamesAsync(Somebody olivia) => [.. (await olivia.GetAsync("calendar/calendars")).GetProperty("items").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    static async Task<Guid> ApproveAsync(Somebody olivia, string request)
    {
        var said = await olivia.SayAsync(request);
        Assert.True(await said.StateAsync() == "waiting", (await said.TurnAsync()).GetRawText());
        var proposals = await said.ProposalsAsync();
        await olivia.DecideAsync(proposals, _ => true);
        await olivia.CompletedAsync(said.Turn);
        return Assert.Single(proposals).GetProperty("id").GetGuid();
    }
}
