using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Host.Tests.Live;

public sealed class LiveStreamTests(StewardServer server) : IClassFixture<StewardServer>
{
    static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    async Task<(HttpClient Client, Guid Id)> PersonAsync()
    {
        var client = await server.NewPersonAsync();
        return (client, (await client.GetFromJsonAsync<JsonElement>("/api/v1/auth/me")).GetProperty("id").GetGuid());
    }

    async Task WriteAsync(Guid person, params int[] values)
    {
        await using var scope = server.Services.CreateAsyncScope();
        foreach (var value in values)
            scope.ServiceProvider.GetRequiredService<LiveEvents>().Stage(person, "test", null, new { value });
        await scope.ServiceProvider.GetRequiredService<StewardDbContext>().SaveChangesAsync();
    }

    /// <summary>Eight writers at once, each with transactions of one to three events; some are rolled back.</summary>
    Task WriteConcurrentlyAsync(Guid person, int transactions) => Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
    {
        for (var i = 0; i < transactions; i++)
        {
            await WriteAsync(person, [.. Enumerable.Range(0, 1 + (writer + i) % 3).Select(n => writer * 10_000 + i * 10 + n)]);
            if (i % 5 != 0)
                continue;
            await using var scope = server.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            scope.ServiceProvider.GetRequiredService<LiveEvents>().Stage(person, "test", null, new { value = -1 });
            await db.SaveChangesAsync(); // never committed: nobody may see it, and its number is used again
        }
    }));

    static async Task<List<long>> NumbersAsync(HubClient hub, int count)
    {
        var numbers = new List<long>();
        while (numbers.Count < count)
            numbers.Add((await hub.NextAsync(Limit)).Seq);
        return numbers;
    }

    static void AssertWhole(List<ReceivedEvent> received, int count)
    {
        Assert.Equal(Enumerable.Range(1, count).Select(i => (long)i), received.Select(e => e.Seq));
        Assert.DoesNotContain(received, e => e.Data.GetProperty("value").GetInt32() < 0);
        Assert.Equal(count, received.Select(e => e.Data.GetProperty("value").GetInt32()).Distinct().Count());
        foreach (var writer in received.GroupBy(e => e.Data.GetProperty("value").GetInt32() / 10_000))
            Assert.Equal(writer.Select(e => e.Data.GetProperty("value").GetInt32()).Order(), writer.Select(e => e.Data.GetProperty("value").GetInt32()));
    }

    [Fact]
    public async Task Over_server_sent_events_nothing_is_lost_or_repeated_while_eight_write_and_the_client_reconnects_again_and_again()
    {
        var (client, person) = await PersonAsync();
        var count = Enumerable.Range(0, 8).Sum(writer => Enumerable.Range(0, 15).Sum(i => 1 + (writer + i) % 3));
        var writing = WriteConcurrentlyAsync(person, 15);
        var received = new List<ReceivedEvent>();
        while (received.Count < count)
        {
            var until = Math.Min(count, received.Count + 17);
            using var connection = CancellationTokenSource.CreateLinkedTokenSource(Limit);
            await foreach (var e in SseClient.ReadAsync(client, received.LastOrDefault()?.Seq ?? 0, connection.Token))
            {
                received.Add(e);
                if (received.Count == until)
                    break; // the connection is cut in the middle of whatever else it carried
            }
        }
        await writing;
        AssertWhole(received, count);
    }

    [Fact]
    public async Task Over_signalr_nothing_is_lost_or_repeated_while_eight_write_and_the_client_reconnects_or_subscribes_again()
    {
        var (client, person) = await PersonAsync();
        var count = Enumerable.Range(0, 8).Sum(writer => Enumerable.Range(0, 15).Sum(i => 1 + (writer + i) % 3));
        var writing = WriteConcurrentlyAsync(person, 15);
        var received = new List<ReceivedEvent>();
        while (received.Count < count)
        {
            await using var hub = await HubClient.ConnectAsync(client);
            await hub.SubscribeAsync(received.LastOrDefault()?.Seq ?? 0);
            for (var i = 0; i < 23 && received.Count < count; i++)
                received.Add(await hub.NextAsync(Limit));
        }
        await writing;
        AssertWhole(received, count);
    }

    [Fact]
    public async Task Subscribing_again_on_one_connection_begins_again_there_and_ends_the_earlier_subscription()
    {
        var (client, person) = await PersonAsync();
        await WriteAsync(person, 1, 2, 3);
        await using var hub = await HubClient.ConnectAsync(client);
        await hub.SubscribeAsync(0);
        Assert.Equal([1, 2, 3], await NumbersAsync(hub, 3));
        await hub.SubscribeAsync(1);
        Assert.Equal([2, 3], await NumbersAsync(hub, 2));
        await WriteAsync(person, 4);
        await WriteAsync(person, 5);
        Assert.Equal([4, 5], await NumbersAsync(hub, 2));
    }

    [Fact]
    public async Task Without_a_number_only_what_is_new_comes_and_a_number_from_another_life_means_now()
    {
        var (client, person) = await PersonAsync();
        await WriteAsync(person, 1, 2);
        await using var fresh = await HubClient.ConnectAsync(client);
        await using var stale = await HubClient.ConnectAsync(client);
        await fresh.SubscribeAsync(null);
        await stale.SubscribeAsync(999);
        await using var sync = await HubClient.ConnectAsync(client);
        await sync.SubscribeAsync(0);
        await sync.NextAsync(Limit);
        var (first, second) = (fresh.NextAsync(Limit), stale.NextAsync(Limit));
        while (!first.IsCompleted || !second.IsCompleted)
        {
            await WriteAsync(person, 3); // a subscription begins at some moment after it was asked for
            await sync.NextAsync(Limit);
        }
        Assert.True((await first).Seq > 2);
        Assert.True((await second).Seq > 2);
    }

    [Fact]
    public async Task Events_of_others_never_come()
    {
        var (client, person) = await PersonAsync();
        var (_, other) = await PersonAsync();
        await WriteAsync(other, 1, 2, 3);
        await WriteAsync(person, 7);
        await using var hub = await HubClient.ConnectAsync(client);
        await hub.SubscribeAsync(0);
        Assert.Equal(7, (await hub.NextAsync(Limit)).Data.GetProperty("value").GetInt32());
        await WriteAsync(other, 4);
        await WriteAsync(person, 8);
        Assert.Equal(8, (await hub.NextAsync(Limit)).Data.GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task An_event_reaches_the_browser_within_a_tenth_of_a_second()
    {
        var (client, person) = await PersonAsync();
        await using var hub = await HubClient.ConnectAsync(client);
        await hub.SubscribeAsync(0);
        var times = new List<TimeSpan>();
        for (var i = 0; i < 41; i++)
        {
            await WriteAsync(person, i);
            var committed = Stopwatch.GetTimestamp();
            await hub.NextAsync(Limit);
            times.Add(Stopwatch.GetElapsedTime(committed));
        }
        var median = times.Order().ElementAt(20);
        Assert.True(median < TimeSpan.FromMilliseconds(100), $"The median is {median.TotalMilliseconds} ms.");
        TestContext.Current.TestOutputHelper?.WriteLine($"median {median.TotalMilliseconds:N1} ms, slowest {times.Max().TotalMilliseconds:N1} ms");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("yesterday")]
    [InlineData("1.5")]
    public async Task A_number_that_is_none_is_refused_with_its_field(string number)
    {
        var (client, _) = await PersonAsync();
        var response = await client.GetAsync($"/api/v1/events?after={number}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty("after", out _));
    }

    [Fact]
    public async Task Strangers_and_pages_of_other_sites_get_no_stream()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Stranger().GetAsync("/api/v1/events")).StatusCode);
        await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(server.Stranger()));
        var (client, _) = await PersonAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(client, "https://evil.example"));
        await using var own = await HubClient.ConnectAsync(client, server.Url.GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public async Task An_open_stream_does_not_hold_up_the_shutdown()
    {
        var other = new StewardServer();
        await other.InitializeAsync();
        var client = await other.NewPersonAsync();
        using var response = await client.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead);
        await using var hub = await HubClient.ConnectAsync(client);
        await hub.SubscribeAsync(null);
        var watch = Stopwatch.StartNew();
        await other.DisposeAsync();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
    }
}
