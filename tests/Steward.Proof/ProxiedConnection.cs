using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Steward.Proof;

/// <summary>One connection through a <see cref="FaultProxy"/>: two pumps that read whole messages, and the commands that are on their way between them.</summary>
sealed class ProxiedConnection(FaultProxy proxy, TcpClient client) : IDisposable
{
    readonly TcpClient server = new();
    readonly SemaphoreSlim toClient = new(1);
    readonly Lock gate = new();
    readonly Queue<(Fault? Fault, bool Refused)> underWay = new();
    char status = 'I';

    public async Task RunAsync(IPEndPoint to)
    {
        try
        {
            client.NoDelay = server.NoDelay = true;
            await server.ConnectAsync(to);
            await Task.WhenAny(ClientAsync(client.GetStream(), server.GetStream()), ServerAsync(server.GetStream(), client.GetStream()));
        }
        catch (SocketException)
        {
            // The server is away: to the client this looks like a broken connection, as it is.
        }
        Dispose();
    }

    async Task ClientAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            await to.WriteAsync(await MessageAsync(from, typed: false));
            var batch = new MemoryStream();
            while (true)
            {
                var message = await MessageAsync(from, typed: true);
                batch.Write(message);
                if (message[0] is not ((byte)'S' or (byte)'Q' or (byte)'H' or (byte)'X' or (byte)'p'))
                    continue;
                var bytes = batch.ToArray();
                batch = new MemoryStream();
                if (message[0] is not ((byte)'S' or (byte)'Q'))
                {
                    await to.WriteAsync(bytes);
                    continue;
                }
                var fault = proxy.Count();
                // BEGIN travels together with the command after it, which would be done without a transaction if BEGIN alone were refused; PostgreSQL
                // does not refuse BEGIN, it breaks the connection.
                if (fault is { After: false } && (fault.Kind != FaultKind.Error || IsBegin(bytes)))
                {
                    await BreakAsync(fault);
                    return;
                }
                var refused = fault is { After: false };
                bool first;
                lock (gate)
                {
                    first = underWay.Count == 0;
                    if (!refused || !first)
                        underWay.Enqueue((refused ? null : fault, refused));
                }
                if (!refused)
                    await to.WriteAsync(bytes);
                else if (first)
                    await RefuseAsync();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Either side has gone.
        }
    }

    async Task ServerAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            var signedIn = false;
            while (true)
            {
                var message = await MessageAsync(from, typed: true);
                Fault? hide = null;
                lock (gate)
                    hide = signedIn && underWay.TryPeek(out var head) ? head.Fault : null;
                if (hide is null || message[0] == (byte)'A')
                    await WriteAsync(to, message);
                if (message[0] != (byte)'Z')
                    continue;
                status = (char)message[5];
                if (hide is { Kind: not FaultKind.Error })
                {
                    await BreakAsync(hide);
                    return;
                }
                if (hide is not null)
                    await WriteAsync(to, Refusal(status));
                if (signedIn)
                    await AnsweredAsync();
                signedIn = true;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Either side has gone.
        }
    }

    /// <summary>A refusal is told when all commands before it are answered, so that answers stay in the order of the questions.</summary>
    async Task AnsweredAsync()
    {
        lock (gate)
            underWay.Dequeue();
        while (true)
        {
            lock (gate)
            {
                if (!underWay.TryPeek(out var next) || !next.Refused)
                    return;
                underWay.Dequeue();
            }
            await RefuseAsync();
        }
    }

    Task RefuseAsync() => WriteAsync(client.GetStream(), Refusal(status == 'I' ? 'I' : 'E'));

    async Task BreakAsync(Fault fault)
    {
        if (fault.Kill is not null)
            await fault.Kill();
        Dispose();
    }

    async Task WriteAsync(NetworkStream to, ReadOnlyMemory<byte> message)
    {
        await toClient.WaitAsync();
        try
        {
            await to.WriteAsync(message);
        }
        finally
        {
            toClient.Release();
        }
    }

    static bool IsBegin(ReadOnlySpan<byte> batch) => batch.IndexOf("BEGIN"u8) is >= 0 and < 12;

    static byte[] Refusal(char transaction)
    {
        var text = Encoding.ASCII.GetBytes("SERROR\0VERROR\0C53100\0Mno space left on device\0\0");
        var bytes = new byte[5 + text.Length + 6];
        bytes[0] = (byte)'E';
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), 4 + text.Length);
        text.CopyTo(bytes, 5);
        var end = bytes.AsSpan(5 + text.Length);
        end[0] = (byte)'Z';
        BinaryPrimitives.WriteInt32BigEndian(end[1..], 5);
        end[5] = (byte)transaction;
        return bytes;
    }

    static async Task<byte[]> MessageAsync(NetworkStream from, bool typed)
    {
        var header = new byte[typed ? 5 : 4];
        await from.ReadExactlyAsync(header);
        var length = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(typed ? 1 : 0));
        var message = new byte[header.Length + length - 4];
        header.CopyTo(message, 0);
        await from.ReadExactlyAsync(message.AsMemory(header.Length));
        return message;
    }

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }
}
