using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Steward.Calendar;
using Steward.Testing;

namespace Steward.Host.Tests.Calendar;

/// <summary>The calendar's routes, as a browser sees them.</summary>
public sealed class CalendarRoutesTests(StewardServer server) : IClassFixture<StewardServer>
{
    const string Week = "from=2026-11-23T00:00:00Z&to=2026-11-30T00:00:00Z";

    [Fact]
    public async Task A_person_reads_their_own_calendars_and_nobody_elses()
    {
        var mine = await server.NewPersonAsync($"{Guid.NewGuid():n}@steward.local");
        var theirs = await server.NewPersonAsync($"{Guid.NewGuid():n}@steward.local");
        var calendar = (await ItemsAsync(mine, "calendars")).Single();
        await StoreAsync(calendar, "Talk");

        var instance = (await ItemsAsync(mine, "events?" + Week)).Single();
        var id = instance.GetProperty("event").GetProperty("id").GetString();
        Assert.Equal("2026-11-24T09:00:00+00:00", instance.GetProperty("start").GetString());
        Assert.Equal("Talk", (await mine.GetFromJsonAsync<JsonElement>($"/api/v1/calendar/events/{id}")).GetProperty("summary").GetString());
        Assert.Single(await ItemsAsync(mine, "free-busy?" + Week));
        Assert.Empty(await ItemsAsync(mine, $"events?{Week}&calendarId={Guid.NewGuid()}"));

        Assert.Empty(await ItemsAsync(theirs, "events?" + Week));
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync($"/api/v1/calendar/events/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Stranger().GetAsync("/api/v1/calendar/events?" + Week)).StatusCode);
    }

    [Fact]
    public async Task Free_slots_have_reasons_and_windows_are_checked()
    {
        var mine = await server.NewPersonAsync($"{Guid.NewGuid():n}@steward.local");
        var slots = await ItemsAsync(mine, $"free-slots?{Week}&minutes=120");
        Assert.NotEmpty(slots);
        Assert.All(slots, slot => Assert.Equal(JsonValueKind.Array, slot.GetProperty("reasons").ValueKind));
        foreach (var bad in (string[])["events?from=2026-11-23T00:00:00Z&to=2026-11-22T00:00:00Z", "events?from=2026-01-01T00:00:00Z&to=2028-01-01T00:00:00Z", "events?from=x&to=y", $"free-slots?{Week}&minutes=0", $"free-slots?{Week}&minutes=9999"])
            Assert.Equal(HttpStatusCode.BadRequest, (await mine.GetAsync("/api/v1/calendar/" + bad)).StatusCode);
    }

    async Task StoreAsync(JsonElement calendar, string summary)
    {
        using var scope = server.Services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<Steward.Platform.StewardDbContext>();
        var account = db.Set<Steward.Accounts.LinkedAccount>().Single(a => a.Id == calendar.GetProperty("accountId").GetGuid());
        var stored = await scope.ServiceProvider.GetRequiredService<StoreEvents>().ExecuteAsync(new(account.PersonId, account.Id, "local", account.Address), null,
            [new ParsedEvent { Index = 1, Uid = summary, Summary = summary, Start = EventTime.At(new(2026, 11, 24, 10, 0, 0), "Europe/Berlin"), End = EventTime.At(new(2026, 11, 24, 11, 0, 0), "Europe/Berlin") }], default);
        Assert.Equal(1, stored.Value.Added);
    }

    static async Task<List<JsonElement>> ItemsAsync(HttpClient client, string path) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/api/v1/calendar/" + path)).GetProperty("items").EnumerateArray()];
}
