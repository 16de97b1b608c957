using Microsoft.AspNetCore.Http;

namespace Steward.Items;

/// <summary>
/// A provider that tells by itself when something of an account has changed, at an address that it can reach. It tells that, not what: the sync that it wakes asks. Contributed by the providers, for
/// the same resource as their <see cref="ISyncSource"/>.
/// </summary>
public interface IPushSource
{
    string Provider { get; }
    string Resource { get; }

    /// <summary>What of the account needs a channel of its own: each calendar, for instance.</summary>
    Task<IReadOnlyList<string>> TopicsAsync(SyncAccount account, CancellationToken cancel);

    /// <exception cref="SyncException">The provider opens none now.</exception>
    Task<OpenedChannel> OpenAsync(SyncAccount account, string topic, ChannelAddress address, CancellationToken cancel);

    /// <summary>Ends a channel early; one that is over already is no error.</summary>
    /// <exception cref="SyncException">The provider cannot be asked now. The channel ends by itself.</exception>
    Task CloseAsync(SyncAccount account, string channelId, string remoteId, CancellationToken cancel);

    /// <summary>Which channel a request claims to come through, and its secret; null when it names none. What it claims is checked by the caller.</summary>
    (string ChannelId, string Token)? Read(IHeaderDictionary headers);
}

/// <param name="Url">Where notifications are to go.</param>
/// <param name="Token">A secret that comes back with each of them, by which they are known to be the provider's.</param>
public sealed record ChannelAddress(string ChannelId, Uri Url, string Token);

/// <param name="RemoteId">What the provider calls it, for closing it.</param>
public sealed record OpenedChannel(string RemoteId, DateTimeOffset ExpiresAt);
