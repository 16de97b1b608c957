using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Observing;
using Steward.Workflows.Policies;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Tests.Observing;

/// <summary>What machines see. Listeners are global, so each test looks only at the runs and workflows of its own.</summary>
public sealed class WorkflowTelemetryTests
{
    static readonly Channel<JsonElement?> Answer = Channel.LastValue<JsonElement?>("answer");
    static readonly Channel<string?> Secret = Channel.LastValue<string?>("secret");

    static WorkflowBuilder Builder() => new WorkflowBuilder($"telemetry.{Guid.NewGuid():N}", 1).Channels(Answer, Secret);

    static Workflow Asking() => Builder()
        .Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", JsonElement.Parse("\"sure?\"")), Patch.Empty.Set(Secret, "swordfish"), Answer))
        .Node("act", _ => NodeResult.Next(), new NodeOptions { Kind = NodeKind.External })
        .Edge("ask", "act").Edge("act", Workflow.End).Start("ask").Build();

    static Workflow Failing() => Builder()
        .Node("try", NodeResult (_) => throw new InvalidOperationException("swordfish"), new NodeOptions { Retry = new RetryPolicy { MaxAttempts = 3, FirstDelay = TimeSpan.FromSeconds(1) } })
        .Edge("try", Workflow.End).Start("try").Build();

    static (ActivityListener Listener, ConcurrentQueue<Activity> Seen) Listen(Guid run)
    {
        var (seen, trace) = (new ConcurrentQueue<Activity>(), WorkflowTelemetry.ContextOf(run).TraceId);
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == WorkflowTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.TraceId == trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = seen.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return (listener, seen);
    }

    [Fact]
    public async Task Before_and_after_a_question_are_one_trace_whose_id_is_the_runs()
    {
        var (engine, run) = (new TestEngine(Asking()), Guid.NewGuid());
        var (listener, seen) = Listen(run);
        using (listener)
        {
            await engine.StartAsync(id: run);
            await engine.RunDueAsync();
            await engine.AnswerAsync(run, "q", "yes");
        }
        Assert.Equal(["workflow.step", "workflow.run", "workflow.step", "workflow.run"], seen.Select(activity => activity.OperationName));
        Assert.All(seen, activity => Assert.Equal(run.ToString("N"), activity.TraceId.ToHexString()));
        var holds = seen.Where(activity => activity.OperationName == "workflow.run").ToList();
        Assert.All(holds, hold => Assert.Equal(WorkflowTelemetry.ContextOf(run).SpanId, hold.ParentSpanId));
        var steps = seen.Where(activity => activity.OperationName == "workflow.step").ToList();
        Assert.Equal([holds[0].SpanId, holds[1].SpanId], steps.Select(step => step.ParentSpanId));
        Assert.Equal(["ask", "act"], steps.Select(step => (string?)step.GetTagItem("workflow.node")));
        Assert.All(steps, step => Assert.Equal((run.ToString(), engine.Workflow.Name, 1), ((string?)step.GetTagItem("workflow.run.id"), (string?)step.GetTagItem("workflow.name"), (int?)step.GetTagItem("workflow.attempt"))));
        Assert.DoesNotContain(seen, Tells("swordfish"));
        Assert.DoesNotContain(seen, Tells(TestEngine.Owner.ToString()));
    }

    static Predicate<Activity> Tells(string what) => activity =>
        activity.TagObjects.Any(tag => $"{tag.Value}".Contains(what, StringComparison.OrdinalIgnoreCase)) || activity.StatusDescription?.Contains(what, StringComparison.Ordinal) == true;

    [Fact]
    public async Task A_failed_attempt_tells_its_error_by_type_and_is_counted()
    {
        var (engine, run) = (new TestEngine(Failing()), Guid.NewGuid());
        var measured = new ConcurrentQueue<(string Instrument, double Value, string Tags)>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == WorkflowTelemetry.SourceName)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            if (text.Contains(engine.Workflow.Name, StringComparison.Ordinal))
                measured.Enqueue((instrument.Name, value, text));
        }
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        meters.Start();
        var (listener, seen) = Listen(run);
        using (listener)
        {
            await engine.StartAsync(id: run);
            for (var i = 0; i < 3; i++)
                await engine.PassAsync(TimeSpan.FromMinutes(1));
        }
        var attempts = seen.Where(activity => activity.OperationName == "workflow.step").ToList();
        Assert.Equal([1, 2, 3], attempts.Select(attempt => (int)attempt.GetTagItem("workflow.attempt")!));
        Assert.All(attempts, attempt => Assert.Equal((ActivityStatusCode.Error, typeof(InvalidOperationException).FullName), (attempt.Status, (string?)attempt.GetTagItem("error.type"))));
        Assert.DoesNotContain(seen, Tells("swordfish"));
        Assert.Equal(3, measured.Count(one => one.Instrument == "steward.workflow.step.duration" && one.Tags.Contains("workflow.outcome=error", StringComparison.Ordinal)));
        Assert.Equal(2, measured.Where(one => one.Instrument == "steward.workflow.step.retries").Sum(one => one.Value));
        Assert.Single(measured, one => one.Instrument == "steward.workflow.run.failures" && one.Tags.Contains("workflow.node=try", StringComparison.Ordinal));
        Assert.Equal(["Waiting", "Waiting", "Failed"], measured.Where(one => one.Instrument == "steward.workflow.run.settled").Select(one => one.Tags.Split("workflow.status=")[1]));
    }

    [Fact]
    public async Task A_lost_lease_is_counted_and_said_in_the_span()
    {
        var (engine, run) = (new TestEngine(Asking()), Guid.NewGuid());
        var losses = 0L;
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "steward.workflow.lease.losses")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (Equals(tags[0].Value, engine.Workflow.Name))
                Interlocked.Add(ref losses, value);
        });
        meters.Start();
        var (listener, seen) = Listen(run);
        using (listener)
        {
            await engine.StartAsync(id: run);
            var zombie = Assert.Single(await engine.ClaimAsync());
            engine.Clock.Advance(TestEngine.Lease);
            Assert.Single(await engine.ClaimAsync());
            using var control = new RunControl(default);
            Assert.Equal(RunExit.Lost, await engine.Loop().RunAsync(zombie, engine.Workflow, control));
        }
        Assert.Equal(1, losses);
        Assert.Equal("Lost", Assert.Single(seen, activity => activity.OperationName == "workflow.run").GetTagItem("workflow.exit"));
    }

    [Fact]
    public void Instruments_have_units_and_names_of_one_family()
    {
        var (meter, published) = (WorkflowTelemetry.Meter, new List<Instrument>());
        using var meters = new MeterListener { InstrumentPublished = (instrument, _) => published.Add(instrument) };
        meters.Start();
        var own = published.Where(instrument => instrument.Meter == meter).ToList();
        Assert.True(own.Count >= 5, $"only {own.Count} instruments");
        Assert.All(own, instrument => Assert.StartsWith("steward.workflow.", instrument.Name, StringComparison.Ordinal));
        Assert.All(own, instrument => Assert.False(string.IsNullOrEmpty(instrument.Unit) || string.IsNullOrEmpty(instrument.Description)));
    }
}
