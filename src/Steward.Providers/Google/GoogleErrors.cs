using System.Net;
using System.Text.Json;

namespace Steward.Providers.Google;

/// <summary>
/// Reads Google's error document: <c>{"error": {"code", "message", "errors": [{"reason"}], "status"}}</c>. What is in it is outside text and is not shown to people; only
/// its reason, a word of a known form, is kept.
/// </summary>
static class GoogleErrors
{
    public static GoogleException Of(HttpResponseMessage response, byte[] content) => Of(response.StatusCode, content, GoogleHttp.RetryAfter(response, response.Headers.Date ?? DateTimeOffset.MaxValue));

    public static GoogleException Of(HttpStatusCode status, byte[] content, TimeSpan? retryAfter)
    {
        var reason = Reason(content);
        return new GoogleException(status, reason, reason.Length == 0 ? $"Google answered {(int)status}." : $"Google answered {(int)status} ({reason}).", retryAfter);
    }

    static string Reason(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            if (!document.RootElement.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object)
                return "";
            if (error.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0 && errors[0].TryGetProperty("reason", out var reason))
                return Word(reason);
            return error.TryGetProperty("status", out var status) ? Word(status) : "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return ""; // a proxy's page, or nothing at all: the status is what is left
        }
    }

    static string Word(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= 60 } word && word.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? word : "";
}
