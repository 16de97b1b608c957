using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Steward.Host.Tests.Accounts;

/// <summary>What Google tells by itself comes in over HTTP from anybody, so only the secret of an open channel counts, and all it does is to make Steward look.</summary>
public sealed class PushTests(GoogleSteward steward) : IClassFixture<GoogleSteward>
{
    [Fact]
    public async Task A_notification_with_the_secret_of_an_open_channel_wakes_the_sync_and_any_other_is_not_known()
    {
        var (person, address) = (await steward.NewPersonAsync(), $"{Guid.NewGuid():n}@gmail.com");
        var account = Guid.Parse((await steward.ConnectAsync(person, address)).GetProperty("accountId").GetString()!);
        await GoogleSteward.UntilAsync(async () => (await person.GetFromJsonAsync<JsonElement>("/api/v1/items/syncs")).GetProperty("items").EnumerateArray().Count(s => s.GetProperty("phase").GetString() == "steady") == 2, "both in step");
        var (open, over) = (await ChannelAsync(account, "2027-01-01"), await ChannelAsync(account, "2026-11-01"));
        // The next poll is far away: what is seen before comes by the notification.
        await SqlAsync("UPDATE items.syncs SET due_at = '2026-12-31', lease_until = NULL WHERE account_id = $1", account);
        steward.SignIn.Apis!.Calendars(address).Primary.Put(new JsonObject
        {
            ["id"] = "rowing00", ["iCalUID"] = "rowing@google.com", ["status"] = "confirmed", ["summary"] = "Rowing", ["start"] = new JsonObject { ["dateTime"] = "2026-11-25T17:00:00+01:00" }, ["end"] = new JsonObject { ["dateTime"] = "2026-11-25T18:00:00+01:00" },
        });

        Assert.Equal(HttpStatusCode.NotFound, await TellAsync(open.Id, "another secret"));
        Assert.Equal(HttpStatusCode.NotFound, await TellAsync("no-such-channel", open.Token));
        Assert.Equal(HttpStatusCode.NotFound, await TellAsync(over.Id, over.Token));
        Assert.Equal(HttpStatusCode.NotFound, await TellAsync(open.Id, open.Token, "somebody"));
        Assert.Equal(HttpStatusCode.NotFound, await TellAsync(null, null));
        Assert.Empty(await EventsAsync(person));

        Assert.Equal(HttpStatusCode.NoContent, await TellAsync(open.Id, open.Token));
        await GoogleSteward.UntilAsync(async () => (await EventsAsync(person)).SequenceEqual(["Rowing"]), "the event");
    }

    async Task<(string Id, string Token)> ChannelAsync(Guid account, string ends)
    {
        var (id, token) = (Guid.NewGuid().ToString("n"), Guid.NewGuid().ToString("n"));
        await SqlAsync("INSERT INTO items.push_channels SELECT $2, id, person_id, 'calendar', 'primary', $3, 'resource', $4::timestamptz FROM accounts.linked_accounts WHERE id = $1", account, id, SHA256.HashData(Encoding.UTF8.GetBytes(token)), ends);
        return (id, token);
    }

    async Task SqlAsync(string sql, params object[] values)
    {
        await using var command = steward.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    async Task<HttpStatusCode> TellAsync(string? id, string? token, string provider = "google")
    {
        using var google = steward.Stranger();
        using var told = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/items/push/{provider}");
        if (id is not null)
            told.Headers.Add("X-Goog-Channel-ID", id);
        if (token is not null)
            told.Headers.Add("X-Goog-Channel-Token", token);
        told.Headers.Add("X-Goog-Resource-State", "exists");
        using var answer = await google.SendAsync(told);
        return answer.StatusCode;
    }

    static async Task<IReadOnlyList<string>> EventsAsync(HttpClient person) =>
        [.. (await person.GetFromJsonAsync<JsonElement>("/api/v1/calendar/events?from=2026-11-20T00:00:00Z&to=2026-12-20T00:00:00Z")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("event").GetProperty("summary").GetString()!)];
}
