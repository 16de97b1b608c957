using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Actions.Execution;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Actions;

/// <summary>The executor as it runs in the product: in the background, woken by the database.</summary>
public sealed class ExecutorServiceTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_decision_reaches_the_executor_of_another_node_well_before_the_poll()
    {
        await using var world = await World.CreateAsync(database);
        await using var node = database.Services(s => { World.Register(s); s.AddSingleton(world.Outside); });
        var notifications = node.GetRequiredService<Notifications>();
        var executor = node.GetRequiredService<ActionExecutor>();
        await notifications.StartAsync(CancellationToken.None);
        await executor.StartAsync(CancellationToken.None);
        var delays = new List<double>();
        for (var i = 0; i < 15; i++)
        {
            var proposal = await world.ProposeTextAsync($"text {i}");
            var called = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            world.Outside.Before = _ => { called.TrySetResult(Stopwatch.GetTimestamp()); return Task.CompletedTask; };
            await world.ApproveAsync(proposal);
            var decided = Stopwatch.GetTimestamp();
            delays.Add(Stopwatch.GetElapsedTime(decided, await called.Task.WaitAsync(TimeSpan.FromSeconds(20))).TotalMilliseconds);
        }
        await executor.StopAsync(CancellationToken.None);
        await notifications.StopAsync(CancellationToken.None);
        Assert.Equal(15, world.Outside.Effects.Count);
        delays.Sort();
        // The poll alone would take half a second in the middle. How fast it is on an idle machine is the benchmark's business, not a test's.
        Assert.True(delays[7] < 300, $"Median of decision to execution is {delays[7]:F1} ms");
        TestContext.Current.TestOutputHelper?.WriteLine($"decision to execution: p50 {delays[7]:F1} ms, worst {delays[^1]:F1} ms");
    }

    [Fact]
    public async Task Stopping_takes_nothing_new_and_waits_for_what_is_under_way()
    {
        await using var world = await World.CreateAsync(database);
        var notifications = world.Services.GetRequiredService<Notifications>();
        var executor = world.Services.GetRequiredService<ActionExecutor>();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Outside.Before = async _ => { begun.TrySetResult(); await release.Task; };
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        await notifications.StartAsync(CancellationToken.None);
        await executor.StartAsync(CancellationToken.None);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(20));

        var stopping = executor.StopAsync(CancellationToken.None);
        var late = await world.ProposeTextAsync("late");
        await world.ApproveAsync(late);
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping;
        await notifications.StopAsync(CancellationToken.None);
        Assert.Equal(ProposalState.Done, (await world.GetAsync(proposal)).State);
        Assert.Equal(ProposalState.Approved, (await world.GetAsync(late)).State);
    }
}
