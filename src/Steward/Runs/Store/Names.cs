using Steward.Workflows.Checkpoints;
using Steward.Workflows.Stepping;

namespace Steward.Runs.Store;

/// <summary>The stored spelling of statuses and kinds. Tables instead of ToString: the spelling is a format, and this is on the path of every step.</summary>
static class Names
{
    static readonly string[] statuses = [.. Enum.GetValues<RunStatus>().Select(status => status.ToString().ToLowerInvariant())];
    static readonly string[] kinds = [.. Enum.GetValues<StepKind>().Select(kind => kind.ToString().ToLowerInvariant())];

    public static string Of(RunStatus status) => statuses[(int)status];

    public static string Of(StepKind kind) => kinds[(int)kind];

    public static RunStatus Status(string text) => (RunStatus)Index(statuses, text);

    public static StepKind Kind(string text) => (StepKind)Index(kinds, text);

    static int Index(string[] names, string text) =>
        Array.IndexOf(names, text) is var index and >= 0 ? index : throw new InvalidOperationException($"The database holds '{text}', which this program does not know.");
}
