using System.Text.Json;
using Steward.LanguageModels;

namespace Steward.Providers.Recording;

/// <summary>
/// Hands every exchange of a provider to the tape: the request as the adapter above sends it, and the answer as it comes, also when it is an error, is cut, or is not read to its end. What only
/// asks which models there are (a GET) is no exchange.
/// </summary>
sealed class RecordingHandler(ModelTape tape, ProviderAddress address, string kind, Uri baseUrl, TimeProvider clock, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (tape.Owner is not { } owner || request.Method != HttpMethod.Post || request.Content is null)
            return await base.SendAsync(request, cancellationToken);
        var began = clock.GetTimestamp();
        var exchange = new ModelExchange
        {
            At = clock.GetUtcNow(), Provider = address.Name, Kind = kind, Local = address.Reach == Reach.ThisMachine, BaseUrl = baseUrl, Path = WirePath.Below(baseUrl, request.RequestUri!),
            Request = JsonElement.Parse(await request.Content.ReadAsStringAsync(cancellationToken)),
        };
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            var ending = e is HttpRequestException failed ? failed.HttpRequestError == HttpRequestError.ResponseEnded ? ModelEnding.BrokeOff : ModelEnding.Unreachable : ModelEnding.Left;
            await tape.KeepAsync(owner, exchange with { Ending = ending, Milliseconds = Elapsed() }, address.Key);
            throw;
        }
        var answered = exchange with { Status = (int)response.StatusCode, ContentType = response.Content.Headers.ContentType?.ToString(), RetryAfter = response.Headers.RetryAfter?.ToString() };
        var noted = new StreamContent(new NotedStream(await response.Content.ReadAsStreamAsync(cancellationToken), Elapsed,
            (chunks, ending) => tape.KeepAsync(owner, answered with { Chunks = chunks, Ending = ending, Milliseconds = Elapsed() }, address.Key)));
        foreach (var header in response.Content.Headers)
            noted.Headers.TryAddWithoutValidation(header.Key, header.Value);
        response.Content = noted;
        return response;

        double Elapsed() => Math.Round(clock.GetElapsedTime(began).TotalMilliseconds, 2);
    }
}

static class WirePath
{
    /// <summary>"chat/completions" of "https://host/v1/chat/completions" below "https://host/v1/".</summary>
    public static string Below(Uri baseUrl, Uri url) =>
        url.PathAndQuery.StartsWith(baseUrl.AbsolutePath, StringComparison.Ordinal) ? url.PathAndQuery[baseUrl.AbsolutePath.Length..].TrimStart('/') : url.PathAndQuery.TrimStart('/');
}
