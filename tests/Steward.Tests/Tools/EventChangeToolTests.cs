using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Steward.Calendar;
using Steward.Platform;
using Steward.Testing;
using Steward.Tools;
using static Steward.Tests.Calendar.Desk;

namespace Steward.Tests.Tools;

/// <summary>Choosing the event that is meant, and changing it without naming a new time.</summary>
public sealed class EventChangeToolTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly ParsedEvent Standup = Event("Standup", "2026-11-23T09:00", "2026-11-23T09:15", "FREQ=DAILY;COUNT=5", "the-standup");
    static readonly ParsedEvent Review = Event("Design review", "2026-11-26T14:00", "2026-11-26T15:00") with { Attendees = [new("ben@example.org", "Ben"), new("elena@example.org", "Elena")] };

    static async Task<ToolWorld> WithAsync(TestDatabase database, params ParsedEvent[] events)
    {
        var world = await ToolWorld.CreateAsync(database);
        await using var scope = world.Mail.Services.CreateAsyncScope();
        var account = new CalendarAccount(world.PersonId, world.Mail.Mailbox.AccountId, "local", world.Mail.Mailbox.Address);
        Assert.Equal(events.Length, (await scope.ServiceProvider.GetRequiredService<StoreEvents>().ExecuteAsync(account, null, events, CancellationToken.None)).Value.Added);
        return world;
    }

    static async Task<JsonElement> ListAsync(ToolWorld world, string query, string to = "2026-12-01T00:00:00Z") =>
        (await world.ReadAsync("calendar.list-events", new { from = "2026-11-20T00:00:00Z", to, query })).GetProperty("events");

    static async Task<ToolResult> ChooseAsync(ToolWorld world, string query, string? scope, string request = "rename it to X", string to = "2026-12-01T00:00:00Z") =>
        (await world.CallAsync("calendar.choose-event", new { events = await ListAsync(world, query, to), scope }, request)).Value;

    static object Target(JsonElement chosen) => new { eventId = chosen.GetProperty("event").GetProperty("id"), accountId = chosen.GetProperty("event").GetProperty("accountId"), originalStart = chosen.TryGetProperty("originalStart", out var at) ? (JsonElement?)at : null };

    static async Task<Result<ToolResult>> ChangeAsync(ToolWorld world, string query, object change, string? scope = null, string to = "2026-12-01T00:00:00Z")
    {
        var chosen = Assert.Single((await ChooseAsync(world, query, scope, to: to)).Value.GetProperty("events").EnumerateArray());
        var arguments = Json.ToElement(Target(chosen)).EnumerateObject().Concat(Json.ToElement(change).EnumerateObject()).ToDictionary(p => p.Name, p => p.Value);
        return await world.CallAsync("calendar.propose-update-event", arguments);
    }

    static UpdateEventPayload Payload(Result<ToolResult> result) => Json.Read<UpdateEventPayload>(Assert.Single(result.Value.Drafts).Payload);

    [Fact]
    public async Task One_event_that_does_not_recur_is_meant_without_asking_and_is_named_by_its_id_alone()
    {
        await using var world = await WithAsync(database, Review, Standup);
        foreach (var scope in new[] { null, "occurrence", "series" })
        {
            var result = await ChooseAsync(world, "review", scope);
            Assert.Null(result.Question);
            var chosen = Assert.Single(result.Value.GetProperty("events").EnumerateArray());
            Assert.False(chosen.TryGetProperty("originalStart", out _));
        }
        Assert.Empty((await ChooseAsync(world, "nothing like it", null)).Value.GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task A_series_is_asked_about_unless_it_was_said_and_the_choices_are_requests_for_one_happening_or_all()
    {
        await using var world = await WithAsync(database, Standup);
        var asked = await ChooseAsync(world, "standup", null, "rename the standup to Huddle.");
        Assert.Empty(asked.Value.GetProperty("events").EnumerateArray());
        Assert.Equal("event", asked.Question!.Missing);
        Assert.Equal(["rename the standup to Huddle, only that of 23 November at 09:00", "rename the standup to Huddle, only that of 24 November at 09:00", "rename the standup to Huddle, the whole series"],
            asked.Question.Choices.Select(c => c.Message));

        var series = Assert.Single((await ChooseAsync(world, "standup", "series")).Value.GetProperty("events").EnumerateArray());
        Assert.False(series.TryGetProperty("originalStart", out _));
        var one = Assert.Single((await ChooseAsync(world, "standup", "occurrence", to: "2026-11-24T00:00:00Z")).Value.GetProperty("events").EnumerateArray());
        Assert.Equal(Berlin("2026-11-23T09:00"), Json.Read<EventTime>(one.GetProperty("originalStart")));
        Assert.Equal(5, (await ChooseAsync(world, "standup", "occurrence")).Question!.Choices.Count);
    }

    [Fact]
    public async Task Different_events_that_fit_are_offered_and_none_is_guessed()
    {
        await using var world = await WithAsync(database, Review, Event("Budget review", "2026-11-25T10:00", "2026-11-25T11:00"));
        var asked = await ChooseAsync(world, "review", "occurrence");
        Assert.Equal(["Budget review, Wed 25 Nov 10:00", "Design review, Thu 26 Nov 14:00"], asked.Question!.Choices.Select(c => c.Label));
    }

    [Fact]
    public async Task Somebody_elses_event_is_no_candidate()
    {
        await using var world = await WithAsync(database, Review);
        await using var other = await WithAsync(database, Standup);
        var theirs = await ListAsync(world, "review");
        Assert.Empty((await other.CallAsync("calendar.choose-event", new { events = theirs })).Value.Value.GetProperty("events").EnumerateArray());
    }

    [Theory]
    [InlineData("""{"shiftMinutes":30}""", "2026-11-26T14:30", "2026-11-26T15:30")]
    [InlineData("""{"shiftMinutes":-45}""", "2026-11-26T13:15", "2026-11-26T14:15")]
    [InlineData("""{"shiftDays":7}""", "2026-12-03T14:00", "2026-12-03T15:00")]
    [InlineData("""{"lengthenMinutes":60}""", null, "2026-11-26T16:00")]
    [InlineData("""{"lengthenMinutes":-20}""", null, "2026-11-26T14:40")]
    [InlineData("""{"minutes":90}""", null, "2026-11-26T15:30")]
    [InlineData("""{"endTime":"17:00:00"}""", null, "2026-11-26T17:00")]
    [InlineData("""{"date":"2026-11-27"}""", "2026-11-27T14:00", "2026-11-27T15:00")]
    [InlineData("""{"time":"10:00:00","minutes":30}""", "2026-11-26T10:00", "2026-11-26T10:30")]
    public async Task A_time_changes_by_what_was_said_and_keeps_the_rest(string change, string? start, string end)
    {
        await using var world = await WithAsync(database, Review);
        var payload = Payload(await ChangeAsync(world, "review", JsonSerializer.Deserialize<JsonElement>(change)));
        Assert.Equal(start is null ? null : Berlin(start), payload.Start);
        Assert.Equal(Berlin(end), payload.End);
        Assert.Null(payload.OriginalStart);
    }

    [Fact]
    public async Task One_happening_of_a_series_is_moved_from_its_own_time_and_the_series_from_its_first()
    {
        await using var world = await WithAsync(database, Standup);
        var first = Payload(await ChangeAsync(world, "standup", new { shiftMinutes = 30 }, "series"));
        Assert.Equal((Berlin("2026-11-23T09:30"), (EventTime?)null), (first.Start, first.OriginalStart));
        var list = (await ListAsync(world, "standup")).EnumerateArray().ToList();
        var chosen = Assert.Single((await world.CallAsync("calendar.choose-event", new { events = list[2..3], scope = "occurrence" })).Value.Value.GetProperty("events").EnumerateArray());
        var arguments = Json.ToElement(Target(chosen)).EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        arguments["lengthenMinutes"] = Json.ToElement(15);
        var one = Payload(await world.CallAsync("calendar.propose-update-event", arguments));
        Assert.Equal((Berlin("2026-11-25T09:00"), Berlin("2026-11-25T09:30")), (one.OriginalStart, one.End));
        var delete = Json.Read<DeleteEventPayload>(Assert.Single((await world.CallAsync("calendar.propose-delete-event", Target(chosen))).Value.Drafts).Payload);
        Assert.Equal(Berlin("2026-11-25T09:00"), delete.OriginalStart);
    }

    [Fact]
    public async Task One_of_what_was_listed_is_meant_by_its_place_and_what_is_left_out_is_not_listed()
    {
        await using var world = await WithAsync(database, Standup, Review);
        var list = (await ListAsync(world, "")).EnumerateArray().ToList();
        Assert.Equal(6, list.Count);
        var third = Assert.Single((await world.CallAsync("calendar.choose-event", new { events = list, scope = "occurrence", place = 2 })).Value.Value.GetProperty("events").EnumerateArray());
        Assert.Equal(list[2].GetProperty("start").GetDateTimeOffset(), third.GetProperty("start").GetDateTimeOffset());
        Assert.Equal("Only 6 events were found.", (await world.CallAsync("calendar.choose-event", new { events = list, place = 6 })).Error!.Detail);

        async Task<int> Count(object except) => (await world.ReadAsync("calendar.list-events", new { from = "2026-11-20T00:00:00Z", to = "2026-12-01T00:00:00Z", except = new[] { except } })).GetProperty("events").GetArrayLength();
        Assert.Equal(1, await Count(new { query = "standup" }));
        Assert.Equal(5, await Count(new { with = new[] { new { name = "Ben", emails = new[] { "ben@example.org" } } } }));
        Assert.Equal(4, await Count(new { from = "2026-11-26T00:00:00Z", to = "2026-11-27T00:00:00Z" }));
        Assert.Equal(6, await Count(new { query = "standup", with = new[] { new { name = "Ben", emails = new[] { "ben@example.org" } } } }));
    }

    [Fact]
    public async Task Guests_are_added_and_taken_off_and_what_cannot_be_is_said()
    {
        await using var world = await WithAsync(database, Review, Day("Fair", "2026-11-24", "2026-11-25"));
        var more = Payload(await ChangeAsync(world, "review", new { addAttendees = new[] { new { email = "sarah@example.org", name = "Sarah" }, new { email = "BEN@example.org", name = "Ben" } } }));
        Assert.Equal(["ben@example.org", "elena@example.org", "sarah@example.org"], more.Attendees!.Select(a => a.Email));
        var less = Payload(await ChangeAsync(world, "review", new { removeAttendees = new[] { new { email = "Elena@example.org" }, new { email = "elena@home.example" } } }));
        Assert.Equal("ben@example.org", Assert.Single(less.Attendees!).Email);
        Assert.Equal("not_invited", (await ChangeAsync(world, "review", new { removeAttendees = new[] { new { email = "x@example.org" } } })).Error!.Code);
        Assert.Equal("nothing_to_change", (await ChangeAsync(world, "review", new { addAttendees = new[] { new { email = "ben@example.org" } } })).Error!.Code);
        Assert.Equal("too_short", (await ChangeAsync(world, "review", new { lengthenMinutes = -60 })).Error!.Code);
        Assert.Equal("all_day", (await ChangeAsync(world, "fair", new { shiftMinutes = 30 })).Error!.Code);
        Assert.Equal(EventTime.AllDay(new(2026, 11, 26)), Payload(await ChangeAsync(world, "fair", new { shiftDays = 2 })).Start);
    }
}
