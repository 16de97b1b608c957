using System.Net;
using System.Net.Http.Headers;
using Steward.LanguageModels;
using Steward.Providers.Reaching;

namespace Steward.Providers.ModelHttp;

/// <summary>
/// The one place where a provider's HTTP errors become <see cref="ModelException"/>, whichever SDK is above. Of the body only the codes that providers publish are looked
/// at; it is never passed on, because it may repeat what was sent.
/// </summary>
sealed class AnswerCheck(string provider, TimeProvider clock, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    const int MostOfBody = 16 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException is ReachException reach
                ? new ModelException(ModelFailure.BadRequest, reach.Message, inner: e)
                : new ModelException(ModelFailure.Unavailable, $"{provider} cannot be reached.", inner: e) { BrokeOff = e.HttpRequestError == HttpRequestError.ResponseEnded };
        }
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw Read(response.StatusCode, await BodyAsync(response, cancellationToken), RetryAfter(response.Headers.RetryAfter));
    }

    ModelException Read(HttpStatusCode status, string body, TimeSpan? retryAfter)
    {
        var (failure, message) = status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => (ModelFailure.Unauthorised, $"{provider} does not accept the key."),
            HttpStatusCode.PaymentRequired => (ModelFailure.RateLimited, $"The account at {provider} has no credit left."),
            HttpStatusCode.NotFound => (ModelFailure.NoSuchModel, $"{provider} does not have this model."),
            HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => (ModelFailure.TimedOut, $"{provider} did not answer in time."),
            HttpStatusCode.TooManyRequests when Says(body, "insufficient_quota") => (ModelFailure.RateLimited, $"The account at {provider} has no credit left."),
            HttpStatusCode.TooManyRequests => (ModelFailure.RateLimited, $"{provider} asks to be called less often."),
            HttpStatusCode.RequestEntityTooLarge => (ModelFailure.TooLong, $"This is longer than {provider} takes."),
            >= HttpStatusCode.InternalServerError => (ModelFailure.Unavailable, $"{provider} failed ({(int)status})."),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => (ModelFailure.BadRequest, $"{provider} is not at this address: it points elsewhere ({(int)status})."),
            _ when Says(body, "context_length_exceeded") || Says(body, "prompt is too long") || Says(body, "maximum context length") => (ModelFailure.TooLong, $"This is longer than the model at {provider} can read."),
            _ when Says(body, "content_filter") || Says(body, "content_policy") => (ModelFailure.Filtered, $"{provider} refused to answer this."),
            _ => (ModelFailure.BadRequest, $"{provider} does not understand the request ({(int)status})."),
        };
        return new ModelException(failure, message, retryAfter);
    }

    TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date && date - clock.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : null);

    static bool Says(string body, string code) => body.Contains(code, StringComparison.OrdinalIgnoreCase);

    static async Task<string> BodyAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var buffer = new byte[MostOfBody];
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancel);
            return System.Text.Encoding.UTF8.GetString(buffer, 0, await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel));
        }
        catch (IOException)
        {
            return ""; // the status tells enough
        }
    }
}
