namespace Steward.Runs;

public sealed record RunWorkerOptions
{
    /// <summary>How many runs this process advances at the same time.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>How long a run stays with a worker that is not heard of any more. Renewed every third of it.</summary>
    public TimeSpan LeaseFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Looks for due runs this often even if no notification arrives, and so finds timers and expired leases.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>At shutdown, running nodes may finish for this long; then they are cancelled and their runs given back.</summary>
    public TimeSpan DrainFor { get; init; } = TimeSpan.FromSeconds(10);
}
