using System.Text.Json;
using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

/// <summary>What a good assistant would answer in situations of several calendars, zones and weeks, over HTTP. It is Friday 20 November 2026, ten o'clock in Berlin; the working day is nine to five.</summary>
public sealed class SituationTests(StewardServer server) : IClassFixture<StewardServer>
{
    sealed record Slot(DateTime Start, DateTime End, string Reasons);

    static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    static async Task<List<Slot>> SlotsAsync(Said said) =>
        [.. (await said.BlockAsync("slots")).GetProperty("items").EnumerateArray().Select(s => new Slot(Local(s, "start"), Local(s, "end"), string.Join("; ", s.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()))))];

    static DateTime Local(JsonElement slot, string field) => TimeZoneInfo.ConvertTime(slot.GetProperty(field).GetDateTimeOffset(), Berlin).DateTime;

    static DateTime On(int day, int hour, int minute = 0, int month = 11, int year = 2026) => new(year, month, day, hour, minute, 0);

    [Fact]
    public async Task A_day_of_two_calendars_leaves_what_both_leave_and_lunch_comes_last()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        var personal = await olivia.AddAccountAsync("personal");
        await olivia.HaveAsync(olivia.AccountId, new Appointment("Standup", "20261123T090000", "20261123T100000"), new Appointment("Workshop", "20261123T133000", "20261123T163000"));
        await olivia.HaveAsync(personal, new Appointment("Dentist", "20261123T103000", "20261123T113000"));
        // free are 10:00–10:30, 11:30–13:30 and 16:30–17:00
        var hour = await SlotsAsync(await olivia.SayAsync("find an hour on Monday"));
        Assert.All(hour, s => Assert.True(s.Start >= On(23, 11, 30) && s.End <= On(23, 13, 30), $"{s}"));
        Assert.All(hour, s => Assert.Contains("takes lunch time", s.Reasons, StringComparison.Ordinal));
        var half = await SlotsAsync(await olivia.SayAsync("find half an hour on Monday"));
        Assert.Equal([On(23, 10), On(23, 16, 30)], half.Where(s => !s.Reasons.Contains("lunch", StringComparison.Ordinal)).Select(s => s.Start).Where(s => s.Hour is 10 or 16).Order());
        Assert.True(half.FindIndex(s => s.Start == On(23, 10)) < half.FindIndex(s => s.Start.Hour == 12), "lunch comes after what is free beside it");
        var none = await olivia.SayAsync("find three hours on Monday");
        Assert.Equal("completed", await none.StateAsync());
        Assert.Empty(await SlotsAsync(none));
    }

    [Fact]
    public async Task A_day_off_is_no_day_to_meet_and_buffers_and_ones_own_hours_are_kept()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.HaveAsync(olivia.AccountId, new Appointment("Day off", "20261124", "20261125"), new Appointment("Review", "20261125T100000", "20261125T110000"), new Appointment("Planning", "20261125T120000", "20261125T170000"));
        var week = await SlotsAsync(await olivia.SayAsync("find an hour next week, Tuesday or Wednesday"));
        Assert.DoesNotContain(week, s => s.Start.Day == 24);
        var buffered = await SlotsAsync(await olivia.SayAsync("find half an hour on Wednesday with 15 minutes before and after"));
        // 09:00–09:45 end before the review by a quarter of an hour; 11:15–11:45 is the other place
        Assert.NotEmpty(buffered);
        Assert.All(buffered, s => Assert.True(s.End <= On(25, 9, 45) || s.Start == On(25, 11, 15), $"{s}"));
    }

    [Fact]
    public async Task Weeks_in_which_clocks_change_at_different_dates_keep_everybodys_hours()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.ReceiveAsync(new Letter("Nora Diaz <nora@diaz.example>", "Hello", "Hi.", 3));
        await olivia.SayAsync("Nora is in New York");
        // from 14 to 28 March New York is five hours behind Berlin, before and after six
        foreach (var (day, month, first) in new[] { (12, 3, 15), (22, 3, 14), (29, 3, 15) })
        {
            var slots = await SlotsAsync(await olivia.SayAsync($"find half an hour with Nora on {day} March 2027"));
            Assert.NotEmpty(slots);
            Assert.All(slots, s => Assert.True(s.Start >= On(day, first, 0, month, 2027) && s.End <= On(day, 17, 0, month, 2027), $"{s}"));
            Assert.Contains(slots, s => s.Reasons.Contains("for Nora Diaz in New York", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_finds_no_room_when_a_day_is_moved_is_reported_and_the_rest_keeps_its_order()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.HaveAsync(olivia.AccountId,
            new Appointment("First", "20261123T090000", "20261123T110000"), new Appointment("Second", "20261123T110000", "20261123T120000"), new Appointment("Third", "20261123T140000", "20261123T170000"),
            new Appointment("Taken", "20261124T090000", "20261124T133000"));
        var said = await olivia.SayAsync("move all of Monday's meetings to Tuesday");
        var moves = (await said.ProposalsAsync()).Select(p => p.GetProperty("preview").GetProperty("title").GetString()!).ToList();
        // three and a half hours are left: First and Second fit, and Third does not fit beside either
        Assert.Equal(2, moves.Count);
        await olivia.DecideAsync(await said.ProposalsAsync(), _ => true);
        await olivia.CompletedAsync(said.Turn);
        Assert.Contains("Third", await said.AnswerAsync(), StringComparison.Ordinal);
        Assert.Contains("no room", await said.AnswerAsync(), StringComparison.Ordinal);
        var after = await olivia.EventsAsync("calendar/events?from=2026-11-23T00:00:00Z&to=2026-11-26T00:00:00Z");
        Assert.True(after.Single(e => e.Title == "First").End <= after.Single(e => e.Title == "Second").Start);
        Assert.All(after.Where(e => e.Title is "First" or "Second"), e => Assert.Equal(24, e.Start.Day));
    }
}
