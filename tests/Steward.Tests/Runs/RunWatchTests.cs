using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Steward.Platform;
using Steward.Runs;
using Steward.Runs.Observing;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Interrupts;

namespace Steward.Tests.Runs;

public sealed class RunWatchTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static Workflow Asking() => RunsHarness.Builder()
        .Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", Json.ToElement("?")), answerInto: RunsHarness.Answer))
        .Edge("ask", Workflow.End).Start("ask").Build();

    static Task LookAsync(RunsHarness harness) => new RunWatch(
        harness.Services.GetRequiredService<Npgsql.NpgsqlDataSource>(), harness.Services.GetRequiredService<WorkflowCatalogue>(), harness.Services.GetRequiredService<RunBacklog>(),
        harness.Clock, NullLogger<RunWatch>.Instance).LookAsync(default);

    [Fact]
    public async Task Gauges_tell_depth_lag_running_and_waiting()
    {
        using var harness = new RunsHarness(database, Asking());
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name.StartsWith("steward.workflow.queue.", StringComparison.Ordinal) || instrument.Name.StartsWith("steward.workflow.runs.", StringComparison.Ordinal))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            if (Equals(tags[0].Value, harness.Workflow.Name))
                values[instrument.Name] = value;
        });
        meters.Start();
        Assert.True(RunMeters.Wanted);

        for (var i = 0; i < 4; i++)
            await harness.StartAsync();
        await harness.RunDueAsync();
        for (var i = 0; i < 5; i++)
            await harness.StartAsync();
        Assert.Equal(2, (await harness.ClaimAsync(2)).Count);
        harness.Clock.Advance(TimeSpan.FromSeconds(12));
        await LookAsync(harness);
        meters.RecordObservableInstruments();
        Assert.Equal((3, 12, 2, 4), (values["steward.workflow.queue.depth"], values["steward.workflow.queue.lag"], values["steward.workflow.runs.running"], values["steward.workflow.runs.waiting"]));

        // What a dead worker held is due again.
        harness.Clock.Advance(TimeSpan.FromSeconds(30));
        await LookAsync(harness);
        meters.RecordObservableInstruments();
        Assert.Equal((5, 0), (values["steward.workflow.queue.depth"], values["steward.workflow.runs.running"]));
    }

    [Fact]
    public async Task Due_runs_of_a_missing_version_are_reported_until_somebody_has_it()
    {
        var workflow = Asking();
        using var knows = new RunsHarness(database, workflow);
        using var lacks = new RunsHarness(database, Asking());
        await knows.StartAsync();
        await LookAsync(lacks);
        await LookAsync(knows);
        Assert.Contains((workflow.Name, 1), lacks.Services.GetRequiredService<RunBacklog>().Missing);
        Assert.DoesNotContain((workflow.Name, 1), knows.Services.GetRequiredService<RunBacklog>().Missing);
        await knows.RunDueAsync();
        await LookAsync(lacks);
        // It waits for an answer: nobody could do anything for it.
        Assert.DoesNotContain((workflow.Name, 1), lacks.Services.GetRequiredService<RunBacklog>().Missing);
    }
}
