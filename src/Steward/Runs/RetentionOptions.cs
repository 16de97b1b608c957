using Steward.Workflows.Checkpoints;

namespace Steward.Runs;

/// <summary>How long finished runs keep their payloads: what their steps changed, their snapshots, questions, signals, and large values that nobody else refers to.</summary>
public sealed record RetentionOptions
{
    /// <summary>By how a run ended. One that is not named keeps its payloads; failed ones wait for a person, so they do.</summary>
    public IReadOnlyDictionary<RunStatus, TimeSpan> KeepFor { get; init; } = new Dictionary<RunStatus, TimeSpan>
    {
        [RunStatus.Completed] = TimeSpan.FromDays(30), [RunStatus.Cancelled] = TimeSpan.FromDays(30),
    };

    /// <summary>How often it is looked for runs whose time is over.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(1);

    /// <summary>So many runs are pruned in one transaction: few enough that nobody waits for it noticeably.</summary>
    public int Batch { get; init; } = 50;
}
