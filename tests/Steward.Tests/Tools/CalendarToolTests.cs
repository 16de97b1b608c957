using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Steward.Calendar;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Tools;

public sealed class CalendarToolTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    const string Berlin = "Europe/Berlin";

    [Fact]
    public async Task A_slot_that_was_found_becomes_an_event_at_that_moment_in_the_persons_zone_with_each_guest_once()
    {
        await using var world = await ToolWorld.CreateAsync(database, $"me-{Guid.NewGuid():n}@steward.local");
        var slots = await world.CallAsync("calendar.find-slots", new { from = "2026-11-23T00:00:00+01:00", to = "2026-11-28T00:00:00+01:00", minutes = 120, attendees = new[] { new { email = "anna@example.org" } } });
        Assert.EndsWith("(in your calendars; of others’ time only what these show)", slots.Value.Summary, StringComparison.Ordinal);
        var slot = slots.Value.Value.GetProperty("slots")[0];
        Assert.Equal(TimeSpan.FromHours(2), slot.GetProperty("end").GetDateTimeOffset() - slot.GetProperty("start").GetDateTimeOffset());

        var attendees = new object[]
        {
            new { email = "anna@example.org", name = "Anna", messages = 3, source = new { type = "message", id = "x" } }, new { email = "ANNA@example.org" }, new { email = world.Mail.Mailbox.Address },
        };
        var payload = await world.DraftAsync<CreateEventPayload>("calendar.propose-create-event", new { summary = "Workshop", slot, attendees });
        Assert.Equal("anna@example.org", Assert.Single(payload.Attendees).Email);
        Assert.Equal(slot.GetProperty("start").GetDateTimeOffset(), Steward.Tools.Calendars.When.InstantOf(payload.Start));
        Assert.Equal((Berlin, Berlin), (payload.Start.Zone, payload.End.Zone));
        Assert.Empty(payload.TypedByPerson);
    }

    [Fact]
    public async Task Hours_that_were_asked_for_replace_the_working_hours()
    {
        await using var world = await ToolWorld.CreateAsync(database);
        var found = await world.ReadAsync("calendar.find-slots", new { from = "2026-11-23T00:00:00+01:00", to = "2026-11-24T00:00:00+01:00", minutes = 60, workingHours = new { start = "18:00:00", end = "20:00:00" }, count = 20 });
        Assert.All(found.GetProperty("slots").EnumerateArray(), s => Assert.InRange(s.GetProperty("start").GetDateTimeOffset().ToUniversalTime().Hour, 17, 18));
        Assert.NotEmpty(found.GetProperty("slots").EnumerateArray());
    }

    [Fact]
    public async Task Nothing_is_found_in_a_stretch_that_is_not_wanted()
    {
        await using var world = await ToolWorld.CreateAsync(database);
        var found = await world.ReadAsync("calendar.find-slots", new { from = "2026-11-23T00:00:00+01:00", to = "2026-11-25T00:00:00+01:00", minutes = 60, notWithin = new[] { new { start = "2026-11-23T00:00:00+01:00", end = "2026-11-24T12:00:00+01:00" } }, count = 20 });
        Assert.NotEmpty(found.GetProperty("slots").EnumerateArray());
        Assert.All(found.GetProperty("slots").EnumerateArray(), s => Assert.True(s.GetProperty("start").GetDateTimeOffset() >= new DateTimeOffset(2026, 11, 24, 11, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task Times_of_an_event_are_read_as_dates_local_times_or_instants_and_a_missing_end_is_an_hour_or_a_day()
    {
        await using var world = await ToolWorld.CreateAsync(database);
        var hour = await world.DraftAsync<CreateEventPayload>("calendar.propose-create-event", new { summary = "Call", start = "2026-11-24T15:00" });
        Assert.Equal((EventTime.At(new(2026, 11, 24, 15, 0, 0), Berlin), EventTime.At(new(2026, 11, 24, 16, 0, 0), Berlin)), (hour.Start, hour.End));
        var day = await world.DraftAsync<CreateEventPayload>("calendar.propose-create-event", new { summary = "Day off", start = "2026-11-24" });
        Assert.Equal((EventTime.AllDay(new(2026, 11, 24)), EventTime.AllDay(new(2026, 11, 25))), (day.Start, day.End));
        Assert.Equal("start", (await world.CallAsync("calendar.propose-create-event", new { summary = "When?" })).Error!.Field);
        Assert.Equal("end", (await world.CallAsync("calendar.propose-create-event", new { summary = "Mixed", start = "2026-11-24", end = "2026-11-24T15:00" })).Error!.Field);
    }

    [Fact]
    public async Task A_calendar_is_chosen_by_name_and_an_unknown_one_or_anothers_account_is_refused()
    {
        await using var world = await ToolWorld.CreateAsync(database);
        await using var other = await ToolWorld.CreateAsync(database);
        var first = await world.DraftAsync<CreateEventPayload>("calendar.propose-create-event", new { summary = "Call", start = "2026-11-24T15:00" });
        var named = await world.DraftAsync<CreateEventPayload>("calendar.propose-create-event", new { summary = "Call", start = "2026-11-24T15:00", calendar = "calendar" });
        Assert.Equal(first.CalendarId, named.CalendarId);
        Assert.Equal(ErrorKind.NotFound, (await world.CallAsync("calendar.propose-create-event", new { summary = "Call", start = "2026-11-24T15:00", calendar = "Choir" })).Error!.Kind);
        Assert.Equal(ErrorKind.NotFound, (await world.CallAsync("calendar.propose-create-event", new { summary = "Call", start = "2026-11-24T15:00", accountId = other.Mail.Mailbox.AccountId })).Error!.Kind);
        Assert.Equal(ErrorKind.NotFound, (await world.CallAsync("calendar.propose-update-event", new { eventId = Guid.NewGuid(), accountId = other.Mail.Mailbox.AccountId, summary = "Mine" })).Error!.Kind);
        Assert.Equal(ErrorKind.NotFound, (await world.CallAsync("calendar.propose-update-event", new { eventId = Guid.NewGuid(), accountId = world.Mail.Mailbox.AccountId, summary = "Mine" })).Error!.Kind);
    }

    [Fact]
    public async Task Windows_that_make_no_sense_are_refused()
    {
        await using var world = await ToolWorld.CreateAsync(database);
        Assert.Equal("to", (await world.CallAsync("calendar.list-events", new { from = "2026-11-24T00:00:00Z", to = "2026-11-23T00:00:00Z" })).Error!.Field);
        Assert.Equal("to", (await world.CallAsync("calendar.list-events", new { from = "2026-11-24T00:00:00Z", to = "2029-11-23T00:00:00Z" })).Error!.Field);
        Assert.Equal("minutes", (await world.CallAsync("calendar.find-slots", new { from = "2026-11-24T00:00:00Z", to = "2026-11-25T00:00:00Z", minutes = 0 })).Error!.Field);
        Assert.Empty((await world.ReadAsync("calendar.list-events", new { from = "2026-11-24T00:00:00Z", to = "2026-11-25T00:00:00Z", query = "x" })).GetProperty("events").EnumerateArray());
    }
}
