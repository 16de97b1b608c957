using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Policies;
using Steward.Workflows.State;

namespace Steward.Workflows.Tests.Samples;

/// <summary>
/// 4. Time and trouble. A sleeping run is a row with a time in it. A failing node is tried again under its policy; when that is used up, the run is failed,
/// visibly, and a person can let it go on at that node.
/// </summary>
public sealed class Sample04_TimeAndTrouble
{
    static readonly Channel<string?> Sent = Channel.LastValue<string?>("sent");

    [Fact]
    public async Task A_reminder_sleeps_for_a_week_in_a_few_milliseconds()
    {
        var week = new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);
        var workflow = new WorkflowBuilder("sample.reminder", 1).Channels(Sent)
            .Node("wait", _ => NodeResult.Sleep(week))
            .Node("remind", _ => NodeResult.Next(Patch.Empty.Set(Sent, "Call Jonas")))
            .Edge("wait", "remind").Edge("remind", Workflow.End).Start("wait").Build();
        var engine = new TestEngine(workflow);

        var run = await engine.RunAsync();
        Assert.Equal(week, (await engine.FindAsync(run)).NextWake);
        await engine.PassAsync(TimeSpan.FromDays(7));

        Assert.Equal("Call Jonas", (await engine.StateAsync(run)).Get(Sent));
    }

    [Fact]
    public async Task A_dead_letter_says_why_and_goes_on_when_asked_to()
    {
        var serverIsDown = true;
        var workflow = new WorkflowBuilder("sample.trouble", 1).Channels(Sent)
            .Node("send", context => serverIsDown ? throw new IOException("the server is down") : NodeResult.Next(Patch.Empty.Set(Sent, context.Key)),
                new NodeOptions { Kind = NodeKind.External, Retry = new RetryPolicy { MaxAttempts = 3, FirstDelay = TimeSpan.FromSeconds(1) } })
            .Edge("send", Workflow.End).Start("send").Build();
        var engine = new TestEngine(workflow);
        var run = await engine.RunAsync();
        await engine.PassAsync(TimeSpan.FromSeconds(1));
        await engine.PassAsync(TimeSpan.FromSeconds(2));
        var dead = await engine.FindAsync(run);
        Assert.Equal((RunStatus.Failed, "IOException: the server is down"), (dead.Status, dead.Reason));

        serverIsDown = false;
        await engine.Store.RetryAsync(run, default);
        await engine.RunDueAsync();

        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
        // Whoever receives the call sees the same key in all four attempts.
        Assert.Equal($"{run:N}-1", (await engine.StateAsync(run)).Get(Sent));
    }
}
