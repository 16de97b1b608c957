using System.Globalization;
using Steward.Platform;
using Steward.Runs.Store;

namespace Steward.Runs.Reading;

/// <summary>Why a run's state cannot be shown.</summary>
static class ReadErrors
{
    public static Error Pruned(DateTimeOffset at) => Error.Conflict(
        "run_pruned", string.Create(CultureInfo.InvariantCulture, $"The run's state was removed on {at:yyyy-MM-dd}, because it had ended long before; its events remain."));

    public static Error VersionMissing(RunRow run) => Error.Unavailable(
        "workflow_version_missing", $"This Steward does not have version {run.Version} of {run.Workflow}, so it cannot read the run's state.");
}
