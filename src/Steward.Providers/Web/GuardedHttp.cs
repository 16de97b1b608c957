using System.Net;
using System.Net.Sockets;

namespace Steward.Providers.Web;

/// <summary>Thrown where a request would have left for an address that may not be reached. Nothing was sent.</summary>
sealed class AddressNotPublicException(string host) : IOException($"{host} is not an address on the public internet.");

/// <summary>
/// A way to the web for addresses that came from outside. A name is looked up once, and the connection goes to an address of that very look-up that was found to be
/// public: a name that answers differently the second time (DNS rebinding) gains nothing. No proxy, no cookies, no credentials, no redirects.
/// </summary>
static class GuardedHttp
{
    static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    /// <param name="allowed">Which addresses may be reached; <see cref="PublicAddresses"/> everywhere but in tests.</param>
    public static SocketsHttpHandler Handler(Func<IPAddress, bool> allowed) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        Credentials = null,
        PreAuthenticate = false,
        ConnectTimeout = ConnectLimit,
        MaxResponseHeadersLength = 64,
        PooledConnectionLifetime = TimeSpan.Zero, // one request, one connection: nothing is sent again on another because a kept one was closed
        ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, allowed, cancel),
    };

    static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, Func<IPAddress, bool> allowed, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(target.Host, cancel);
        var reachable = Array.FindAll(addresses, address => allowed(address));
        if (reachable.Length == 0)
            throw new AddressNotPublicException(target.Host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(reachable, target.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
