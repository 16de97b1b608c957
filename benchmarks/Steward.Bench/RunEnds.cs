using System.Collections.Concurrent;
using System.Diagnostics;
using Steward.Workflows.Observing;

namespace Steward.Bench;

/// <summary>Tells when a run has been let go of durably, by the engine's own activities.</summary>
sealed class RunEnds : IDisposable
{
    readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);
    readonly ActivityListener listener;

    public RunEnds()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == WorkflowTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> made) => made.Name == "workflow.run" ? ActivitySamplingResult.PropagationData : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                if (waiting.TryRemove(activity.TraceId.ToHexString(), out var told))
                    told.SetResult();
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Ends the next time that a worker lets go of the run. The trace of a run is its id.</summary>
    public Task Of(Guid run) => waiting.GetOrAdd(WorkflowTelemetry.ContextOf(run).TraceId.ToHexString(), _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Dispose() => listener.Dispose();
}
