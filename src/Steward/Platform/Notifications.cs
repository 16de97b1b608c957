using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Steward.Platform;

/// <summary>
/// One LISTEN connection for the process, shared by everybody who waits for a NOTIFY. A notification may be lost (a broken connection):
/// listeners are woken when the connection comes back, and must poll as well. It is a hint to look, never the message itself.
/// </summary>
public sealed class Notifications(NpgsqlDataSource database, ILogger<Notifications> log) : BackgroundService
{
    readonly ConcurrentDictionary<Listener, bool> listeners = new();
    readonly ConcurrentDictionary<string, bool> channels = new(StringComparer.Ordinal);
    readonly Lock gate = new();
    CancellationTokenSource added = new();

    /// <summary>Starts to collect notifications of a channel. Dispose to stop.</summary>
    public Listener Listen(string channel)
    {
        var listener = new Listener(channel, l => listeners.TryRemove(l, out _));
        listeners[listener] = true;
        if (channels.TryAdd(channel, true))
        {
            lock (gate)
                added.Cancel();
        }
        return listener;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            CancellationTokenSource renewed;
            lock (gate)
                renewed = added = new CancellationTokenSource();
            try
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, renewed.Token);
                await ListenAsync(either.Token);
            }
            catch (OperationCanceledException) when (renewed.IsCancellationRequested)
            {
                // A channel was added: the connection, which a cancelled wait leaves unusable, is opened again with it.
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                log.LogWarning("The notification connection is lost ({Reason}); it is opened again", e.GetType().Name);
                await Task.Delay(TimeSpan.FromMilliseconds(250), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    async Task ListenAsync(CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        connection.Notification += (_, e) => Wake(e.Channel, e.Payload);
        foreach (var channel in channels.Keys)
        {
            await using var command = new NpgsqlCommand($"LISTEN \"{channel.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
            await command.ExecuteNonQueryAsync(cancel);
        }
        foreach (var listener in listeners.Keys)
            listener.Signal("");
        while (true)
            await connection.WaitAsync(cancel);
    }

    /// <summary>
    /// A connection of its own, which ends with the listening. Of the pool's, one whose wait was cancelled among many notifications goes back out of step with its server,
    /// and whoever has it next reads answers to other questions ("CommandComplete while expecting ParseCompleteMessage").
    /// </summary>
    async Task<NpgsqlConnection> OpenAsync(CancellationToken cancel)
    {
        await using var pooled = database.CreateConnection();
        var connection = await pooled.CloneWithAsync(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString, cancel);
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    void Wake(string channel, string payload)
    {
        foreach (var listener in listeners.Keys)
        {
            if (listener.Channel == channel)
                listener.Signal(payload);
        }
    }
}

/// <summary>Collects the payloads of one channel. At most 1,000 are kept; older ones are dropped, because each is only a hint.</summary>
public sealed class Listener : IDisposable
{
    readonly Channel<string> payloads = System.Threading.Channels.Channel.CreateBounded<string>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });
    readonly Action<Listener> stop;

    internal Listener(string channel, Action<Listener> stop)
    {
        Channel = channel;
        this.stop = stop;
    }

    public string Channel { get; }

    internal void Signal(string payload) => payloads.Writer.TryWrite(payload);

    /// <summary>Waits for a notification, or for the timeout. Payloads so far are taken; an empty one means "anything may have happened".</summary>
    public async Task<IReadOnlyList<string>> WaitAsync(TimeSpan timeout, CancellationToken cancel)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timer.CancelAfter(timeout);
        try
        {
            await payloads.Reader.WaitToReadAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
        }
        var taken = new List<string>();
        while (payloads.Reader.TryRead(out var payload))
            taken.Add(payload);
        return taken;
    }

    public void Dispose() => stop(this);
}
