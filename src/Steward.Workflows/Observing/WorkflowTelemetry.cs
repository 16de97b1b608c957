using System.Diagnostics;
using System.Diagnostics.Metrics;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Observing;

/// <summary>
/// What machines can watch: activities and meters of the base library, which any exporter can listen to. Nobody listens: nothing is made. No tag holds an
/// owner, a state or a message; errors are told by their type.
/// </summary>
/// <remarks>
/// The trace of a run is the run's id (without its dashes), in every process that ever holds it: what happens before a question and what happens a week later
/// after its answer are one trace, and nothing has to be stored for that. Each time that a worker holds the run is one span under it, each attempt of a node one
/// under that.
/// </remarks>
public static class WorkflowTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string SourceName = "Steward.Workflows";

    /// <summary>For the rooms that run workflows: their instruments belong to the same meter.</summary>
    public static Meter Meter { get; } = new(SourceName);

    static readonly ActivitySource Source = new(SourceName);

    static readonly Histogram<double> StepDuration = Meter.CreateHistogram<double>(
        "steward.workflow.step.duration", "s", "How long one attempt of a node took, its commit not counted.");
    static readonly Counter<long> Retries = Meter.CreateCounter<long>("steward.workflow.step.retries", "{attempt}", "Attempts that failed and are followed by another one.");
    static readonly Counter<long> Settled = Meter.CreateCounter<long>("steward.workflow.run.settled", "{run}", "Runs that a worker let go of, by how they stand: waiting or over.");
    static readonly Counter<long> Failures = Meter.CreateCounter<long>("steward.workflow.run.failures", "{run}", "Runs that failed: dead letters.");
    static readonly Counter<long> LeaseLosses = Meter.CreateCounter<long>("steward.workflow.lease.losses", "{lease}", "Runs that a holder lost to another worker.");

    /// <summary>The context under which everything of a run is traced.</summary>
    public static ActivityContext ContextOf(Guid run)
    {
        Span<byte> bytes = stackalloc byte[16];
        run.TryWriteBytes(bytes, bigEndian: true, out _);
        // The second half is random also in ids that begin with the time.
        return new ActivityContext(ActivityTraceId.CreateFromBytes(bytes), ActivitySpanId.CreateFromBytes(bytes[8..]), ActivityTraceFlags.Recorded, isRemote: true);
    }

    /// <summary>From load to letting go.</summary>
    internal static Activity? Hold(RunLease lease) => Source.HasListeners()
        ? Source.StartActivity("workflow.run", ActivityKind.Consumer, ContextOf(lease.RunId), TagsOf(lease))?.SetTag("workflow.fence", lease.Fence)
        : null;

    internal static RunExit Let(Activity? held, RunLease lease, RunExit exit)
    {
        if (exit == RunExit.Lost && LeaseLosses.Enabled)
            LeaseLosses.Add(1, Workflow(lease));
        held?.SetTag("workflow.exit", exit.ToString());
        return exit;
    }

    internal static Activity? Attempt(RunLease lease, string node, NodeKind kind, int attempt) => Source.HasListeners()
        ? Source.StartActivity("workflow.step", ActivityKind.Internal, default(ActivityContext), TagsOf(lease))
            ?.SetTag("workflow.node", node).SetTag("workflow.node.kind", kind.ToString()).SetTag("workflow.attempt", attempt)
        : null;

    /// <summary>An attempt has ended, well or with an error.</summary>
    internal static Execution Executed(Activity? attempt, RunLease lease, Execution execution, TimeSpan took)
    {
        if (execution.Error is { } error)
            attempt?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error.GetType().FullName);
        if (StepDuration.Enabled)
            StepDuration.Record(took.TotalSeconds, Workflow(lease), Node(execution.Task.Node), new("workflow.outcome", execution.Error is null ? "ok" : "error"));
        return execution;
    }

    internal static void Committed(RunLease lease, StepEvent step, Settlement? settlement)
    {
        if (step.Kind == StepKind.Retrying && Retries.Enabled)
            Retries.Add(1, Workflow(lease), Node(step.Node));
        if (step.Kind == StepKind.Failed && Failures.Enabled)
            Failures.Add(1, Workflow(lease), Node(step.Node));
        if (settlement is not null && Settled.Enabled)
            Settled.Add(1, Workflow(lease), new("workflow.status", settlement.Status.ToString()));
    }

    static KeyValuePair<string, object?> Workflow(RunLease lease) => new("workflow.name", lease.Workflow);

    static KeyValuePair<string, object?> Node(string node) => new("workflow.node", node);

    static KeyValuePair<string, object?>[] TagsOf(RunLease lease) =>
        [Workflow(lease), new("workflow.version", lease.Version), new("workflow.run.id", lease.RunId.ToString())];
}
