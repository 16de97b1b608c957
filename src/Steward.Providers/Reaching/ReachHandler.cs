using System.Net;
using System.Net.Sockets;
using Steward.LanguageModels;
using Steward.Providers.Web;

namespace Steward.Providers.Reaching;

/// <summary>
/// Connections that go only where a <see cref="Reach"/> allows. The check is at the socket, on the resolved address, so that neither a name nor a redirect nor a proxy of the
/// environment leads around it: redirects are not followed and no proxy is used for this machine.
/// </summary>
/// <param name="thisMachine">Host names that count as this machine besides loopback, such as a neighbouring container's.</param>
public sealed class ReachHandler(IReadOnlyCollection<string> thisMachine)
{
    public SocketsHttpHandler Create(Reach reach) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = reach != Reach.ThisMachine,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ConnectCallback = (context, cancel) => ConnectAsync(reach, context.DnsEndPoint, cancel),
    };

    async ValueTask<Stream> ConnectAsync(Reach reach, DnsEndPoint to, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(to.Host, out var literal) ? [literal] : await AllowedNamesAsync(reach, to.Host, cancel);
        var allowed = addresses.Where(a => Allowed(reach, to.Host, a)).ToArray();
        if (allowed.Length == 0)
            throw new ReachException(reach == Reach.ThisMachine ? $"{to.Host} is not this machine." : $"{to.Host} is inside this network, where only its operator may send Steward.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, to.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A name that cannot be this machine is not even asked for: the question itself would leave the machine.</summary>
    async Task<IPAddress[]> AllowedNamesAsync(Reach reach, string host, CancellationToken cancel) =>
        reach == Reach.ThisMachine && !IsLocalName(host) && !thisMachine.Contains(host, StringComparer.OrdinalIgnoreCase) ? [] : await Dns.GetHostAddressesAsync(host, cancel);

    bool Allowed(Reach reach, string host, IPAddress address) => reach switch
    {
        Reach.ThisMachine => IPAddress.IsLoopback(address) || thisMachine.Contains(host, StringComparer.OrdinalIgnoreCase),
        Reach.Internet => PublicAddresses.Contain(address),
        Reach.Anywhere => true,
    };

    static bool IsLocalName(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The address may not be connected to. The message is for a person.</summary>
public sealed class ReachException(string message) : IOException(message);
