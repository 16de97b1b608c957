using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Items.Push;

/// <summary>
/// Where providers tell that something has changed. Anybody can call it, so nothing in a call is believed but that it knows the secret of a channel that is open; and all that such a call can bring about
/// is that the account is looked at now instead of at the next poll.
/// </summary>
static class PushEndpoint
{
    /// <summary>Not among the documented routes: it is for providers, not for clients.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/items/push/{provider}", NotifyAsync).AllowAnonymous().ExcludeFromDescription();

    static async Task<IResult> NotifyAsync(string provider, HttpContext http, IEnumerable<IPushSource> sources, StewardDbContext db, WakeSync wake, TimeProvider clock, CancellationToken cancel)
    {
        foreach (var source in sources.Where(s => s.Provider == provider))
        {
            if (source.Read(http.Request.Headers) is not var (id, token))
                continue;
            var channel = await db.Set<PushChannel>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == id && c.Resource == source.Resource, cancel);
            if (channel is null || channel.ExpiresAt <= clock.GetUtcNow() || !CryptographicOperations.FixedTimeEquals(channel.TokenDigest, KeepChannels.Digest(token)))
                continue;
            await wake.ExecuteAsync(channel.AccountId, channel.Resource, cancel);
            return TypedResults.NoContent();
        }
        return Error.NotFound("channel").ToProblem();
    }
}
