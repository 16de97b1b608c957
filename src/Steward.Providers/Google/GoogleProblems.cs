using Steward.Actions;
using Steward.Items;

namespace Steward.Providers.Google;

/// <summary>What went wrong at Google, in the words of the port that asked: the one place where that is sorted.</summary>
static class GoogleProblems
{
    /// <summary>When a day's limit is used up, Google does not say when its day ends.</summary>
    static readonly TimeSpan UntilTheDayMayBeOver = TimeSpan.FromMinutes(30);

    public static string Words(GoogleException problem) => problem switch
    {
        { TooMuch: true } => "Google asks to slow down; it is tried again by itself.",
        { NotEnabled: true } => "The Gmail API or the Google Calendar API is not switched on for this Steward's project at Google. Whoever runs it switches both on in the Google console.",
        { NotAllowed: true } => "You have not allowed this at Google yet. Allow it on the accounts page.",
        { NeedsConsent: true } => "Google no longer lets Steward in to this. Connect the account again.",
        { Status: null } => "Google cannot be reached, or its answer was cut off.",
        _ => problem.Message,
    };

    public static async Task<T> ForSyncAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (GoogleException e)
        {
            throw new SyncException(Code(e), Words(e), e.RetryAfter, e is { NeedsConsent: true, NotAllowed: false }, e);
        }
    }

    static string Code(GoogleException problem) => problem switch
    {
        { TooMuch: true } => "google_slow_down",
        { NotEnabled: true } => "google_not_enabled",
        { NotAllowed: true } => "google_not_allowed",
        { NeedsConsent: true } => "google_consent",
        { Status: null } => "google_unreachable",
        _ => "google_error",
    };

    /// <summary>Asking whether a change was made failed: nobody knows, whatever Google said to the question.</summary>
    public static PerformOutcome ForReconcile(GoogleException problem) => new PerformOutcome.Unknown($"Google cannot be asked whether it happened. {Words(problem)}");

    /// <summary>A change that failed: surely not made, put off, or nobody knows.</summary>
    public static PerformOutcome ForPerformer(GoogleException problem) => problem switch
    {
        { MayHaveHappened: true } => new PerformOutcome.Unknown(Words(problem)),
        { TooMuch: true } => new PerformOutcome.NotNow(Words(problem), problem.RetryAfter ?? (problem.Reason == "dailyLimitExceeded" ? UntilTheDayMayBeOver : null)),
        { PreconditionFailed: true } => new PerformOutcome.Stale("It has been changed at Google since it was shown."),
        { NotFound: true } => new PerformOutcome.Refused("not_found", "It is no longer there at Google."),
        { NeedsConsent: true } => new PerformOutcome.Refused("google_consent", Words(problem) + " Nothing was changed."),
        _ => new PerformOutcome.Refused("google_refused", $"Google did not accept this. {problem.Message} Nothing was changed."),
    };
}
