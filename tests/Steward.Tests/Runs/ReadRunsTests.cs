using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Runs;
using Steward.Runs.Reading;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Policies;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Tests.Runs;

public sealed class ReadRunsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static Workflow Asking() => RunsHarness.Builder()
        .Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", Json.ToElement("sure?"), [Json.ToElement("yes")]), Patch.Empty.Add(RunsHarness.Log, "asked"), RunsHarness.Answer))
        .Node("act", _ => throw new InvalidOperationException("broken"), new NodeOptions { Retry = RetryPolicy.Once })
        .Edge("ask", "act").Edge("act", Workflow.End).Start("ask").Build();

    static async Task<T> HistoryAsync<T>(RunsHarness harness, Func<ReadHistory, Task<T>> read)
    {
        await using var scope = harness.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<ReadHistory>());
    }

    static async Task<T> ReadAsync<T>(RunsHarness harness, Func<ReadRuns, Task<T>> read)
    {
        await using var scope = harness.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<ReadRuns>());
    }

    [Fact]
    public async Task Shows_where_a_run_stands_what_it_asks_and_what_it_did()
    {
        using var harness = new RunsHarness(database, Asking());
        var owner = Guid.NewGuid();
        var run = await harness.StartAsync(owner);
        await harness.RunDueAsync();

        var waiting = (await ReadAsync(harness, read => read.FindAsync(owner, run, default))).Value;
        Assert.Equal((RunStatus.Waiting, 2L, true), (waiting.State, waiting.Steps, waiting.Runnable));
        var question = Assert.Single(waiting.WaitingFor);
        Assert.Equal(("q", "ask", "sure?", """["yes"]"""), (question.Key, question.Node, question.Question.GetString(), question.AllowedAnswers!.Value.GetRawText()));

        await harness.Store.AnswerAsync(run, "q", Json.ToElement("yes"), default);
        await harness.RunDueAsync();
        var failed = (await ReadAsync(harness, read => read.FindAsync(owner, run, default))).Value;
        Assert.Equal((RunStatus.Failed, "InvalidOperationException: broken"), (failed.State, failed.Reason));
        Assert.Empty(failed.WaitingFor);

        var events = (await ReadAsync(harness, read => read.EventsAsync(owner, run, null, null, default))).Value.Items;
        Assert.Equal([(StepKind.Started, "ask"), (StepKind.Interrupted, "ask"), (StepKind.Answered, "ask"), (StepKind.Failed, "act")], events.Select(one => (one.Kind, one.Node)));
        Assert.Equal("InvalidOperationException: broken", events[3].Error);
        var history = (await HistoryAsync(harness, read => read.ListAsync(owner, run, null, null, default))).Value.Items;
        Assert.Equal("""["asked"]""", history[1].State.GetProperty("log").GetRawText());
        Assert.Equal("yes", history[2].Change.GetProperty("answer").GetString());
        Assert.Equal(["act"], history[2].Ready);
    }

    [Fact]
    public async Task Somebody_elses_run_does_not_exist()
    {
        using var harness = new RunsHarness(database, Asking());
        var run = await harness.StartAsync(Guid.NewGuid());
        await harness.RunDueAsync();
        var stranger = Guid.NewGuid();
        Assert.Equal(ErrorKind.NotFound, (await ReadAsync(harness, read => read.FindAsync(stranger, run, default))).Error!.Kind);
        Assert.Equal(ErrorKind.NotFound, (await ReadAsync(harness, read => read.EventsAsync(stranger, run, null, null, default))).Error!.Kind);
        Assert.Equal(ErrorKind.NotFound, (await HistoryAsync(harness, read => read.ListAsync(stranger, run, null, null, default))).Error!.Kind);
        Assert.False(await ReadAsync(harness, read => read.OwnsAsync(stranger, run, default)));
        Assert.Empty((await ReadAsync(harness, read => read.ListAsync(stranger, new RunFilter(), null, null, default))).Value.Items);
        await using var scope = harness.Services.CreateAsyncScope();
        Assert.Equal(ErrorKind.NotFound, (await scope.ServiceProvider.GetRequiredService<CancelRun>().ExecuteAsync(stranger, run, default)).Error!.Kind);
        Assert.Equal(ErrorKind.NotFound, (await scope.ServiceProvider.GetRequiredService<RetryRun>().ExecuteAsync(stranger, run, default)).Error!.Kind);
        Assert.Equal(RunStatus.Waiting, (await harness.FindAsync(run)).Status);
    }

    [Fact]
    public async Task Cancelling_and_retrying_say_when_they_do_not_apply()
    {
        using var harness = new RunsHarness(database, Asking());
        var owner = Guid.NewGuid();
        var run = await harness.StartAsync(owner);
        await harness.RunDueAsync();
        await using var scope = harness.Services.CreateAsyncScope();
        var (cancel, retry) = (scope.ServiceProvider.GetRequiredService<CancelRun>(), scope.ServiceProvider.GetRequiredService<RetryRun>());
        Assert.Equal("run_not_failed", (await retry.ExecuteAsync(owner, run, default)).Error!.Code);
        Assert.True((await cancel.ExecuteAsync(owner, run, default)).Value.Cancelling);
        await harness.RunDueAsync();
        Assert.Equal("run_over", (await cancel.ExecuteAsync(owner, run, default)).Error!.Code);
    }

    [Fact]
    public async Task Pages_hold_every_run_once_and_filters_are_checked()
    {
        using var harness = new RunsHarness(database, Asking());
        var owner = Guid.NewGuid();
        var started = new List<Guid>();
        for (var i = 0; i < 120; i++)
        {
            started.Add(await harness.StartAsync(owner));
            if (i % 3 == 0)
                harness.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = (await ReadAsync(harness, read => read.ListAsync(owner, new RunFilter("ready", harness.Workflow.Name), cursor, null, default))).Value;
            seen.AddRange(page.Items.Select(run => run.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal(started.Order(), seen.Order());
        Assert.Empty((await ReadAsync(harness, read => read.ListAsync(owner, new RunFilter("failed"), null, null, default))).Value.Items);
        Assert.Equal("state", (await ReadAsync(harness, read => read.ListAsync(owner, new RunFilter("3"), null, null, default))).Error!.Field);
        Assert.Equal("cursor", (await ReadAsync(harness, read => read.ListAsync(owner, new RunFilter(), "99999999999999999999-x", null, default))).Error!.Field);
    }

    [Fact]
    public async Task A_run_whose_version_is_missing_says_so()
    {
        var workflow = Asking();
        var owner = Guid.NewGuid();
        Guid run;
        using (var harness = new RunsHarness(database, workflow))
            run = await harness.StartAsync(owner);
        using var other = new RunsHarness(database, Asking());
        Assert.False((await ReadAsync(other, read => read.FindAsync(owner, run, default))).Value.Runnable);
        Assert.Equal("workflow_version_missing", (await HistoryAsync(other, read => read.ListAsync(owner, run, null, null, default))).Error!.Code);
    }
}
