using System.Net;
using System.Net.Sockets;

namespace Steward.Providers.Web;

/// <summary>
/// Which addresses lie on the public internet (the special-purpose registries of IANA, RFC 6890). Everything else is a machine that its owner did not mean to be
/// reached by an address that came out of a mail: this one, its network, a cloud's metadata service.
/// </summary>
static class PublicAddresses
{
    static readonly IPNetwork[] Special4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>Global unicast, the only part of IPv6 that is routed, and in it what stands for something else: Teredo and other protocols, documentation, 6to4.</summary>
    static readonly IPNetwork Unicast6 = IPNetwork.Parse("2000::/3");

    static readonly IPNetwork[] Special6 = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20" }.Select(network => IPNetwork.Parse(network))];

    public static bool Contain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(Special4, network => network.Contains(address)),
            AddressFamily.InterNetworkV6 => address.ScopeId == 0 && Unicast6.Contains(address) && !Array.Exists(Special6, network => network.Contains(address)),
            _ => false,
        };
    }
}
