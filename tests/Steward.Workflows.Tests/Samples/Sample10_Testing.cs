using System.Collections.Immutable;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Policies;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Tests.Samples;

/// <summary>
/// 10. Testing a workflow. The engine has no clock, no chance and no thread of its own: with the in-memory store and a clock that only the test moves, weeks pass in
/// milliseconds, and a process can die after any step.
/// </summary>
public sealed class Sample10_Testing
{
    static readonly Channel<ImmutableList<string>> Calls = Channel.Append<string>("calls");

    static Workflow Reminding(TimeProvider clock, Func<bool> works) => new WorkflowBuilder("sample.reminding", 1).Channels(Calls)
        .Node("wait", _ => NodeResult.Sleep(clock.GetUtcNow().AddDays(7)))
        .Node("call", context => works() ? NodeResult.Next(Patch.Empty.Add(Calls, $"attempt {context.Attempt}")) : throw new IOException("busy"),
            new NodeOptions { Kind = NodeKind.External, Retry = new RetryPolicy { FirstDelay = TimeSpan.FromMinutes(1), MaxDelay = TimeSpan.FromHours(1), Jitter = 0 } })
        .Edge("wait", "call").Conditional("call", state => state.Get(Calls).Count < 3 ? "wait" : Workflow.End, "wait", Workflow.End)
        .Start("wait").Build();

    [Fact]
    public async Task Three_weeks_and_two_failed_attempts_pass_in_no_time()
    {
        var (clock, failures) = (new TestClock(), 2);
        var engine = new TestEngine(Reminding(clock, () => failures-- <= 0), clock: clock);
        var run = await engine.RunAsync();

        await engine.PassAsync(TimeSpan.FromDays(7));
        await engine.PassAsync(TimeSpan.FromMinutes(1));
        await engine.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(["attempt 3"], (await engine.StateAsync(run)).Get(Calls));
        await engine.PassAsync(TimeSpan.FromDays(7));
        await engine.PassAsync(TimeSpan.FromDays(7));

        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
        Assert.Equal(["attempt 3", "attempt 1", "attempt 1"], (await engine.StateAsync(run)).Get(Calls));
    }

    [Fact]
    public async Task A_holder_that_dies_after_any_step_changes_nothing_in_the_end()
    {
        var clock = new TestClock();
        var engine = new TestEngine(Reminding(clock, () => true), clock: clock);
        var run = await engine.StartAsync();

        for (var deaths = 0; await engine.StatusAsync(run) != RunStatus.Completed; deaths++)
        {
            Assert.InRange(deaths, 0, 20);
            foreach (var lease in await engine.ClaimAsync())
            {
                // Lets go after one commit and is never heard of again; its lease runs out.
                using var control = new RunControl(CancellationToken.None);
                await engine.Loop(afterCommit: control.Drain).RunAsync(lease, engine.Workflow, control);
            }
            clock.Advance(TimeSpan.FromDays(7));
        }

        Assert.Equal(["call", "call", "call"], (await engine.PathAsync(run)).Where(node => node == "call"));
        Assert.Empty(RunReplay.Differences(engine.Workflow, (await engine.Store.HistoryAsync(run, default))!, engine.Codec));
    }
}
