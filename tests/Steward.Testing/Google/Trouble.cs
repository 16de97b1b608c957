using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Steward.Testing.Google;

/// <summary>What happens to one request on the road to Google: a name for a failing test's message, and what is done.</summary>
/// <param name="Carry">Gets the request, and how to deliver it. What it gives back or throws is what the sender sees.</param>
public sealed record Trouble(string Name, Func<Passage, Task<HttpResponseMessage>> Carry)
{
    /// <summary>Google's refusals and failures, with the server never having seen the request.</summary>
    public static IReadOnlyList<Trouble> Answers { get; } = [.. new[] { 401, 403, 404, 409, 410, 412, 429, 500, 503 }.Select(Answer)];

    /// <summary>The network's own: nothing arrives, no answer comes back, half of one, a broken one, requests twice, late or slowly.</summary>
    public static IReadOnlyList<Trouble> OfTheRoad { get; } =
    [
        new("cut before it arrives", _ => throw new HttpRequestException("connection refused")),
        new("cut before the answer", async p =>
        {
            (await p.DeliverAsync()).Dispose();
            throw new HttpRequestException("connection reset");
        }),
        new("cut in the middle of the answer", async p => await AlteredAsync(p, octets => new StreamContent(new CutStream(octets, octets.Length / 2)))),
        new("half an answer that looks whole", async p => await AlteredAsync(p, octets => new ByteArrayContent(octets[..(octets.Length / 2)]))),
        new("garbled answer", async p => await AlteredAsync(p, octets => new ByteArrayContent([.. octets.Select((o, i) => i % 7 == 3 ? (byte)(o ^ 0x55) : o)]))),
        new("a hotel's sign-in page", async p => await AlteredAsync(p, _ => new StringContent("<html><body>Room number?</body></html>", Encoding.UTF8, "text/html"))),
        new("500 after it was done", async p =>
        {
            (await p.DeliverAsync()).Dispose();
            return Of(500, "backendError");
        }),
        new("twice, the second's answer", async p =>
        {
            (await p.DeliverAsync()).Dispose();
            return await p.DeliverAsync();
        }),
        new("twice, the first's answer", async p =>
        {
            var first = await p.DeliverAsync();
            await first.Content.LoadIntoBufferAsync();
            (await p.DeliverAsync()).Dispose();
            return first;
        }),
        new("overtaken by those that follow", p =>
        {
            p.DeliverLater();
            throw new HttpRequestException("connection reset");
        }),
        new("an answer after half a minute", async p =>
        {
            var answer = await p.DeliverAsync();
            p.Wait(TimeSpan.FromSeconds(30));
            return answer;
        }),
        new("an answer that nobody waits for any more", async p =>
        {
            (await p.DeliverAsync()).Dispose();
            p.Wait(TimeSpan.FromSeconds(90));
            throw new HttpRequestException("nobody had given up waiting");
        }),
    ];

    public static IReadOnlyList<Trouble> All { get; } = [.. Answers, .. OfTheRoad];

    /// <summary>A third of them, another one at the next request: for sweeps whose requests are also swept elsewhere with all.</summary>
    public static IEnumerable<Trouble> Some(int at) => All.Where((_, i) => (i + at) % 3 == 0);

    /// <summary>A status, with the reason that Google's documentation gives for it.</summary>
    public static Trouble Answer(int status) => new(status.ToString(System.Globalization.CultureInfo.InvariantCulture), _ => Task.FromResult(Of(status, status switch
    {
        401 => "authError", 403 => "forbidden", 404 => "notFound", 409 => "duplicate", 410 => "deleted", 412 => "conditionNotMet", 429 => "rateLimitExceeded", _ => "backendError",
    })));

    static HttpResponseMessage Of(int status, string reason) => new((HttpStatusCode)status)
    {
        Content = new StringContent($$$"""{"error":{"code":{{{status}}},"message":"on the road","errors":[{"domain":"global","reason":"{{{reason}}}"}]}}""", Encoding.UTF8, "application/json"),
    };

    static async Task<HttpResponseMessage> AlteredAsync(Passage passage, Func<byte[], HttpContent> alter)
    {
        var answer = await passage.DeliverAsync();
        var type = answer.Content.Headers.ContentType;
        answer.Content = alter(await answer.Content.ReadAsByteArrayAsync());
        answer.Content.Headers.ContentType ??= type is null ? null : MediaTypeHeaderValue.Parse(type.ToString());
        return answer;
    }

    /// <summary>Ends with a broken connection.</summary>
    sealed class CutStream(byte[] octets, int at) : MemoryStream(octets, 0, at)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, count) is var read and > 0 ? read : throw new IOException("connection reset");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.Read(buffer.Span) is var read and > 0 ? ValueTask.FromResult(read) : throw new IOException("connection reset");
    }
}

/// <summary>One request on the road.</summary>
public sealed class Passage(Func<Task<HttpResponseMessage>> deliver, Action deliverLater, Action<TimeSpan> wait)
{
    /// <summary>It arrives now, a copy each time.</summary>
    public Task<HttpResponseMessage> DeliverAsync() => deliver();

    /// <summary>It arrives when the test lets it: <see cref="Road.ArriveAsync"/>.</summary>
    public void DeliverLater() => deliverLater();

    /// <summary>So much time passes for the one who waits. Throws when the sender has given up meanwhile.</summary>
    public void Wait(TimeSpan time) => wait(time);
}
