using System.Net;
using System.Text;
using System.Text.Json;
using Steward.LanguageModels;
using Steward.Platform;

namespace Steward.Providers.Recording;

/// <summary>
/// A recording that answers in the place of its providers. Nothing is connected to. Each exchange answers once, in the order in which equal requests were recorded; a request that is not in the
/// recording is refused, and the refusal names where it first differs from the next one that was expected. Thread-safe.
/// </summary>
public sealed class ModelReplay
{
    readonly Lock gate = new();
    readonly List<ModelExchange> waiting;
    readonly IReadOnlyList<ModelExchange> all;

    public ModelReplay(IReadOnlyList<ModelExchange> exchanges) => (all, waiting) = (exchanges, [.. exchanges]);

    /// <summary>So many exchanges have not been asked for.</summary>
    public int Left
    {
        get
        {
            lock (gate)
                return waiting.Count;
        }
    }

    /// <exception cref="FormatException">There is no such file, or a line of it is no exchange that this version can read; the message says which.</exception>
    public static ModelReplay Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The recording {path} cannot be read: {e.Message}", e);
        }
        return new([.. lines.Select((line, i) => (line, number: i + 1)).Where(l => l.line.Length > 0).Select(l => Exchange(l.line, path, l.number))]);
    }

    static ModelExchange Exchange(string line, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<ModelExchange>(line, Json.Options) is { Version: 1 } exchange ? exchange : throw new FormatException($"{path}, line {number}: this version of a recording is not known.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{path}, line {number}: this is no recorded exchange.", e);
        }
    }

    /// <summary>The providers that the recording speaks of, each with its models.</summary>
    internal IEnumerable<(ModelExchange Provider, IReadOnlyList<string> Models)> Providers => all.GroupBy(e => e.Provider, StringComparer.Ordinal)
        .Select(g => (g.First(), (IReadOnlyList<string>)[.. g.Select(e => e.Request.TryGetProperty("model", out var model) ? model.GetString() : null).OfType<string>().Distinct(StringComparer.Ordinal)]));

    internal HttpMessageHandler Handler(string provider, Uri baseUrl) => new Answering(this, provider, baseUrl);

    ModelExchange Take(string provider, string path, JsonElement request)
    {
        lock (gate)
        {
            var mine = waiting.Where(e => e.Provider == provider && e.Path == path).ToList();
            if (mine.Find(e => FirstDifference.Between(e.Request, request) is null) is { } found)
            {
                waiting.Remove(found);
                return found;
            }
            throw new ModelException(ModelFailure.BadRequest, mine is [var next, ..]
                ? $"The recording of {provider} has no such request. The next one that it expects differs: {FirstDifference.Between(next.Request, request)}"
                : all.Any(e => e.Provider == provider && e.Path == path) ? $"The recording of {provider} holds no further request to {path}." : $"The recording of {provider} holds no request to {path}.");
        }
    }

    sealed class Answering(ModelReplay replay, string provider, Uri baseUrl) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "null" : await request.Content.ReadAsStringAsync(cancellationToken);
            var exchange = replay.Take(provider, WirePath.Below(baseUrl, request.RequestUri!), ModelRedaction.Of(JsonElement.Parse(body)));
            if (exchange.Status is null)
                throw exchange.Ending == ModelEnding.Left ? new TimeoutException("The recording ends here.") : new HttpRequestException(exchange.Ending == ModelEnding.BrokeOff ? HttpRequestError.ResponseEnded : HttpRequestError.ConnectionError);
            var response = new HttpResponseMessage((HttpStatusCode)exchange.Status) { Content = new StreamContent(new ReplayedStream(exchange)), RequestMessage = request };
            if (exchange.ContentType is { } type)
                response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            if (exchange.RetryAfter is { } wait)
                response.Headers.TryAddWithoutValidation("Retry-After", wait);
            return response;
        }
    }

    /// <summary>Gives the lines one by one, at once, and ends as the recorded answer did.</summary>
    sealed class ReplayedStream(ModelExchange exchange) : Stream
    {
        readonly Queue<byte[]> lines = new(exchange.Chunks.Select(c => Encoding.UTF8.GetBytes(c.Text)));
        ReadOnlyMemory<byte> line;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Next(buffer, offset, count);

        int Next(byte[] buffer, int offset, int count)
        {
            if (line.IsEmpty && lines.TryDequeue(out var next))
                line = next;
            if (line.IsEmpty && count > 0 && exchange.Ending != ModelEnding.Whole)
                throw exchange.Ending == ModelEnding.Left ? new TimeoutException("The recording ends here.") : new HttpIOException(HttpRequestError.ResponseEnded);
            var some = line[..Math.Min(line.Length, count)];
            some.CopyTo(buffer.AsMemory(offset));
            line = line[some.Length..];
            return some.Length;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            cancellationToken.IsCancellationRequested ? Task.FromCanceled<int>(cancellationToken) : Task.FromResult(Next(buffer, offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
