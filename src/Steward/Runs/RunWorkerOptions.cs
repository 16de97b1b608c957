using Steward.Workflows.Checkpoints;

namespace Steward.Runs;

public sealed record RunWorkerOptions
{
    /// <summary>How many runs this process advances at the same time.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>How long a run stays with a worker that is not heard of any more. Renewed every third of it.</summary>
    public TimeSpan LeaseFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Looks for due runs this often even if no notification arrives and no timer is known, and so finds what was missed.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>At shutdown, running nodes may finish for this long; then they are cancelled and their runs given back.</summary>
    public TimeSpan DrainFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>While what this process holds in memory weighs this much (the stored bytes of its runs), it claims nothing more. A single run may weigh more.</summary>
    public long MaxBytesInFlight { get; init; } = 256 * 1024 * 1024;

    public RunLimits Limits { get; init; } = RunLimits.None;
}

/// <summary>
/// How much may happen at the same time over all workers of the database. What is over a limit stays due: nobody holds it, and nothing spins on it. All
/// workers must be given the same limits.
/// </summary>
public sealed record RunLimits
{
    public static readonly RunLimits None = new();

    /// <summary>Runs of one person.</summary>
    public int? PerPerson { get; init; }

    /// <summary>Runs of a workflow, by its name, over all its versions and all people.</summary>
    public IReadOnlyDictionary<string, int> PerWorkflow { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Tasks of a node, by <c>workflow/node</c>: for one that calls something which bears only so much. Entering and leaving it costs a statement each.</summary>
    public IReadOnlyDictionary<string, int> PerNode { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    internal ClaimLimits ForClaims => new(PerPerson, PerWorkflow);
}
