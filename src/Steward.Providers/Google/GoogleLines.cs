using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Polly;
using Polly.CircuitBreaker;

namespace Steward.Providers.Google;

/// <summary>
/// What keeps one account's trouble from being the others': each has its own few connections (a bulkhead) and its own circuit breaker. Twenty accounts
/// that hang leave room for the twenty-first.
/// </summary>
sealed class GoogleLines(TimeProvider clock) : IDisposable
{
    public const int PerAccount = 6;
    static readonly TimeSpan Break = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<Guid, GoogleLine> lines = new();

    public GoogleLine Of(Guid accountId) => lines.GetOrAdd(accountId, _ => new(
        new ConcurrencyLimiter(new() { PermitLimit = PerAccount, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }),
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }.AddCircuitBreaker(new()
        {
            FailureRatio = 0.5, MinimumThroughput = 8, SamplingDuration = TimeSpan.FromSeconds(30), BreakDuration = Break,
            ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome is { Exception: HttpRequestException or IOException or TimeoutException } or { Result.StatusCode: >= System.Net.HttpStatusCode.InternalServerError }),
        }).Build()));

    public void Dispose()
    {
        foreach (var line in lines.Values)
            line.Bulkhead.Dispose();
    }
}

sealed record GoogleLine(ConcurrencyLimiter Bulkhead, ResiliencePipeline<HttpResponseMessage> Breaker);
