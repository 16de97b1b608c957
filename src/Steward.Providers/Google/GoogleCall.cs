namespace Steward.Providers.Google;

/// <summary>
/// What a request to Google is about, carried along with it (<see cref="Key"/>) to the handlers that put the access token on it, keep the quotas, and try again.
/// </summary>
/// <param name="AccountId">The linked account in whose name Google is asked.</param>
/// <param name="Scopes">What the person must have consented to; any one of them is enough.</param>
/// <param name="Units">Gmail's quota units, or 1 for a request to Calendar.</param>
/// <param name="Repeatable">True when asking twice does no more than asking once. Others may only be tried again when Google surely has not taken them.</param>
public sealed record GoogleCall(Guid AccountId, IReadOnlyList<string> Scopes, int Units, bool Repeatable)
{
    public static readonly HttpRequestOptionsKey<GoogleCall> Key = new("steward.google.call");
}

/// <summary>Google's OAuth scopes that Steward may ask for.</summary>
public static class GoogleScopes
{
    public const string GmailReadonly = "https://www.googleapis.com/auth/gmail.readonly";
    public const string GmailCompose = "https://www.googleapis.com/auth/gmail.compose";
    public const string GmailSend = "https://www.googleapis.com/auth/gmail.send";
    public const string GmailModify = "https://www.googleapis.com/auth/gmail.modify";
    public const string CalendarReadonly = "https://www.googleapis.com/auth/calendar.readonly";
    public const string Calendar = "https://www.googleapis.com/auth/calendar";
    public const string CalendarEvents = "https://www.googleapis.com/auth/calendar.events";
}
