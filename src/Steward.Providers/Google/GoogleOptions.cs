using Steward.Accounts;

namespace Steward.Providers.Google;

/// <summary>What the operator says about Google in the environment. Without a client it can be entered on the settings page.</summary>
public sealed record GoogleOptions
{
    public OAuthClient? Client { get; init; }

    /// <summary>A server on this machine that plays Google's part, for tests; null is Google.</summary>
    public Uri? Server { get; init; }

    public GoogleSignInAddresses SignIn => Server is null ? GoogleSignInAddresses.Real : GoogleSignInAddresses.At(Server);

    /// <summary>The hosts to which access tokens may go.</summary>
    internal IReadOnlyList<Uri> Apis => Server is null ? [new("https://gmail.googleapis.com/"), new("https://www.googleapis.com/")] : [Server];

    /// <summary>Reads <c>STEWARD_GOOGLE_CLIENT_ID</c>, <c>_CLIENT_SECRET</c> and, for tests, <c>_SERVER</c>.</summary>
    /// <exception cref="FormatException">A value is wrong; the message names the variable and never the secret.</exception>
    public static GoogleOptions Read(Func<string, string?> variable)
    {
        string? Value(string name) => string.IsNullOrWhiteSpace(variable("STEWARD_GOOGLE_" + name)) ? null : variable("STEWARD_GOOGLE_" + name)!.Trim();
        var (id, secret, server) = (Value("CLIENT_ID"), Value("CLIENT_SECRET"), Value("SERVER"));
        if (id is null && secret is not null)
            throw new FormatException("STEWARD_GOOGLE_CLIENT_SECRET is set without STEWARD_GOOGLE_CLIENT_ID.");
        // Whoever answers there is given people's codes and tokens: it can only be a program on this very machine.
        if (server is not null && !(Uri.TryCreate(server, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", IsLoopback: true, UserInfo: "", PathAndQuery: "/" }))
            throw new FormatException("STEWARD_GOOGLE_SERVER is for tests, and is the address of a server on this machine, such as http://127.0.0.1:4000.");
        return new() { Client = id is null ? null : new(id, secret is null ? null : new(secret)), Server = server is null ? null : new(server) };
    }
}
