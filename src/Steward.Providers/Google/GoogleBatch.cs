using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Steward.Providers.Google;

/// <summary>One answer of a batch: a value, or why there is none.</summary>
public sealed record GoogleBatchAnswer<T>(T? Value, GoogleException? Error) where T : class;

/// <summary>
/// Several GET requests in one HTTP request, as Google's batch endpoints take them: <c>multipart/mixed</c>, each part an <c>application/http</c> request with a
/// Content-ID, each answer a part with the Content-ID <c>response-…</c>, in any order. A part that is missing from the answer, or cannot be read, is "no answer".
/// </summary>
static class GoogleBatch
{
    /// <summary>Google takes 100, and advises against more than 50.</summary>
    public const int Largest = 50;

    public static async Task<IReadOnlyList<GoogleBatchAnswer<T>>> GetAsync<T>(GoogleApi api, Uri endpoint, IReadOnlyList<string> paths, GoogleCall call, CancellationToken cancel) where T : class
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(paths.Count, Largest, nameof(paths));
        using var body = new MultipartContent("mixed", "steward_batch");
        for (var i = 0; i < paths.Count; i++)
        {
            var part = new StringContent($"GET {paths[i]} HTTP/1.1\r\nAccept: application/json\r\n\r\n", Encoding.ASCII);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/http");
            part.Headers.Add("Content-ID", string.Create(CultureInfo.InvariantCulture, $"<{i}>"));
            body.Add(part);
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = body };
        var (content, type) = await api.SendAsync(request, call, cancel);
        var answers = Enumerable.Repeat(new GoogleBatchAnswer<T>(null, new GoogleException(null, "", "Google left this one out of its answer.")), paths.Count).ToArray();
        foreach (var (index, answer) in Read<T>(content, Boundary(type)))
        {
            if (index < answers.Length)
                answers[index] = answer;
        }
        return answers;
    }

    static string Boundary(MediaTypeHeaderValue? type) => type?.Parameters.FirstOrDefault(p => p.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"')
        ?? throw new GoogleException(null, "", "Google's answer to a batch could not be understood.");

    static IEnumerable<(int Index, GoogleBatchAnswer<T> Answer)> Read<T>(byte[] content, string boundary) where T : class
    {
        var text = Encoding.UTF8.GetString(content);
        foreach (var part in text.Split("--" + boundary).Skip(1))
        {
            var outer = part.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (outer < 0 || Index(part.AsSpan(0, outer)) is not { } index)
                continue;
            var inner = part[(outer + 4)..];
            var end = inner.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var status = inner.Split(' ', 3);
            if (end >= 0 && status.Length == 3 && status[0].StartsWith("HTTP/", StringComparison.Ordinal) && int.TryParse(status[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code))
                yield return (index, Answer<T>((HttpStatusCode)code, inner[(end + 4)..].TrimEnd()));
        }
    }

    static int? Index(ReadOnlySpan<char> headers)
    {
        const string Name = "Content-ID: <response-";
        var at = headers.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return null;
        var rest = headers[(at + Name.Length)..];
        var close = rest.IndexOf('>');
        return close > 0 && int.TryParse(rest[..close], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }

    static GoogleBatchAnswer<T> Answer<T>(HttpStatusCode status, string json) where T : class
    {
        if ((int)status is < 200 or > 299)
            return new(null, GoogleErrors.Of(status, Encoding.UTF8.GetBytes(json), null));
        try
        {
            return JsonSerializer.Deserialize<T>(json, GoogleApi.Json) is { } value ? new(value, null) : throw new JsonException("null");
        }
        catch (JsonException e)
        {
            return new(null, new GoogleException(null, "", "Google's answer could not be understood.", inner: e));
        }
    }
}
