using System.Net;
using System.Net.Http.Headers;
using System.Threading.RateLimiting;
using Polly.CircuitBreaker;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Providers.Google;

/// <summary>
/// What every request to Google's APIs goes through, from the outside in: the account's bulkhead; tries with exponential backoff and full jitter, or as long
/// as Google's <c>Retry-After</c> asks; the account's circuit breaker; the quotas that all workers share; the access token, renewed once when Google refuses it.
/// Tried again is what Google surely has not done (429, rate limits), and anything else only when asking twice does no more than asking once.
/// Every wait is told (<see cref="Waits"/>). Whatever keeps a request from being sent is a <see cref="GoogleException"/> that says so.
/// </summary>
sealed class GoogleHttp(AccessTokens tokens, TokenBuckets buckets, GoogleQuotas quotas, GoogleLines lines, GoogleHosts hosts, TimeProvider clock, Random chance) : DelegatingHandler
{
    const int Tries = 5;
    static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1), LongestBackoff = TimeSpan.FromSeconds(32), LongestWait = TimeSpan.FromMinutes(1), Attempt = TimeSpan.FromSeconds(60);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(GoogleCall.Key, out var call))
            throw new InvalidOperationException("A request to Google says what it is about (GoogleCall.Key).");
        if (!hosts.Allows(request.RequestUri!))
            throw new InvalidOperationException($"No access token is sent to {request.RequestUri!.Host}, which is not Google.");
        var line = lines.Of(call.AccountId);
        using var place = await PlaceAsync(line, cancellationToken);
        for (var tried = 1; ; tried++)
        {
            HttpResponseMessage? response = null;
            Exception? failure = null;
            try
            {
                response = await line.Breaker.ExecuteAsync(async cancel => await OnceAsync(request, call, cancel), cancellationToken);
            }
            catch (BrokenCircuitException broken)
            {
                Waits.Tell(new("Google failed several times in a row for this account", broken.RetryAfter ?? TimeSpan.Zero));
                throw new GoogleException(HttpStatusCode.TooManyRequests, "accountPaused", "Google failed several times in a row for this account; it is left alone for a moment.", broken.RetryAfter, broken);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException)
            {
                failure = e;
            }
            if (response is not null && await VerdictAsync(response, call, cancellationToken) is Verdict.Final)
                return response;
            if (response is null && !call.Repeatable)
                throw new GoogleException(null, "", "Google cannot be reached.", inner: failure);
            var wait = response is null ? Backoff(tried) : RetryAfter(response, clock.GetUtcNow()) ?? Backoff(tried);
            if (tried == Tries || wait > LongestWait)
                return response ?? throw new GoogleException(null, "", "Google cannot be reached.", inner: failure);
            if (response?.Headers.RetryAfter is not null && response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.Forbidden)
                await buckets.PauseAsync(GoogleQuotas.UserBucket(request.RequestUri!, (await TokenAsync(call, cancellationToken)).Subject), wait, cancellationToken);
            response?.Dispose();
            await WaitAsync(failure is null ? "Google asks to slow down" : "Google did not answer", wait, cancellationToken);
        }
    }

    async Task<RateLimitLease> PlaceAsync(GoogleLine line, CancellationToken cancel)
    {
        var place = line.Bulkhead.AcquireAsync(1, cancel);
        if (!place.IsCompleted)
            Waits.Tell(new("Other requests of the same account are under way", TimeSpan.Zero));
        return await place;
    }

    async Task<HttpResponseMessage> OnceAsync(HttpRequestMessage request, GoogleCall call, CancellationToken cancel)
    {
        var token = await TokenAsync(call, cancel);
        var ask = quotas.Of(request.RequestUri!, token.Subject, call.Units);
        var wait = await buckets.TakeAsync(ask, cancel);
        if (wait > LongestWait)
        {
            await buckets.GiveBackAsync(ask, cancel);
            Waits.Tell(new("More is waiting for Google than it takes in a minute", wait));
            throw new GoogleException(HttpStatusCode.TooManyRequests, "quota", "More is waiting for Google than it takes in a minute.", wait);
        }
        if (wait > TimeSpan.Zero)
            await WaitAsync("Google takes only so many requests a second", wait, cancel);
        var response = await SendAsync(request, token, cancel);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;
        response.Dispose();
        await tokens.InvalidateAsync(call.AccountId, token, cancel);
        return await SendAsync(request, await TokenAsync(call, cancel), cancel);
    }

    async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, AccessToken token, CancellationToken cancel)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value.Reveal());
        using var limit = new CancellationTokenSource(Attempt, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await base.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new TimeoutException("Google did not answer in time.", e);
        }
        finally
        {
            request.Headers.Authorization = null; // the request outlives this call, and may be printed
        }
    }

    /// <summary>Nothing is sent without a token, so nothing can have been done: the exception's status says so.</summary>
    async Task<AccessToken> TokenAsync(GoogleCall call, CancellationToken cancel)
    {
        var token = await tokens.GetAsync(call.AccountId, [.. call.Scopes], cancel);
        return token.Error switch
        {
            null => token.Value,
            { Code: "access_missing" } error => throw new GoogleException(HttpStatusCode.Forbidden, "accessMissing", error.Detail),
            { Code: "provider_unreachable" or "client_refused" } error => throw new GoogleException(HttpStatusCode.TooManyRequests, "tokenUnavailable", error.Detail, FirstBackoff),
            var error => throw new GoogleException(HttpStatusCode.Unauthorized, "accountNeedsAttention", error.Detail),
        };
    }

    enum Verdict { Final, Again }

    static async Task<Verdict> VerdictAsync(HttpResponseMessage response, GoogleCall call, CancellationToken cancel)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.TooManyRequests:
                return Verdict.Again;
            case HttpStatusCode.Forbidden:
                await response.Content.LoadIntoBufferAsync(1 << 20, cancel);
                return GoogleErrors.Of(response, await response.Content.ReadAsByteArrayAsync(cancel)) is { TooMuch: true, Reason: not "dailyLimitExceeded" } ? Verdict.Again : Verdict.Final;
            case HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout:
                return call.Repeatable ? Verdict.Again : Verdict.Final;
            default:
                return Verdict.Final;
        }
    }

    /// <summary>A time of day is Google's, and is held against Google's clock in the same answer: ours may be hours off.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Headers.RetryAfter is not { } asked)
            return null;
        var wait = asked.Delta ?? asked.Date - (response.Headers.Date ?? now) ?? TimeSpan.Zero;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Full jitter: anything between nothing and a bound that doubles, so that many who failed together do not come back together.</summary>
    TimeSpan Backoff(int tried)
    {
        var bound = Math.Min(LongestBackoff.TotalSeconds, FirstBackoff.TotalSeconds * Math.Pow(2, tried - 1));
        lock (chance)
            return TimeSpan.FromSeconds(chance.NextDouble() * bound);
    }

    async Task WaitAsync(string reason, TimeSpan time, CancellationToken cancel)
    {
        Waits.Tell(new(reason, time));
        await Task.Delay(time, clock, cancel);
    }
}

/// <summary>The only hosts that access tokens are sent to.</summary>
sealed class GoogleHosts(params IReadOnlyList<Uri> addresses)
{
    public bool Allows(Uri uri) => addresses.Any(a => a.Scheme == uri.Scheme && a.Authority == uri.Authority);
}
