using System.Threading.Channels;
using Steward.Platform;

namespace Steward.Host.Live;

/// <summary>
/// Hands the notifications of new events to the connections of the person whom they concern: one listener for the process, whatever the number of connections.
/// A wake-up is a hint to look: it may be lost or come twice, and readers look by themselves now and then.
/// </summary>
sealed class LiveWakeups(Notifications notifications) : BackgroundService
{
    readonly Lock gate = new();
    readonly Dictionary<Guid, List<Subscription>> subscriptions = [];

    public Subscription Subscribe(Guid personId)
    {
        var subscription = new Subscription(this, personId);
        lock (gate)
        {
            if (!subscriptions.TryGetValue(personId, out var list))
                subscriptions[personId] = list = [];
            list.Add(subscription);
        }
        return subscription;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = notifications.Listen(LiveEvents.Channel);
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var payload in await listener.WaitAsync(TimeSpan.FromMinutes(1), stoppingToken))
                Wake(payload);
        }
    }

    /// <param name="payload">"personId:seq"; anything else means that anything may have happened.</param>
    void Wake(string payload)
    {
        lock (gate)
        {
            if (!Guid.TryParse(payload.AsSpan(0, Math.Min(36, payload.Length)), out var personId))
            {
                foreach (var subscription in subscriptions.Values.SelectMany(list => list))
                    subscription.Wake();
            }
            else if (subscriptions.TryGetValue(personId, out var list))
            {
                foreach (var subscription in list)
                    subscription.Wake();
            }
        }
    }

    void Remove(Subscription subscription)
    {
        lock (gate)
        {
            var list = subscriptions[subscription.PersonId];
            list.Remove(subscription);
            if (list.Count == 0)
                subscriptions.Remove(subscription.PersonId);
        }
    }

    /// <summary>One connection's ear. Wake-ups while it is not waiting are kept, as one.</summary>
    public sealed class Subscription(LiveWakeups owner, Guid personId) : IDisposable
    {
        readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public Guid PersonId => personId;

        public void Wake() => wake.Writer.TryWrite(true);

        /// <returns>False when the time is over without a wake-up.</returns>
        public async Task<bool> WaitAsync(TimeSpan timeout, TimeProvider clock, CancellationToken cancel)
        {
            using var limit = new CancellationTokenSource(timeout, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
            try
            {
                await wake.Reader.ReadAsync(either.Token);
                return true;
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return false;
            }
        }

        public void Dispose() => owner.Remove(this);
    }
}
