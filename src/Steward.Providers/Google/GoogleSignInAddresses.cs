namespace Steward.Providers.Google;

/// <summary>Where Google signs people in. Other values are for tests only: whoever answers there is given the keys to people's accounts.</summary>
/// <param name="Issuer">As it stands in identity tokens.</param>
public sealed record GoogleSignInAddresses(Uri Authorization, Uri Token, Uri Revocation, string Issuer)
{
    public static readonly GoogleSignInAddresses Real = new(
        new("https://accounts.google.com/o/oauth2/v2/auth"), new("https://oauth2.googleapis.com/token"), new("https://oauth2.googleapis.com/revoke"), "https://accounts.google.com");

    /// <summary>A server that plays all of Google's parts at one address.</summary>
    public static GoogleSignInAddresses At(Uri server) =>
        new(new(server, "/o/oauth2/v2/auth"), new(server, "/oauth2/token"), new(server, "/oauth2/revoke"), server.GetLeftPart(UriPartial.Authority));
}
