using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Runs;
using Steward.Runs.Reading;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;

namespace Steward.Tests.Runs;

public sealed class ForkAndMigrateTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static WorkflowBuilder Asking(string name, int version) => new WorkflowBuilder(name, version).Channels(RunsHarness.Log, RunsHarness.Answer)
        .Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", Json.ToElement("sure?")), Patch.Empty.Add(RunsHarness.Log, "asked"), RunsHarness.Answer))
        .Node("act", context => NodeResult.Next(Patch.Empty.Add(RunsHarness.Log, $"{version}: {context.Answer}")))
        .Edge("ask", "act").Edge("act", Workflow.End).Start("ask");

    static async Task<T> WithAsync<TService, T>(RunsHarness harness, Func<TService, Task<T>> call) where TService : notnull
    {
        await using var scope = harness.Services.CreateAsyncScope();
        return await call(scope.ServiceProvider.GetRequiredService<TService>());
    }

    [Fact]
    public async Task A_fork_is_its_owners_shows_its_origin_and_is_made_once_per_id()
    {
        using var harness = new RunsHarness(database, Asking($"fork.{Guid.NewGuid():N}", 1).Build());
        var owner = Guid.NewGuid();
        var run = await harness.StartAsync(owner);
        await harness.RunDueAsync();
        Task<Result<RunView>> Fork(ForkRunRequest request) => WithAsync<ForkRun, Result<RunView>>(harness, fork => fork.ExecuteAsync(request, default));

        Assert.Equal(ErrorKind.NotFound, (await Fork(new(Guid.NewGuid(), run, 1))).Error!.Kind);
        Assert.Equal(("seq", "The run has no step 9."), ((await Fork(new(owner, run, 9))).Error!.Field, (await Fork(new(owner, run, 9))).Error!.Detail));
        Assert.Equal("state", (await Fork(new(owner, run, 1, Json.ToElement(new { nothing = 1 })))).Error!.Field);
        Assert.Equal("not_forked", (await Fork(new(owner, run, 1, NewId: run))).Error!.Code);

        var id = Guid.NewGuid();
        foreach (var _ in new[] { "first", "again" })
            Assert.Equal((id, new RunOrigin(run, 1)), ((await Fork(new(owner, run, 1, Json.ToElement(new { log = new[] { "changed" } }), id))).Value.Id, (await Fork(new(owner, run, 1, NewId: id))).Value.Origin));
        await harness.RunDueAsync();
        var view = (await WithAsync<ReadRuns, Result<RunView>>(harness, read => read.FindAsync(owner, id, default))).Value;
        Assert.Equal(("q", "ask", "sure?"), (Assert.Single(view.WaitingFor).Key, view.WaitingFor[0].Node, view.WaitingFor[0].Question.GetString()));
        await harness.Store.AnswerAsync(id, "q", Json.ToElement("yes"), default);
        await harness.RunDueAsync();
        Assert.Equal(["changed", "1: yes"], await harness.LogAsync(id));
        Assert.Equal(RunStatus.Waiting, (await harness.FindAsync(run)).Status);

        var diff = (await WithAsync<ReadHistory, Result<RunDiff>>(harness, read => read.DiffAsync(owner, id, 0, 2, default))).Value;
        Assert.Equal([("answer", "yes"), ("log", """["changed","1: yes"]""")], diff.Changes.Select(change => (change.Channel, change.After!.Value.ToString())));
        Assert.Equal(ErrorKind.NotFound, (await WithAsync<ReadHistory, Result<RunDiff>>(harness, read => read.DiffAsync(Guid.NewGuid(), id, 0, 2, default))).Error!.Kind);
        Assert.Equal("run_unreadable", (await WithAsync<ReadHistory, Result<RunDiff>>(harness, read => read.DiffAsync(owner, id, 0, 99, default))).Error!.Code);
    }

    [Fact]
    public async Task Runs_are_moved_one_by_one_or_all_together_and_what_cannot_be_is_listed()
    {
        var name = $"migrate.{Guid.NewGuid():N}";
        var (old, target) = (Asking(name, 1).Build(), Asking(name, 2).Build());
        using var harness = new RunsHarness(database, old, services =>
        {
            services.AddWorkflow(target);
            services.AddWorkflowMigration(new WorkflowMigration(old, target));
        });
        var owner = Guid.NewGuid();
        async Task<Guid> StartAsync()
        {
            await using var scope = harness.Services.CreateAsyncScope();
            var id = Guid.NewGuid();
            await scope.ServiceProvider.GetRequiredService<StartRun>().ExecuteAsync(new(id, owner, name, Patch.Empty, Version: 1), default);
            await scope.ServiceProvider.GetRequiredService<StewardDbContext>().SaveChangesAsync();
            return id;
        }
        var (one, other, held) = (await StartAsync(), await StartAsync(), Guid.Empty);
        await harness.RunDueAsync();
        held = await StartAsync();
        Assert.Equal(held, Assert.Single(await harness.ClaimAsync()).RunId);

        Task<Result<RunView>> Move(Guid person, Guid run, int version) => WithAsync<MigrateRuns, Result<RunView>>(harness, migrate => migrate.ExecuteAsync(person, run, version, default));
        Assert.Equal(ErrorKind.NotFound, (await Move(Guid.NewGuid(), one, 2)).Error!.Kind);
        Assert.Equal("toVersion", (await Move(owner, one, 3)).Error!.Field);
        Assert.Equal("not_migrated", (await Move(owner, held, 2)).Error!.Code);
        Assert.Equal(2, (await Move(owner, one, 2)).Value.Version);

        var report = (await WithAsync<MigrateRuns, Result<MigrationReport>>(harness, migrate => migrate.ExecuteAllAsync(name, 1, 2, default))).Value;
        Assert.Equal((1, held), (report.Migrated, Assert.Single(report.Refused).RunId));
        Assert.Equal("toVersion", (await WithAsync<MigrateRuns, Result<MigrationReport>>(harness, migrate => migrate.ExecuteAllAsync(name, 2, 1, default))).Error!.Field);

        foreach (var run in new[] { one, other })
            await harness.Store.AnswerAsync(run, "q", Json.ToElement("yes"), default);
        using var next = new RunsHarness(database, target);
        await next.RunDueAsync();
        Assert.Equal(["asked", "2: yes"], await next.LogAsync(one));
        var history = (await WithAsync<ReadHistory, Result<Page<Checkpoint>>>(harness, read => read.ListAsync(owner, other, null, null, default))).Value.Items;
        Assert.Equal(5, history.Count);
    }
}
