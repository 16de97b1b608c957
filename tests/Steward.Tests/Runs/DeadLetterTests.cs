using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Runs;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Policies;
using Steward.Workflows.State;

namespace Steward.Tests.Runs;

public sealed class DeadLetterTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static Workflow Sending() => RunsHarness.Builder()
        .Node("send", context => context.State.Get(RunsHarness.Answer) is { } to ? NodeResult.Next(Patch.Empty.Add(RunsHarness.Log, $"sent {to}")) : throw new FormatException("no address"),
            new NodeOptions { Retry = RetryPolicy.Once })
        .Edge("send", Workflow.End).Start("send").Build();

    static async Task<Result<RunView>> DoAsync<THandler>(RunsHarness harness, Func<THandler, Task<Result<RunView>>> call) where THandler : notnull
    {
        await using var scope = harness.Services.CreateAsyncScope();
        return await call(scope.ServiceProvider.GetRequiredService<THandler>());
    }

    [Fact]
    public async Task A_dead_letter_is_retried_with_a_changed_state_by_its_owner_only()
    {
        using var harness = new RunsHarness(database, Sending());
        var owner = Guid.NewGuid();
        var run = await harness.StartAsync(owner);
        await harness.RunDueAsync();
        var wrong = await DoAsync<RetryRun>(harness, retry => retry.ExecuteAsync(owner, run, default, Json.ToElement(new { addres = "ada@example.org" })));
        Assert.Equal(("state", $"The workflow {harness.Workflow.Name} has no channel 'addres'."), (wrong.Error!.Field, wrong.Error.Detail));
        Assert.Equal("This is no value for the channel 'log'.", (await DoAsync<RetryRun>(harness, retry => retry.ExecuteAsync(owner, run, default, Json.ToElement(new { log = 7 })))).Error!.Detail);
        Assert.Equal("invalid", (await DoAsync<RetryRun>(harness, retry => retry.ExecuteAsync(owner, run, default, Json.ToElement("x")))).Error!.Code);
        Assert.Equal(ErrorKind.NotFound, (await DoAsync<RetryRun>(harness, retry => retry.ExecuteAsync(Guid.NewGuid(), run, default))).Error!.Kind);

        var retried = await DoAsync<RetryRun>(harness, retry => retry.ExecuteAsync(owner, run, default, Json.ToElement(new { answer = "ada@example.org" })));
        Assert.Equal(RunStatus.Ready, retried.Value.State);
        await harness.RunDueAsync();
        Assert.Equal(["sent ada@example.org"], await harness.LogAsync(run));
        Assert.Equal("run_not_failed", (await DoAsync<RetryRun>(harness, retry => retry.ExecuteAsync(owner, run, default))).Error!.Code);
    }

    [Fact]
    public async Task A_dead_letter_is_dropped_by_its_owner_only_and_says_what_it_was()
    {
        using var harness = new RunsHarness(database, Sending());
        var owner = Guid.NewGuid();
        var run = await harness.StartAsync(owner);
        Assert.Equal("run_not_failed", (await DoAsync<DropRun>(harness, drop => drop.ExecuteAsync(owner, run, default))).Error!.Code);
        await harness.RunDueAsync();
        Assert.Equal(ErrorKind.NotFound, (await DoAsync<DropRun>(harness, drop => drop.ExecuteAsync(Guid.NewGuid(), run, default))).Error!.Kind);
        var dropped = (await DoAsync<DropRun>(harness, drop => drop.ExecuteAsync(owner, run, default))).Value;
        Assert.Equal((RunStatus.Cancelled, "Dropped after: FormatException: no address", false), (dropped.State, dropped.Reason, dropped.Cancelling));
        Assert.NotNull(dropped.FinishedAt);
    }

    [Fact]
    public async Task A_run_shows_itself_as_cancelling_until_its_compensations_are_done()
    {
        using var harness = new RunsHarness(database, RunsHarness.Builder()
            .Node("book", _ => NodeResult.Next(Patch.Empty.Add(RunsHarness.Log, "book"))).Node("wait", _ => NodeResult.Sleep(DateTimeOffset.MaxValue))
            .Edge("book", "wait").Edge("wait", Workflow.End).Compensate("book", _ => NodeResult.Next(Patch.Empty.Add(RunsHarness.Log, "undo"))).Start("book").Build());
        var owner = Guid.NewGuid();
        var run = await harness.StartAsync(owner);
        await harness.RunDueAsync();
        foreach (var _ in new[] { "first", "again" })
            Assert.True((await DoAsync<CancelRun>(harness, cancel => cancel.ExecuteAsync(owner, run, default))).Value is { State: RunStatus.Ready, Cancelling: true });
        await harness.RunDueAsync();
        Assert.Equal(["book", "undo"], await harness.LogAsync(run));
        Assert.Equal("run_over", (await DoAsync<CancelRun>(harness, cancel => cancel.ExecuteAsync(owner, run, default))).Error!.Code);
    }
}
