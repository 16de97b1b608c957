using System.Net;
using System.Net.Sockets;

namespace Steward.Accounts.SignIn;

/// <summary>What is kept of where somebody signed in: words of ours, never the header or the address themselves.</summary>
static class SessionDevice
{
    // The first that is found counts: Edge and Opera call themselves Chrome too, and everybody calls itself Safari.
    static readonly (string Sign, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    static readonly (string Sign, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux")];

    /// <summary>"Firefox on Linux"; "A program" for what does not say that it is a browser.</summary>
    public static string Name(string? userAgent)
    {
        var browser = Find(Browsers, userAgent);
        var system = Find(Systems, userAgent);
        return (browser, system) switch
        {
            (null, null) => "A program",
            (null, _) => $"A browser on {system}",
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }

    /// <summary>How far away the other end of the connection is. Behind a proxy it is the proxy's own place.</summary>
    public static SessionPlace Place(IPAddress? address)
    {
        var ip = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        if (ip is null || IPAddress.IsLoopback(ip))
            return SessionPlace.ThisMachine;
        var bytes = ip.GetAddressBytes();
        var near = ip.AddressFamily == AddressFamily.InterNetwork
            ? bytes[0] == 10 || (bytes[0] == 172 && bytes[1] is >= 16 and <= 31) || (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 169 && bytes[1] == 254)
            : ip.IsIPv6LinkLocal || ip.IsIPv6UniqueLocal;
        return near ? SessionPlace.LocalNetwork : SessionPlace.Internet;
    }

    static string? Find((string Sign, string Name)[] known, string? text) =>
        text is null ? null : known.FirstOrDefault(one => text.Contains(one.Sign, StringComparison.Ordinal)).Name;
}
