using System.Net;
using System.Net.Sockets;
using Steward.LanguageModels;

namespace Steward.Providers.Web;

/// <summary>The address may not be connected to: nothing was sent. The message is for a person.</summary>
public sealed class AddressRefusedException(string message) : IOException(message);

/// <summary>
/// The one way to hosts that are not ours to choose. What may be reached is decided at the socket: a name is looked up once, and the connection goes to an address of that very look-up that was
/// found to be allowed, so that neither a redirect nor a name that answers differently the second time (DNS rebinding) gains anything. No cookies, no credentials, no redirects.
/// </summary>
/// <param name="thisMachine">Host names that count as this machine besides loopback, such as a neighbouring container's.</param>
public sealed class GuardedHttp(IReadOnlyCollection<string> thisMachine)
{
    static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    /// <summary>For providers of models. No proxy of the environment leads around a reach of this machine.</summary>
    public SocketsHttpHandler Handler(Reach reach)
    {
        var handler = Handler(host => reach != Reach.ThisMachine || IsHere(host), (host, address) => reach switch
        {
            Reach.ThisMachine => IPAddress.IsLoopback(address) || Declared(host),
            Reach.Internet => PublicAddresses.Contain(address),
            Reach.Anywhere => true,
        }, host => reach == Reach.ThisMachine ? $"{host} is not this machine." : $"{host} is inside this network, where only its operator may send Steward.");
        handler.UseProxy = reach != Reach.ThisMachine;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        return handler;
    }

    /// <summary>For addresses that came out of a mail. One request, one connection: nothing is sent again on another because a kept one was closed.</summary>
    /// <param name="allowed">Which addresses may be reached; <see cref="PublicAddresses"/> everywhere but in tests.</param>
    internal static SocketsHttpHandler Handler(Func<IPAddress, bool> allowed)
    {
        var handler = Handler(static _ => true, (_, address) => allowed(address), static host => $"{host} lies in a private network, not on the internet.");
        handler.UseProxy = false;
        handler.MaxResponseHeadersLength = 64;
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        return handler;
    }

    /// <param name="mayAsk">Of which names the address may be asked: the question itself would leave the machine.</param>
    static SocketsHttpHandler Handler(Func<string, bool> mayAsk, Func<string, IPAddress, bool> allowed, Func<string, string> refusal) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Credentials = null,
        PreAuthenticate = false,
        ConnectTimeout = ConnectLimit,
        ConnectCallback = async (context, cancel) =>
        {
            var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
            var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : mayAsk(host) ? await Dns.GetHostAddressesAsync(host, cancel) : [];
            var reachable = Array.FindAll(addresses, address => allowed(host, address));
            if (reachable.Length == 0)
                throw new AddressRefusedException(refusal(host));
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(reachable, port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    bool IsHere(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || Declared(host);

    bool Declared(string host) => thisMachine.Contains(host, StringComparer.OrdinalIgnoreCase);
}
