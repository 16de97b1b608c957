using System.Net;
using Steward.Platform;

namespace Steward.Accounts.Connecting;

/// <summary>
/// Where a provider sends the browser back to. On the person's own machine that is a loopback address with whatever port Steward has (RFC 8252, 7.3);
/// on a server its public https address, which has to be registered at the provider as it is. Each provider has a path of its own (RFC 9700, 4.4).
/// </summary>
sealed class ConnectionAddress(ConnectOptions options)
{
    public Result<string> For(string provider, string host)
    {
        if (options.PublicUrl is { } known)
            return new Uri(known, $"/accounts/connected/{provider}").AbsoluteUri;
        return Uri.TryCreate("http://" + host, UriKind.Absolute, out var here) && IsLoopback(here)
            ? new Uri(here, $"/accounts/connected/{provider}").AbsoluteUri
            : Error.Refused("address_unknown", "Steward is reached from another machine and does not know its own address, to which the provider has to send you back. Whoever runs it sets STEWARD_PUBLIC_URL, such as https://steward.example.org.");
    }

    static bool IsLoopback(Uri uri) => uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}

