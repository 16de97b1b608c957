namespace Steward.Items.Syncing;

/// <summary>
/// When to look again. Often while things change, seldom when nothing does; after failures ever more rarely, spread by chance so that accounts that failed together do
/// not come back together.
/// </summary>
static class SyncTimes
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10), Longest = TimeSpan.FromMinutes(2), LongestAfterFailure = TimeSpan.FromMinutes(15), WhenPersonIsNeeded = TimeSpan.FromHours(1);

    /// <param name="quiet">Polls in a row that found nothing.</param>
    public static TimeSpan AfterPoll(int quiet) => Least(Longest, Shortest * Math.Pow(1.5, Math.Min(quiet, 20)));

    /// <param name="chance">0 to 1.</param>
    public static TimeSpan AfterFailure(int failures, SyncException problem, double chance)
    {
        var backoff = problem.NeedsPerson ? WhenPersonIsNeeded : Least(LongestAfterFailure, TimeSpan.FromSeconds(2) * Math.Pow(2, Math.Min(failures, 20))) * (0.5 + chance / 2);
        return problem.Waits is { } waits && waits > backoff ? waits : backoff;
    }

    static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
