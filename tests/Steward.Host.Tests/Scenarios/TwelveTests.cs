using System.Text.Json;
using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

/// <summary>
/// Those of the twelve requests that change something and whose undo no other class shows: said, approved, seen, taken back, over HTTP. docs/requests.md says which test holds which request.
/// It is Friday 20 November 2026, ten o'clock in Berlin.
/// </summary>
public sealed class TwelveTests(StewardServer server) : IClassFixture<StewardServer>
{
    const string Window = "calendar/events?from=2026-11-16T00:00:00Z&to=2026-12-20T00:00:00Z";

    [Fact]
    public async Task All_of_tomorrows_meetings_are_rescheduled_to_next_week_and_come_back_by_undo()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.HaveAsync(olivia.AccountId, new Appointment("Review", "20261121T100000", "20261121T110000"), new Appointment("Interview", "20261121T113000", "20261121T120000"), new Appointment("Today", "20261120T150000", "20261120T160000"));
        var before = await olivia.EventsAsync(Window);
        var moves = await olivia.ApproveAllAsync("Reschedule all of tomorrow's meetings to next week", "done");
        Assert.Equal(2, moves.Count);
        var after = await olivia.EventsAsync(Window);
        Assert.All(after.Where(e => e.Title != "Today"), e => Assert.InRange(e.Start, new DateTimeOffset(2026, 11, 22, 23, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 29, 23, 0, 0, TimeSpan.Zero)));
        Assert.Equal(before.Single(e => e.Title == "Today"), after.Single(e => e.Title == "Today"));
        await olivia.UndoAsync(moves);
        Assert.Equal(before.OrderBy(e => e.Title), (await olivia.EventsAsync(Window)).OrderBy(e => e.Title));
    }

    [Fact]
    public async Task Time_for_deep_work_is_blocked_around_the_meetings_and_goes_again_by_undo()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.HaveAsync(olivia.AccountId, new Appointment("Call", "20261120T110000", "20261120T130000"), new Appointment("Sync", "20261120T150000", "20261120T170000"));
        var block = Assert.Single(await olivia.ApproveAllAsync("Block time for deep work around my meetings", "done"));
        var events = await olivia.EventsAsync(Window);
        var deep = Assert.Single(events, e => e.Title == "Deep work");
        Assert.DoesNotContain(events, e => e.Title != "Deep work" && e.Start < deep.End && deep.Start < e.End);
        await olivia.UndoAsync([block]);
        Assert.DoesNotContain(await olivia.EventsAsync(Window), e => e.Title == "Deep work");
    }

    [Fact]
    public async Task Meetings_go_from_the_personal_to_the_work_calendar_and_back_by_undo()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        var personal = await olivia.AddAccountAsync("personal");
        await olivia.PatchAsync($"accounts/{olivia.AccountId}", new { label = "work" });
        await olivia.HaveAsync(personal, new Appointment("Parents evening", "20261124T180000", "20261124T190000"), new Appointment("Later", "20261208T180000", "20261208T190000"));
        var changes = await olivia.ApproveAllAsync("Move meetings from the personal to the work calendar next week", "done");
        Assert.Equal(["calendar.create-event", "calendar.delete-event"], changes.Select(p => p.GetProperty("kind").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal((olivia.AccountId, personal), (AccountOf(await olivia.EventsAsync(Window), "Parents evening"), AccountOf(await olivia.EventsAsync(Window), "Later")));
        await olivia.UndoAsync(changes);
        Assert.Equal(personal, AccountOf(await olivia.EventsAsync(Window), "Parents evening"));
    }

    [Fact]
    public async Task Availability_is_kept_in_step_across_all_calendars_and_the_copies_go_by_undo()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        var personal = await olivia.AddAccountAsync("personal");
        await olivia.HaveAsync(personal, new Appointment("Haircut", "20261124T080000", "20261124T084500"));
        await olivia.HaveAsync(olivia.AccountId, new Appointment("Review", "20261125T100000", "20261125T110000"));
        var copies = await olivia.ApproveAllAsync("Sync availability across all calendars", "done");
        Assert.All(copies, p => Assert.Equal("Busy", p.GetProperty("payload").GetProperty("summary").GetString()));
        Assert.Equal([personal, olivia.AccountId], (await olivia.EventsAsync(Window)).Where(e => e.Title == "Busy").OrderByDescending(e => e.Start).Select(e => e.Account));
        await olivia.UndoAsync(copies);
        Assert.Equal(["Haircut", "Review"], (await olivia.EventsAsync(Window)).Select(e => e.Title).Order(StringComparer.Ordinal));
    }

    static Guid AccountOf(List<(string Title, DateTimeOffset Start, DateTimeOffset End, Guid Account)> events, string title) => events.Single(e => e.Title == title).Account;
}
