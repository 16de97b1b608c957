namespace Steward.Providers.Google;

/// <summary>Where Google's APIs are. Other values are for tests only: whoever answers there is given access tokens.</summary>
/// <param name="Gmail">With a slash at its end, as all of them.</param>
public sealed record GoogleAddresses(Uri Gmail, Uri Calendar)
{
    /// <param name="server">A server that plays Google's part, for tests; null is Google.</param>
    public static GoogleAddresses At(Uri? server) => server is null ? Real : new(server, new Uri(server, "calendar/v3/"));

    public static readonly GoogleAddresses Real = new(new Uri("https://gmail.googleapis.com/"), new Uri("https://www.googleapis.com/calendar/v3/"));
}
