using System.Net;
using System.Net.Http.Headers;
using Steward.LanguageModels;
using Steward.Providers.Web;

namespace Steward.Providers.ModelHttp;

/// <summary>
/// The one place where a provider's HTTP errors become <see cref="ModelException"/>, whichever SDK is above. The body is never passed on,
/// because it may repeat what was sent.
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
            throw e.InnerException is AddressRefusedException refused
                ? new ModelException(ModelFailure.BadRequest, refused.Message, inner: e)
                : new ModelException(ModelFailure.Unavailable, $"{provider} cannot be reached.", inner: e) { BrokeOff = e.HttpRequestError == HttpRequestError.ResponseEnded };
        }
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw Read(response.StatusCode, ErrorBody.Read(await BodyAsync(response, cancellationToken)), RetryAfter(response.Headers.RetryAfter));
    }

    ModelException Read(HttpStatusCode status, ErrorBody error, TimeSpan? retryAfter)
    {
        var (failure, message) = status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => (ModelFailure.Unauthorised, $"{provider} does not accept the key."),
            HttpStatusCode.PaymentRequired => (ModelFailure.RateLimited, $"The account at {provider} has no credit left."),
            HttpStatusCode.NotFound => (ModelFailure.NoSuchModel, $"{provider} does not have this model."),
            HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => (ModelFailure.TimedOut, $"{provider} did not answer in time."),
            HttpStatusCode.TooManyRequests when error.OutOfCredit => (ModelFailure.RateLimited, $"The account at {provider} has no credit left."),
            HttpStatusCode.TooManyRequests => (ModelFailure.RateLimited, $"{provider} asks to be called less often."),
            HttpStatusCode.RequestEntityTooLarge => (ModelFailure.TooLong, $"This is longer than {provider} takes."),
            >= HttpStatusCode.InternalServerError => (ModelFailure.Unavailable, $"{provider} failed ({(int)status})."),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => (ModelFailure.BadRequest, $"{provider} is not at this address: it points elsewhere ({(int)status})."),
            _ when error.TooLong => (ModelFailure.TooLong, $"This is longer than the model at {provider} can read."),
            _ when error.Filtered => (ModelFailure.Filtered, $"{provider} refused to answer this."),
            _ => (ModelFailure.BadRequest, $"{provider} does not understand the request ({(int)status})."),
        };
        return new ModelException(failure, message, retryAfter);
    }

    TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date && date - clock.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : null);

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
