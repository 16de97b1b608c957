using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Steward.LanguageModels.Providers;

/// <summary>
/// What this process knows of one provider while it runs: how many calls are under way, whether it is failing, and which models it had when it was last asked. One retry at
/// once for what cannot have cost anything, after the provider's own <c>Retry-After</c> where that is short; half of ten or more calls failing within half a minute opens the
/// breaker for half a minute, and calls go elsewhere without waiting. Thread-safe.
/// </summary>
sealed class ProviderLine : IDisposable
{
    static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(3), Fresh = TimeSpan.FromMinutes(1), FreshFailure = TimeSpan.FromSeconds(15);

    readonly TimeProvider clock;
    readonly CircuitBreakerStateProvider breaker = new();
    readonly SemaphoreSlim listing = new(1);
    volatile Listing? last;

    public ProviderLine(int maxConcurrent, TimeProvider clock)
    {
        this.clock = clock;
        Places = new SemaphoreSlim(maxConcurrent);
        Pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 1,
                Delay = TimeSpan.Zero,
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception is ModelException { Failure: ModelFailure.Unavailable or ModelFailure.RateLimited, MayHaveCost: false } e
                    && (e.Failure != ModelFailure.RateLimited || e.RetryAfter <= ShortWait)),
                DelayGenerator = static args => ValueTask.FromResult((args.Outcome.Exception as ModelException)?.RetryAfter),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(30),
                StateProvider = breaker,
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception is ModelException
                {
                    Failure: ModelFailure.Unavailable or ModelFailure.RateLimited or ModelFailure.TimedOut or ModelFailure.Unauthorised,
                }),
            })
            .Build();
    }

    public SemaphoreSlim Places { get; }

    public ResiliencePipeline Pipeline { get; }

    public bool Broken => breaker.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <summary>The last listing, however old; null before the first.</summary>
    public Listing? Last => last;

    /// <summary>What the provider has, asked at most once a minute, and every quarter of a minute while it does not answer. Never throws but for cancellation.</summary>
    public async Task<Listing> ListAsync(IModelProvider provider, bool anew, CancellationToken cancel)
    {
        if (!anew && last is { } known && clock.GetUtcNow() - known.At < (known.Error is null ? Fresh : FreshFailure))
            return known;
        await listing.WaitAsync(cancel);
        try
        {
            if (!anew && last is { } meanwhile && clock.GetUtcNow() - meanwhile.At < (meanwhile.Error is null ? Fresh : FreshFailure))
                return meanwhile;
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                limit.CancelAfter(TimeSpan.FromSeconds(10));
                return last = new Listing(await provider.ListModelsAsync(limit.Token), null, clock.GetUtcNow());
            }
            catch (ModelException e)
            {
                return last = new Listing([], e.Message, clock.GetUtcNow());
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return last = new Listing([], $"{provider.Name} did not say within ten seconds which models it has.", clock.GetUtcNow());
            }
        }
        finally
        {
            listing.Release();
        }
    }

    public void Dispose()
    {
        Places.Dispose();
        listing.Dispose();
    }
}

/// <param name="Error">For a person: why there is no list.</param>
sealed record Listing(IReadOnlyList<ModelInfo> Models, string? Error, DateTimeOffset At)
{
    /// <summary>The model by its name; Ollama's "phi3" is any "phi3:…", the newest first by its "latest".</summary>
    public ModelInfo? Find(string model) =>
        Models.FirstOrDefault(m => m.Id == model) ?? Models.FirstOrDefault(m => m.Id == model + ":latest")
        ?? (model.Contains(':', StringComparison.Ordinal) ? null : Models.FirstOrDefault(m => m.Id.StartsWith(model + ":", StringComparison.Ordinal)));
}
