using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Runs;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Events;
using Steward.Workflows.Policies;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Tests.Runs;

/// <summary>A step's checkpoint and all that it does to the database are one commit.</summary>
public sealed class StepTransactionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    readonly string type = $"test.{Guid.NewGuid():N}";

    static NodeOptions Kind(NodeKind kind, int attempts = 3) =>
        new() { Kind = kind, Retry = new RetryPolicy { MaxAttempts = attempts, FirstDelay = TimeSpan.FromSeconds(1), Jitter = 0 } };

    void StageMessage(NodeContext context) => context.Services.GetRequiredService<Outbox>().Stage(type, context.Key);

    Workflow OneNode(NodeHandler handler, NodeOptions options) =>
        RunsHarness.Builder().Node("work", handler, options).Edge("work", Workflow.End).Start("work").Build();

    [Theory]
    [InlineData(NodeKind.Pure)]
    [InlineData(NodeKind.Transactional)]
    [InlineData(NodeKind.External)]
    public async Task What_a_node_stages_is_committed_with_its_checkpoint(NodeKind kind)
    {
        using var harness = new RunsHarness(database, OneNode((context, _) =>
        {
            StageMessage(context);
            return ValueTask.FromResult(NodeResult.Next());
        }, Kind(kind)));
        await harness.StartAsync();
        Assert.Equal(0, await RunsHarness.MessagesAsync(database, type));
        await harness.RunDueAsync();
        Assert.Equal(1, await RunsHarness.MessagesAsync(database, type));
    }

    [Fact]
    public async Task A_step_that_is_stored_while_its_run_is_being_deleted_goes_with_it()
    {
        using var harness = new RunsHarness(database, OneNode((_, _) => ValueTask.FromResult(NodeResult.Next()), Kind(NodeKind.Pure)));
        var run = await harness.StartAsync();
        await using var connection = await database.Source.OpenConnectionAsync();
        await using (var deletion = await connection.BeginTransactionAsync())
        {
            // As a person is erased: first the steps, and before it comes to the run another one is stored.
            await DeleteAsync("DELETE FROM runs.steps WHERE run_id = $1");
            await harness.RunDueAsync();
            Assert.Equal(RunStatus.Completed, (await harness.FindAsync(run)).Status);
            await DeleteAsync("DELETE FROM runs.runs WHERE id = $1");
            await deletion.CommitAsync();
        }
        Assert.Null(await harness.Store.FindAsync(run, default));
        await using var db = database.Context();
        Assert.Equal(0, await db.Set<Steward.Runs.Store.StepRow>().CountAsync(step => step.RunId == run));

        async Task DeleteAsync(string text)
        {
            await using var command = new Npgsql.NpgsqlCommand(text, connection) { Parameters = { new() { Value = run } } };
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task Who_lost_the_run_commits_none_of_what_it_staged()
    {
        var inside = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        var first = true;
        using var harness = new RunsHarness(database, OneNode(async (context, _) =>
        {
            StageMessage(context);
            if (first)
            {
                first = false;
                inside.SetResult();
                await gate.Task;
            }
            return NodeResult.Next(Patch.Empty.Add(RunsHarness.Log, "done"));
        }, Kind(NodeKind.Transactional)));
        var run = await harness.StartAsync();
        var zombie = Assert.Single(await harness.ClaimAsync());
        using var control = new RunControl(default);
        var sleeping = harness.Loop.RunAsync(zombie, harness.Workflow, control);
        await inside.Task;
        harness.Clock.Advance(TimeSpan.FromSeconds(31));
        await harness.RunDueAsync();
        gate.SetResult();

        Assert.Equal(RunExit.Lost, await sleeping);
        Assert.Equal(1, await RunsHarness.MessagesAsync(database, type));
        Assert.Equal(["done"], await harness.LogAsync(run));
    }

    [Fact]
    public async Task A_failed_attempt_leaves_nothing_behind_not_even_what_it_wrote_at_once()
    {
        var attempts = 0;
        using var harness = new RunsHarness(database, OneNode(async (context, cancel) =>
        {
            var db = context.Services.GetRequiredService<StewardDbContext>();
            StageMessage(context);
            await db.SaveChangesAsync(cancel);
            return ++attempts < 3 ? throw new InvalidOperationException("not yet") : NodeResult.Next(Patch.Empty.Add(RunsHarness.Log, $"attempt {context.Attempt}"));
        }, Kind(NodeKind.Transactional)));
        var run = await harness.StartAsync();
        await harness.RunDueAsync();
        Assert.Equal((RunStatus.Waiting, 0), ((await harness.FindAsync(run)).Status, await RunsHarness.MessagesAsync(database, type)));
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        await harness.RunDueAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(2));
        await harness.RunDueAsync();
        Assert.Equal(["attempt 3"], await harness.LogAsync(run));
        Assert.Equal(1, await RunsHarness.MessagesAsync(database, type));
    }

    [Fact]
    public async Task Work_that_the_database_refuses_is_a_failed_attempt_and_then_a_visible_failure()
    {
        using var harness = new RunsHarness(database, OneNode((context, _) =>
        {
            context.Services.GetRequiredService<StewardDbContext>().Add(new OutboxRow { Type = null!, Body = Json.ToElement(1) });
            return ValueTask.FromResult(NodeResult.Next());
        }, Kind(NodeKind.Pure, attempts: 2)));
        var run = await harness.StartAsync();
        await harness.RunDueAsync();
        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        await harness.RunDueAsync();
        var found = await harness.FindAsync(run);
        Assert.Equal(RunStatus.Failed, found.Status);
        Assert.Contains("null", found.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Observers_see_each_transition_and_their_work_is_part_of_the_step()
    {
        var workflow = RunsHarness.Builder()
            .Node("a", context => context.Attempt == 1 ? throw new InvalidOperationException("once") : NodeResult.Next(), Kind(NodeKind.Pure))
            .Node("b", _ => NodeResult.Next())
            .Edge("a", "b").Edge("b", Workflow.End).Start("a").Build();
        using var harness = new RunsHarness(database, workflow, services => services.AddRunObserver<LiveObserver>(workflow.Name));
        var owner = Guid.NewGuid();
        await harness.StartAsync(owner);
        await harness.RunDueAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        await harness.RunDueAsync();

        await using var db = database.Context();
        var seen = await db.Set<LiveEvent>().Where(e => e.PersonId == owner).OrderBy(e => e.Seq).ToListAsync();
        Assert.Equal(["retrying a waiting", "finished a running then b", "finished b completed"], seen.Select(e => e.Data.GetString()));
    }

    sealed class LiveObserver : IRunObserver
    {
        public ValueTask OnTransitionAsync(RunTransition transition, IServiceProvider services, CancellationToken cancel)
        {
            var next = transition.Next.Count == 0 ? "" : " then " + string.Join(',', transition.Next);
            services.GetRequiredService<LiveEvents>().Stage(
                transition.OwnerId, "step_updated", transition.RunId, $"{transition.Kind} {transition.Node} {transition.Status}{next}".ToLowerInvariant());
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task An_observer_that_fails_costs_an_attempt_but_never_the_record_of_the_failure()
    {
        var workflow = OneNode((_, _) => ValueTask.FromResult(NodeResult.Next()), Kind(NodeKind.Pure, attempts: 1));
        using var harness = new RunsHarness(database, workflow, services => services.AddRunObserver<BrokenObserver>(workflow.Name));
        var run = await harness.StartAsync();
        await harness.RunDueAsync();
        var found = await harness.FindAsync(run);
        Assert.Equal((RunStatus.Failed, "ArithmeticException: broken observer"), (found.Status, found.Reason));
    }

    sealed class BrokenObserver : IRunObserver
    {
        public ValueTask OnTransitionAsync(RunTransition transition, IServiceProvider services, CancellationToken cancel) => throw new ArithmeticException("broken observer");
    }
}
