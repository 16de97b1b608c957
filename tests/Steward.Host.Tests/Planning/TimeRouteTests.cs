using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Steward.Testing;

namespace Steward.Host.Tests.Planning;

/// <summary>POST /api/v1/time/resolve, as a client sees it.</summary>
public sealed class TimeRouteTests(StewardServer server) : IClassFixture<StewardServer>
{
    const string Path = "/api/v1/time/resolve";

    [Fact]
    public async Task Expressions_come_with_their_spans_kinds_values_and_instants()
    {
        var me = await server.NewPersonAsync($"{Guid.NewGuid():n}@steward.local");
        var items = await ResolveAsync(me, new { text = "Lunch on Friday at 1pm, for 90 minutes, then every other Monday at 9 until March; back next week", now = "2026-11-18T09:00:00Z", zone = "Europe/Berlin", locale = "en-US" });
        Assert.Equal(["datetime", "duration", "set", "daterange"], items.Select(i => i.GetProperty("kind").GetString()));
        Assert.Equal("Friday at 1pm", items[0].GetProperty("text").GetString());
        Assert.Equal((9, 22), (items[0].GetProperty("start").GetInt32(), items[0].GetProperty("end").GetInt32()));
        Assert.Equal("2026-11-20T13:00:00", items[0].GetProperty("value").GetString());
        Assert.Equal(DateTimeOffset.Parse("2026-11-20T12:00:00Z", null), items[0].GetProperty("instant").GetDateTimeOffset());
        Assert.Equal("PT90M", items[1].GetProperty("duration").GetString());
        Assert.Equal("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0;UNTIL=20270331T215959Z", items[2].GetProperty("rrule").GetString());
        Assert.Equal("2026-11-23T09:00:00", items[2].GetProperty("value").GetString());
        Assert.Equal(("2026-11-23", "2026-11-29"), (items[3].GetProperty("from").GetString(), items[3].GetProperty("to").GetString()));
    }

    [Fact]
    public async Task Spans_count_the_units_of_the_text_as_it_was_sent_whatever_stands_before_them()
    {
        var me = await server.NewPersonAsync($"{Guid.NewGuid():n}@steward.local");
        const string text = "🎉🎉 Grüße aus Köln 👩‍💻 — Friday at 3pm, or\u00a0else (日本) the 26th at 10?\r\nCafé ☕ tomorrow, 9:30am – 11am 🙂 every Monday at 9";
        var items = await ResolveAsync(me, new { text, now = "2026-11-18T09:00:00Z", zone = "Europe/Berlin" });
        Assert.Equal(["Friday at 3pm", "the 26th at 10", "tomorrow, 9:30am – 11am", "every Monday at 9"], items.Select(i => i.GetProperty("text").GetString()));
        Assert.All(items, i => Assert.Equal(i.GetProperty("text").GetString(), text[i.GetProperty("start").GetInt32()..i.GetProperty("end").GetInt32()]));
        Assert.Equal(["datetime", "datetime", "datetimerange", "set"], items.Select(i => i.GetProperty("kind").GetString()));
        Assert.Equal(("2026-11-19T09:30:00", "2026-11-19T11:00:00"), (items[2].GetProperty("from").GetString(), items[2].GetProperty("to").GetString()));
        Assert.Equal((DateTimeOffset.Parse("2026-11-19T08:30:00Z", null), DateTimeOffset.Parse("2026-11-19T10:00:00Z", null)), (items[2].GetProperty("fromInstant").GetDateTimeOffset(), items[2].GetProperty("toInstant").GetDateTimeOffset()));
    }

    [Fact]
    public async Task Now_may_be_an_instant_a_local_time_of_the_zone_or_absent()
    {
        var me = await server.NewPersonAsync($"{Guid.NewGuid():n}@steward.local");
        foreach (var now in (string[])["2026-11-18T23:30:00+01:00", "2026-11-18T22:30Z", "2026-11-18T23:30:00", "2026-11-18T23:30"])
            Assert.Equal("2026-11-19", (await ResolveAsync(me, new { text = "tomorrow", now, zone = "Europe/Berlin" })).Single().GetProperty("value").GetString());
        Assert.Equal("date", (await ResolveAsync(me, new { text = "tomorrow" })).Single().GetProperty("kind").GetString());
        Assert.Empty(await ResolveAsync(me, new { text = "no time at all" }));
    }

    [Theory]
    [InlineData("""{"text":""}""", "text")]
    [InlineData("""{"text":null}""", "text")]
    [InlineData("""{"text":"today","zone":"Mars/Olympus"}""", "zone")]
    [InlineData("""{"text":"today","now":"yesterday"}""", "now")]
    [InlineData("""{"text":"today","now":"0001-01-01T00:00:00Z"}""", "now")]
    [InlineData("""{"text":"today","now":5}""", "now")]
    [InlineData("""{"text":"today","locale":"not a locale"}""", "locale")]
    [InlineData("""{"text":"today","lean":"sideways"}""", "lean")]
    public async Task Bad_input_names_its_field(string body, string field)
    {
        var me = await server.NewPersonAsync($"{Guid.NewGuid():n}@steward.local");
        using var answer = await me.PostAsync(Path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal([field], (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_and_a_stranger_is_not_let_in()
    {
        var me = await server.NewPersonAsync($"{Guid.NewGuid():n}@steward.local");
        using var tooLong = await me.PostAsJsonAsync(Path, new { text = new string('a', 100_000) });
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        Assert.Equal(["text"], (await tooLong.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Select(e => e.Name));
        using var stranger = await server.Stranger().PostAsJsonAsync(Path, new { text = "today" });
        Assert.True(stranger.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, stranger.StatusCode.ToString());
    }

    static async Task<List<JsonElement>> ResolveAsync(HttpClient client, object question)
    {
        using var answer = await client.PostAsJsonAsync(Path, question);
        answer.EnsureSuccessStatusCode();
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray()];
    }
}
