namespace Steward.Host;

/// <summary>Time that runs as the system's, moved so that it starts at a given instant.</summary>
sealed class ShiftedClock(DateTimeOffset start) : TimeProvider
{
    readonly TimeSpan shift = start - System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
}
