namespace Steward.Mail.Unsubscribing;

/// <summary>What stands in where nothing may use the network.</summary>
sealed class NoUnsubscribeClient : IUnsubscribeClient
{
    public Task<UnsubscribeOutcome> PostAsync(Uri address, CancellationToken cancel) =>
        Task.FromResult<UnsubscribeOutcome>(new UnsubscribeOutcome.Refused("no_web", "This Steward sends no requests to the web. Nothing was sent."));
}
