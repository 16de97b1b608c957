using System.Net.Http.Headers;
using Steward.Providers.Google;

namespace Steward.Testing.Google;

/// <summary>Puts the account's address on as its access token: for tests of the APIs that are not about sign-in.</summary>
public sealed class AsAccount(IReadOnlyDictionary<Guid, string> addresses) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(GoogleCall.Key, out var call) && addresses.TryGetValue(call.AccountId, out var address))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", address);
        return base.SendAsync(request, cancellationToken);
    }
}
