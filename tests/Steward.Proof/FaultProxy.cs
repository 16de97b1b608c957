using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Steward.Proof;

public enum FaultKind
{
    /// <summary>The connection breaks.</summary>
    Cut,
    /// <summary>The database answers that its disk is full (SQLSTATE 53100).</summary>
    Error,
    /// <summary>Whoever asked is at its end; see <see cref="Fault.Kill"/>.</summary>
    Exit,
}

/// <param name="Point">The number of the command since the proxy was armed, from 1.</param>
/// <param name="After">The server has done it, and nobody hears of it; otherwise the server never gets it.</param>
/// <param name="Kill">For <see cref="FaultKind.Exit"/>.</param>
public sealed record Fault(int Point, bool After, FaultKind Kind, Func<Task>? Kill = null);

/// <summary>
/// Stands between a worker and PostgreSQL, counts commands (every Sync and every simple query: so also BEGIN, COMMIT, and what no interceptor of a library sees)
/// and makes one of them fail, once. Speaks the protocol's framing only.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly IPEndPoint server;
    readonly ConcurrentDictionary<ProxiedConnection, bool> connections = new();
    readonly Task accepting;
    Fault? fault;
    int seen;

    public FaultProxy(string database)
    {
        var target = new NpgsqlConnectionStringBuilder(database);
        server = new IPEndPoint(IPAddress.Loopback, target.Port);
        listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(database)
        {
            Port = ((IPEndPoint)listener.LocalEndpoint).Port, SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable, MaxPoolSize = 20,
        }.ConnectionString;
        accepting = AcceptAsync();
    }

    /// <summary>The same database, through this proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>Commands since it was armed.</summary>
    public int Seen => Volatile.Read(ref seen);

    public bool Fired { get; private set; }

    /// <summary>Nothing comes through any more, for ever.</summary>
    public bool IsClosed { get; private set; }

    public void Arm(Fault? next)
    {
        (fault, Fired) = (next, false);
        Volatile.Write(ref seen, 0);
    }

    /// <summary>Counts a command; gives the fault when it is this one's turn.</summary>
    internal Fault? Count()
    {
        var number = Interlocked.Increment(ref seen);
        if (fault is not { } armed || number != armed.Point || Fired)
            return null;
        Fired = true;
        return armed;
    }

    async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return; // disposed
            }
            _ = ServeAsync(client);
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        using var connection = new ProxiedConnection(this, client);
        connections[connection] = true;
        if (IsClosed)
            connection.Dispose();
        await connection.RunAsync(server);
        connections.TryRemove(connection, out _);
    }

    /// <summary>What was sent and not answered yet may or may not have been done.</summary>
    public void Close()
    {
        IsClosed = true;
        listener.Stop();
        foreach (var connection in connections.Keys)
            connection.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Close();
        await accepting;
    }
}
