namespace Steward.Workflows.Policies;

/// <summary>
/// How often a node may be begun, and how long to wait in between. An attempt counts when it begins: one that ends with the process counts like one that throws.
/// </summary>
public sealed record RetryPolicy
{
    /// <summary>Five attempts; half a second, doubling, up to a minute, half of it by chance.</summary>
    public static readonly RetryPolicy Default = new();

    /// <summary>At most one attempt: after a failure or a crash the run fails and a person decides.</summary>
    public static readonly RetryPolicy Once = new() { MaxAttempts = 1 };

    public int MaxAttempts { get; init; } = 5;
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(1);
    public double Factor { get; init; } = 2;

    /// <summary>The part of a delay that is left to chance, 0 to 1: runs that failed together do not come back together. With 1 all of it is (“full jitter”).</summary>
    public double Jitter { get; init; } = 0.5;

    /// <summary>Which exceptions are worth another attempt. All, unless said otherwise.</summary>
    public Func<Exception, bool> Retryable { get; init; } = static _ => true;

    /// <summary>
    /// Reads from an exception how long the other side asks to be left alone (HTTP's Retry-After). The next attempt is not begun earlier, nor later than
    /// <see cref="MaxHint"/> because of it.
    /// </summary>
    public Func<Exception, TimeSpan?> Hint { get; init; } = static _ => null;

    public TimeSpan MaxHint { get; init; } = TimeSpan.FromHours(1);

    /// <param name="failures">How many attempts have failed so far, at least 1.</param>
    /// <param name="chance">From 0 to 1.</param>
    public TimeSpan DelayAfter(int failures, double chance)
    {
        var full = Math.Min(FirstDelay.TotalMilliseconds * Math.Pow(Factor, Math.Max(0, failures - 1)), MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (1 - (Jitter * chance)));
    }

    /// <summary>The longer of the policy's own pause and the one that the error asks for.</summary>
    public TimeSpan DelayAfter(int failures, double chance, Exception error)
    {
        var own = DelayAfter(failures, chance);
        var asked = Hint(error) ?? TimeSpan.Zero;
        asked = asked < MaxHint ? asked : MaxHint;
        return asked > own ? asked : own;
    }
}
