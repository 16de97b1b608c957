using System.Diagnostics.Metrics;
using Steward.Workflows.Observing;

namespace Steward.Runs.Observing;

/// <summary>
/// The room's instruments, in the engine's meter. What is true of the whole database (due, waiting, lag) is the last sample of <see cref="RunWatch"/>, which reads
/// only while somebody listens; every process reports the same, so take the maximum over processes, not the sum.
/// </summary>
static class RunMeters
{
    static RunSample sample = RunSample.Empty;

    public static readonly Counter<long> Claims = WorkflowTelemetry.Meter.CreateCounter<long>("steward.workflow.claims", "{run}", "Runs that this process claimed.");
    public static readonly Histogram<double> ClaimDuration = WorkflowTelemetry.Meter.CreateHistogram<double>("steward.workflow.claim.duration", "s", "How long one claim took.");
    public static readonly UpDownCounter<long> Held = WorkflowTelemetry.Meter.CreateUpDownCounter<long>("steward.workflow.worker.runs", "{run}", "Runs that this process holds now.");

    static readonly Instrument[] Sampled =
    [
        Gauge("steward.workflow.queue.depth", "{run}", "Due runs that nobody holds.", workflow => workflow.Due),
        Gauge("steward.workflow.queue.lag", "s", "How long the oldest due run has been due.", workflow => workflow.Lag.TotalSeconds),
        Gauge("steward.workflow.runs.running", "{run}", "Runs that some worker holds.", workflow => workflow.Running),
        Gauge("steward.workflow.runs.waiting", "{run}", "Runs that wait for an answer, a signal or a time.", workflow => workflow.Waiting),
    ];

    public static bool Wanted => Array.Exists(Sampled, instrument => instrument.Enabled);

    public static void Take(RunSample next) => Volatile.Write(ref sample, next);

    static ObservableGauge<double> Gauge(string name, string unit, string description, Func<WorkflowSample, double> value) => WorkflowTelemetry.Meter.CreateObservableGauge(
        name, () => Volatile.Read(ref sample).Workflows.Select(one => new Measurement<double>(value(one), new KeyValuePair<string, object?>("workflow.name", one.Workflow))), unit, description);
}

/// <summary>How all runs stood at a moment.</summary>
sealed record RunSample(IReadOnlyList<WorkflowSample> Workflows)
{
    public static readonly RunSample Empty = new([]);
}

sealed record WorkflowSample(string Workflow, long Due, TimeSpan Lag, long Running, long Waiting);
