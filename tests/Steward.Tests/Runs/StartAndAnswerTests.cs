using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Runs;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;

namespace Steward.Tests.Runs;

public sealed class StartAndAnswerTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static Workflow Asking() => RunsHarness.Builder()
        .Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", Json.ToElement("sure?")), answerInto: RunsHarness.Answer))
        .Node("act", context => NodeResult.Next(Patch.Empty.Add(RunsHarness.Log, context.Answer!.Value.GetString()!)))
        .Edge("ask", "act").Edge("act", Workflow.End).Start("ask").Build();

    [Fact]
    public async Task A_start_exists_only_if_the_callers_transaction_commits()
    {
        using var harness = new RunsHarness(database, Asking());
        foreach (var commit in new[] { false, true })
        {
            var id = Guid.NewGuid();
            await using (var scope = harness.Services.CreateAsyncScope())
            {
                var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
                await using var transaction = await db.Database.BeginTransactionAsync();
                var start = scope.ServiceProvider.GetRequiredService<StartRun>();
                Assert.True((await start.ExecuteAsync(new StartRunRequest(id, Guid.NewGuid(), harness.Workflow.Name, Patch.Empty), default)).Created);
                Assert.False((await start.ExecuteAsync(new StartRunRequest(id, Guid.NewGuid(), harness.Workflow.Name, Patch.Empty), default)).Created);
                if (commit)
                    await transaction.CommitAsync();
            }
            Assert.Equal(commit, await harness.Store.FindAsync(id, default) is not null);
        }
    }

    [Fact]
    public async Task A_staged_start_is_stored_by_the_callers_save_and_repeats_do_nothing()
    {
        using var harness = new RunsHarness(database, Asking());
        var request = new StartRunRequest(Guid.NewGuid(), Guid.NewGuid(), harness.Workflow.Name, Patch.Empty.Add(RunsHarness.Log, new string('x', 40_000)));
        foreach (var expected in new[] { true, false })
        {
            await using var scope = harness.Services.CreateAsyncScope();
            var start = scope.ServiceProvider.GetRequiredService<StartRun>();
            Assert.Equal(expected, (await start.ExecuteAsync(request, default)).Created);
            Assert.False((await start.ExecuteAsync(request, default)).Created);
            await scope.ServiceProvider.GetRequiredService<StewardDbContext>().SaveChangesAsync();
        }
        Assert.Equal(40_000, (await harness.LogAsync(request.Id))[0].Length);
    }

    [Fact]
    public async Task Starting_what_is_not_registered_is_a_bug_of_the_caller()
    {
        using var harness = new RunsHarness(database, Asking());
        await using var scope = harness.Services.CreateAsyncScope();
        var start = scope.ServiceProvider.GetRequiredService<StartRun>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => start.ExecuteAsync(new StartRunRequest(Guid.NewGuid(), Guid.NewGuid(), "no.such", Patch.Empty), default));
        var alien = Channel.Counter("alien");
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => start.ExecuteAsync(new StartRunRequest(Guid.NewGuid(), Guid.NewGuid(), harness.Workflow.Name, Patch.Empty.Add(alien, 1)), default));
    }

    [Fact]
    public async Task An_answer_inside_a_transaction_counts_only_if_it_commits()
    {
        using var harness = new RunsHarness(database, Asking());
        var run = await harness.StartAsync();
        await harness.RunDueAsync();
        Assert.Equal(AnswerResult.Answered, await InTransactionAsync("rolled back", commit: false));
        await harness.RunDueAsync();
        Assert.Equal(RunStatus.Waiting, (await harness.FindAsync(run)).Status);
        Assert.Equal(AnswerResult.Answered, await InTransactionAsync("committed", commit: true));
        await harness.RunDueAsync();
        Assert.Equal(["committed"], await harness.LogAsync(run));

        async Task<AnswerResult> InTransactionAsync(string answer, bool commit)
        {
            await using var scope = harness.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var outcome = await scope.ServiceProvider.GetRequiredService<AnswerInterrupt>().ExecuteAsync(run, "q", Json.ToElement(answer), default);
            if (commit)
                await transaction.CommitAsync();
            return outcome.Result;
        }
    }

    [Fact]
    public async Task A_hundred_answers_at_once_in_a_hundred_transactions_give_one_effect()
    {
        using var harness = new RunsHarness(database, Asking());
        var run = await harness.StartAsync();
        await harness.RunDueAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
        {
            await using var scope = harness.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<AnswerInterrupt>().ExecuteAsync(run, "q", Json.ToElement($"{i}"), default);
        })));
        await harness.RunDueAsync();
        var winner = Assert.Single(outcomes, outcome => outcome.Result == AnswerResult.Answered).Stored!.Value.GetString();
        Assert.All(outcomes, outcome => Assert.Equal(winner, outcome.Stored!.Value.GetString()));
        Assert.Equal([winner!], await harness.LogAsync(run));
    }

    [Fact]
    public async Task A_step_that_answers_another_run_and_a_person_who_answers_it_do_not_deadlock()
    {
        // The answering step stages a row first and locks the run last, like everybody.
        var asking = Asking();
        using var harness = new RunsHarness(database, asking);
        for (var round = 0; round < 10; round++)
        {
            var run = await harness.StartAsync();
            await harness.RunDueAsync();
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            {
                await using var scope = harness.Services.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
                await using var transaction = await db.Database.BeginTransactionAsync();
                scope.ServiceProvider.GetRequiredService<Outbox>().Stage("test.deadlock", i);
                await db.SaveChangesAsync();
                var outcome = await scope.ServiceProvider.GetRequiredService<AnswerInterrupt>().ExecuteAsync(run, "q", Json.ToElement($"{i}"), default);
                await transaction.CommitAsync();
                return outcome.Result;
            })).Append(Task.Run(async () =>
            {
                await harness.RunDueAsync();
                return AnswerResult.AlreadyAnswered;
            })));
            Assert.Single(outcomes, outcome => outcome == AnswerResult.Answered);
        }
    }
}
