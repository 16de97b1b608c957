using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Steward.Providers.Google;

/// <summary>
/// Sends requests to Google's REST APIs and reads their answers. The handlers of the client that is given put the access token on, keep the quotas and try again
/// what may be tried again; here every answer becomes a value or a <see cref="GoogleException"/>, whatever the network did to it.
/// </summary>
public sealed class GoogleApi(HttpClient http)
{
    /// <summary>The largest answer that is read: Gmail's largest message, in base64, with room.</summary>
    const long LargestAnswer = 64 << 20;

    /// <summary>Google's JSON: its names as they are; 64-bit numbers come as texts.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.AllowReadingFromString, MaxDepth = 128,
    };

    public async Task<T> SendAsync<T>(HttpMethod method, Uri uri, GoogleCall call, object? body, CancellationToken cancel, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, uri);
        if (body is not null)
            request.Content = body as HttpContent ?? JsonContent.Create(body, body.GetType(), options: Json);
        if (ifMatch is not null)
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(ifMatch));
        var (answer, _) = await SendAsync(request, call, cancel);
        if (typeof(T) == typeof(Nothing))
            return (T)(object)default(Nothing);
        try
        {
            return JsonSerializer.Deserialize<T>(answer, Json) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new GoogleException(null, "", "Google's answer could not be understood.", inner: e);
        }
    }

    /// <summary>Sends, and gives back the whole answer and its type. The answer is read to its end before it is believed.</summary>
    public async Task<(byte[] Content, MediaTypeHeaderValue? Type)> SendAsync(HttpRequestMessage request, GoogleCall call, CancellationToken cancel)
    {
        request.Options.Set(GoogleCall.Key, call);
        request.Headers.UserAgent.ParseAdd("Steward (gzip)"); // Google compresses only for clients that say so here too
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            var content = await ReadAsync(response, cancel);
            return response.IsSuccessStatusCode ? (content, response.Content.Headers.ContentType) : throw GoogleErrors.Of(response, content);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or InvalidDataException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new GoogleException(null, "", "Google cannot be reached.", inner: e);
        }
    }

    static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await stream.ReadAsync(buffer, cancel)) > 0;)
        {
            if (bytes.Length + read > LargestAnswer)
                throw new InvalidDataException("The answer is too large.");
            await bytes.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        return bytes.ToArray();
    }
}

/// <summary>An answer without content.</summary>
public readonly record struct Nothing;
