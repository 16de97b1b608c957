using System.Net;

namespace Steward.Providers.Google;

/// <summary>Google said no, or nothing that could be understood. Sorted at the edges of the ports; it never leaves this folder.</summary>
/// <param name="status">Null when no answer came, or one that was cut off or garbled.</param>
/// <param name="reason">Google's own word for it, such as <c>rateLimitExceeded</c>; "" when it gave none.</param>
public sealed class GoogleException(HttpStatusCode? status, string reason, string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    public HttpStatusCode? Status => status;
    public string Reason => reason;

    /// <summary>What Google asks one to wait, when it says so.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    public bool NotFound => status is HttpStatusCode.NotFound or HttpStatusCode.Gone;
    public bool Gone => status is HttpStatusCode.Gone;
    public bool Conflict => status is HttpStatusCode.Conflict;
    public bool PreconditionFailed => status is HttpStatusCode.PreconditionFailed;

    /// <summary>Too much was asked in too short a time; nothing was done.</summary>
    public bool TooMuch => status is HttpStatusCode.TooManyRequests || (status is HttpStatusCode.Forbidden && reason is "rateLimitExceeded" or "userRateLimitExceeded" or "quotaExceeded" or "dailyLimitExceeded" or "calendarUsageLimitsExceeded");

    /// <summary>The account must be connected again, or has not been asked for this much.</summary>
    public bool NeedsConsent => status is HttpStatusCode.Unauthorized || (status is HttpStatusCode.Forbidden && !TooMuch && !NotEnabled);

    /// <summary>The person was never asked for this, or unticked it. The account is well otherwise.</summary>
    public bool NotAllowed => status is HttpStatusCode.Forbidden && reason is "accessMissing" or "insufficientPermissions" or "ACCESS_TOKEN_SCOPE_INSUFFICIENT";

    /// <summary>The API is not switched on in the project of this Steward's client: its operator has to look; nobody has to sign in again.</summary>
    public bool NotEnabled => status is HttpStatusCode.Forbidden && reason is "accessNotConfigured" or "SERVICE_DISABLED";

    /// <summary>Whether a change may have been made all the same: no clear answer came.</summary>
    public bool MayHaveHappened => status is null or >= HttpStatusCode.InternalServerError;
}
