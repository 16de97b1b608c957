using System.Globalization;
using System.Text.Json;
using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

/// <summary>Whole days, blocks and calendars of a person, from a sentence to approved and executed changes, over HTTP. It is Friday 20 November 2026, ten o'clock in Berlin.</summary>
public sealed class SchedulingTests(StewardServer server) : IClassFixture<StewardServer>
{
    const string Window = "calendar/events?from=2026-11-16T00:00:00Z&to=2026-12-20T00:00:00Z";

    [Fact]
    public async Task A_day_is_rescheduled_in_order_and_what_cannot_move_is_told_and_asking_again_finds_nothing_to_do()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.HaveAsync(olivia.AccountId,
            new Appointment("Review", "20261123T100000", "20261123T110000", Guests: ["anna@example.org"]), new Appointment("Interview", "20261123T110000", "20261123T120000"),
            new Appointment("Board", "20261123T140000", "20261123T150000", Organizer: "Boss Bold <boss@example.org>", Guests: [olivia.Address]), new Appointment("Taken", "20261130T100000", "20261130T103000"),
            new Appointment("Day off", "20261123", "20261124"));

        var said = await olivia.SayAsync("reschedule all of Monday's meetings to the week after next week");
        if (await said.StateAsync() != "waiting")
            said = await olivia.SayAsync("move everything from Monday to the first week of December");
        Assert.True(await said.StateAsync() == "waiting", (await said.TurnAsync()).GetRawText());
        var moves = await said.ProposalsAsync();
        Assert.Equal(["calendar.update-event", "calendar.update-event"], moves.Select(p => p.GetProperty("kind").GetString()));
        Assert.All(moves, p => Assert.Contains(p.GetProperty("preview").GetProperty("changes").EnumerateArray(), c => c.GetProperty("field").GetString() == "start" && c.GetProperty("before").GetString()!.StartsWith("2026-11-23", StringComparison.Ordinal)));
        Assert.Equal(2, (await olivia.EventsAsync(Window, "2026-11-23")).Count(e => e.Title is "Review" or "Interview"));
        await olivia.DecideAsync(moves, _ => true);

        var letters = await olivia.UntilAsync(said, all => all.Exists(p => p.GetProperty("kind").GetString() == "mail.create-draft"));
        var letter = Assert.Single(letters, p => p.GetProperty("kind").GetString() == "mail.create-draft");
        Assert.Equal("boss@example.org", letter.GetProperty("payload").GetProperty("to")[0].GetProperty("email").GetString());
        Assert.Contains("Could we find another time?", letter.GetProperty("payload").GetProperty("text").GetString()!, StringComparison.Ordinal);
        await olivia.DecideAsync([letter], _ => true);
        await olivia.CompletedAsync(said.Turn);
        Assert.Contains("Boss Bold’s to move: ask them", await said.AnswerAsync(), StringComparison.Ordinal);
        var after = await olivia.EventsAsync(Window);
        Assert.True(after.Single(e => e.Title == "Review").Start < after.Single(e => e.Title == "Interview").Start);
        Assert.All(after.Where(e => e.Title is "Review" or "Interview"), e => Assert.True(e.Start >= new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero) && e.End - e.Start == TimeSpan.FromHours(1)));

        var again = await olivia.SayAsync("clear my Monday afternoon");
        await olivia.DecideAsync(await again.ProposalsAsync(), _ => false);
        await olivia.CompletedAsync(again.Turn);
        Assert.DoesNotContain(await again.ProposalsAsync(), p => p.GetProperty("kind").GetString() == "calendar.update-event");
    }

    [Fact]
    public async Task Private_appointments_are_copied_to_work_as_busy_once_follow_their_originals_and_go_with_them()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        var personal = await olivia.AddAccountAsync("personal");
        await olivia.HaveAsync(personal, new Appointment("Haircut", "20261124T080000", "20261124T084500"), new Appointment("Yoga", "20261125T183000", "20261125T194500", Rule: "FREQ=WEEKLY;COUNT=2"));

        const string request = "mirror my personal calendar to my work calendar for the next two weeks";
        await RelabelAsync(olivia, "work");
        var copied = await olivia.ApproveAllAsync(await olivia.SayAsync(request));
        Assert.Equal(3, copied.Count);
        Assert.All(copied, p => Assert.Equal("Busy", p.GetProperty("payload").GetProperty("summary").GetString()));
        Assert.All(copied, p => Assert.DoesNotContain("Haircut", p.GetProperty("payload").GetRawText(), StringComparison.Ordinal));
        Assert.Empty(await olivia.ApproveAllAsync(await olivia.SayAsync(request)));
        Assert.Equal(3, (await olivia.EventsAsync(Window)).Count(e => e.Title == "Busy"));

        // the original moves: so does its one copy
        var moved = await olivia.SayAsync("move the haircut to Thursday at 4pm");
        await olivia.DecideAsync(await moved.ProposalsAsync(), p => true);
        await olivia.CompletedAsync(moved.Turn);
        Assert.Equal("calendar.update-event", Assert.Single(await olivia.ApproveAllAsync(await olivia.SayAsync(request))).GetProperty("kind").GetString());
        var events = await olivia.EventsAsync(Window);
        Assert.Equal(3, events.Count(e => e.Title == "Busy"));
        Assert.Contains(events, e => e.Title == "Busy" && e.Start == events.Single(d => d.Title == "Haircut").Start);

        // the original goes: so does its copy
        var gone = await olivia.SayAsync("cancel the haircut");
        await olivia.DecideAsync((await gone.ProposalsAsync()).Where(p => p.GetProperty("preview").GetProperty("title").GetString()!.Contains("Haircut", StringComparison.Ordinal)).ToList(), _ => true);
        await olivia.CompletedAsync(gone.Turn);
        Assert.Equal("calendar.delete-event", Assert.Single(await olivia.ApproveAllAsync(await olivia.SayAsync(request))).GetProperty("kind").GetString());
        Assert.Equal(2, (await olivia.EventsAsync(Window)).Count(e => e.Title == "Busy"));
        Assert.Empty(await olivia.ApproveAllAsync(await olivia.SayAsync(request)));
    }

    [Fact]
    public async Task Deep_work_is_blocked_every_morning_around_what_is_there_and_not_twice()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.HaveAsync(olivia.AccountId, new Appointment("Call", "20261123T090000", "20261123T093000"), new Appointment("Workshop", "20261125T090000", "20261125T120000"));
        var blocks = await olivia.ApproveAllAsync(await olivia.SayAsync("block two hours for deep work every morning next week"));
        Assert.Equal(4, blocks.Count);
        var events = await olivia.EventsAsync(Window);
        Assert.All(events.Where(e => e.Title == "Deep work"), e => Assert.DoesNotContain(events, other => other != e && other.Start < e.End && e.Start < other.End));
        var again = await olivia.SayAsync("block two hours for deep work every morning next week");
        Assert.Equal("completed", await again.StateAsync());
        Assert.Empty(await again.ProposalsAsync());
        Assert.Contains("Wednesday 25 November has no 2 h free", await again.AnswerAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_change_their_account_copy_first_and_nothing_is_lost_when_a_copy_is_rejected()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        var personal = await olivia.AddAccountAsync("personal");
        await RelabelAsync(olivia, "work");
        await olivia.HaveAsync(personal, new Appointment("Parents evening", "20261124T180000", "20261124T190000"), new Appointment("Gym", "20261126T180000", "20261126T190000"));
        var said = await olivia.SayAsync("move all meetings from the personal calendar to the work calendar next week");
        var copies = await said.ProposalsAsync();
        Assert.Equal(["Gym", "Parents evening"], copies.Select(p => p.GetProperty("payload").GetProperty("summary").GetString()).Order(StringComparer.Ordinal));
        await olivia.DecideAsync(copies, p => p.GetProperty("payload").GetProperty("summary").GetString() == "Gym");
        var removal = Assert.Single(await olivia.UntilAsync(said, all => all.Count == 3), p => p.GetProperty("kind").GetString() == "calendar.delete-event");
        Assert.Contains("Gym", removal.GetProperty("preview").GetProperty("title").GetString()!, StringComparison.Ordinal);
        await olivia.DecideAsync([removal], _ => true);
        await olivia.CompletedAsync(said.Turn);
        var events = await olivia.EventsAsync(Window);
        Assert.Equal((olivia.AccountId, personal), (events.Single(e => e.Title == "Gym").Account, events.Single(e => e.Title == "Parents evening").Account));
    }

    [Fact]
    public async Task Whoever_has_chosen_no_zone_plans_in_that_of_this_Steward()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        Assert.Equal("Europe/Berlin", Assert.Single((await olivia.GetAsync("calendar/calendars")).GetProperty("items").EnumerateArray()).GetProperty("zone").GetString());
    }

    static async Task RelabelAsync(Somebody olivia, string label) => await olivia.PatchAsync($"accounts/{olivia.AccountId}", new { label });
}

/// <summary>An event of a calendar file. Dates alone are whole days; times are Berlin's.</summary>
sealed record Appointment(string Title, string Start, string End, string? Rule = null, string? Organizer = null, params string[] Guests)
{
    public string ToIcs(int number)
    {
        string Time(string name, string at) => at.Length == 8 ? $"{name};VALUE=DATE:{at}" : $"{name};TZID=Europe/Berlin:{at}";
        var lines = new List<string> { "BEGIN:VEVENT", $"UID:{Title.ToLowerInvariant().Replace(' ', '-')}-{number}-{Guid.NewGuid():n}", "DTSTAMP:20261101T000000Z", Time("DTSTART", Start), Time("DTEND", End), $"SUMMARY:{Title}" };
        if (Rule is not null)
            lines.Add($"RRULE:{Rule}");
        if (Organizer is not null)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"ORGANIZER;CN={Organizer.Split(" <")[0]}:mailto:{Organizer.Split('<')[1].TrimEnd('>')}"));
        lines.AddRange(Guests.Select(g => $"ATTENDEE:mailto:{g}"));
        lines.Add("END:VEVENT");
        return string.Join("\r\n", lines) + "\r\n";
    }
}
