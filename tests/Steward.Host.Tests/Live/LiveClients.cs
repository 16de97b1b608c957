using System.Globalization;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Steward.Host.Tests.Live;

sealed record ReceivedEvent(long Seq, string Type, JsonElement Data);

/// <summary>Server-sent events as a browser's EventSource reads them, reduced to what Steward sends.</summary>
static class SseClient
{
    public static async IAsyncEnumerable<ReceivedEvent> ReadAsync(HttpClient client, long? lastEventId, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId.Value.ToString(CultureInfo.InvariantCulture));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        response.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancel));
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            if (line.Length > 0 && line[0] != ':')
            {
                var colon = line.IndexOf(": ", StringComparison.Ordinal);
                fields[line[..colon]] = line[(colon + 2)..];
            }
            else if (line.Length == 0 && fields.Count > 0)
            {
                var data = JsonDocument.Parse(fields["data"]).RootElement.Clone();
                Assert.Equal(fields["id"], data.GetProperty("seq").GetInt64().ToString(CultureInfo.InvariantCulture));
                yield return new(data.GetProperty("seq").GetInt64(), fields["event"], data.GetProperty("data").Clone());
                fields.Clear();
            }
        }
    }
}

/// <summary>SignalR's JSON protocol over a bare WebSocket: handshake, one method, one event.</summary>
sealed class HubClient : IAsyncDisposable
{
    const char End = '\u001e';

    readonly ClientWebSocket socket = new();
    readonly Queue<string> frames = new();
    readonly StringBuilder partial = new();

    public static async Task<HubClient> ConnectAsync(HttpClient person, string? origin = null)
    {
        var client = new HubClient();
        client.socket.Options.SetRequestHeader("Authorization", person.DefaultRequestHeaders.Authorization?.ToString() ?? "");
        if (origin is not null)
            client.socket.Options.SetRequestHeader("Origin", origin);
        client.socket.Options.CollectHttpResponseDetails = true;
        await client.socket.ConnectAsync(new UriBuilder(person.BaseAddress!) { Scheme = "ws", Path = "/live" }.Uri, CancellationToken.None);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}", await client.FrameAsync(CancellationToken.None));
        return client;
    }

    public Task SubscribeAsync(long? after) => SendAsync($$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[{{after?.ToString(CultureInfo.InvariantCulture) ?? "null"}}]}""");

    /// <summary>The next event; pings and completions are passed over, an error of a completion is not.</summary>
    public async Task<ReceivedEvent> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            using var message = JsonDocument.Parse(await FrameAsync(cancel));
            var root = message.RootElement;
            if (root.GetProperty("type").GetInt32() == 3 && root.TryGetProperty("error", out var error))
                throw new InvalidOperationException(error.GetString());
            if (root.GetProperty("type").GetInt32() != 1)
                continue;
            Assert.Equal("event", root.GetProperty("target").GetString());
            var body = root.GetProperty("arguments")[0];
            return new(body.GetProperty("seq").GetInt64(), body.GetProperty("type").GetString()!, body.GetProperty("data").Clone());
        }
    }

    async Task SendAsync(string json) => await socket.SendAsync(Encoding.UTF8.GetBytes(json + End), WebSocketMessageType.Text, true, CancellationToken.None);

    async Task<string> FrameAsync(CancellationToken cancel)
    {
        var buffer = new byte[16 * 1024];
        while (frames.Count == 0)
        {
            var received = await socket.ReceiveAsync(buffer, cancel);
            if (received.MessageType == WebSocketMessageType.Close)
                throw new EndOfStreamException("The server closed the connection.");
            partial.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            var parts = partial.ToString().Split(End);
            foreach (var whole in parts[..^1])
                frames.Enqueue(whole);
            partial.Clear().Append(parts[^1]);
        }
        return frames.Dequeue();
    }

    public ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
