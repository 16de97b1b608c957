using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Policies;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Tests.Stepping;

public sealed class RunLoopTests
{
    static readonly Channel<ImmutableList<string>> Log = Channel.Append<string>("log");
    static readonly Channel<string?> Last = Channel.LastValue<string?>("last");

    static WorkflowBuilder Builder() => new WorkflowBuilder("loop", 1).Channels(Log, Last);

    static NodeResult Say(string word) => NodeResult.Next(Patch.Empty.Add(Log, word));

    static async Task<(RunSummary Summary, ImmutableList<string> Log)> RunAsync(Workflow workflow)
    {
        var engine = new TestEngine(workflow);
        var run = await engine.RunAsync();
        return (await engine.FindAsync(run), (await engine.StateAsync(run)).Get(Log));
    }

    [Fact]
    public async Task A_loop_beyond_its_limit_fails_and_names_the_node()
    {
        var workflow = Builder().Node("again", _ => Say("x"), new NodeOptions { MaxVisits = 3 })
            .Conditional("again", _ => "again", "again", Workflow.End).Start("again").Build();
        var (summary, log) = await RunAsync(workflow);
        Assert.Equal((RunStatus.Failed, "The loop through 'again' reached its limit of 3."), (summary.Status, summary.Reason));
        Assert.Equal(3, log.Count);
    }

    [Fact]
    public async Task All_loops_together_have_a_limit_too()
    {
        var workflow = Builder().Node("again", _ => Say("x")).Conditional("again", _ => "again", "again", Workflow.End).Start("again").MaxSteps(7).Build();
        var (summary, log) = await RunAsync(workflow);
        Assert.Equal((RunStatus.Failed, 7), (summary.Status, log.Count));
        Assert.Contains("limit of 7 steps, at 'again'", summary.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parallel_branches_that_write_different_values_fail_the_run_and_both_are_named()
    {
        var workflow = Builder().Node("fork", _ => NodeResult.Next())
            .Node("x", _ => NodeResult.Next(Patch.Empty.Set(Last, "x"))).Node("y", _ => NodeResult.Next(Patch.Empty.Set(Last, "y")))
            .Edge("fork", "x").Edge("fork", "y").Edge("x", Workflow.End).Edge("y", Workflow.End).Start("fork").Build();
        var (summary, _) = await RunAsync(workflow);
        Assert.Equal("'x' and 'y' both write 'last' in the same step, and it cannot hold both.", summary.Reason);
    }

    [Fact]
    public async Task Branches_of_a_super_step_do_not_see_each_others_patches()
    {
        var workflow = Builder().Node("fork", _ => NodeResult.Next())
            .Node("x", context => Say($"x saw {context.State.Get(Log).Count}")).Node("y", context => Say($"y saw {context.State.Get(Log).Count}"))
            .Node("z", context => Say($"z saw {context.State.Get(Log).Count}"))
            .Edge("fork", "x").Edge("fork", "y").Join("z", "x", "y").Edge("z", Workflow.End).Start("fork").Build();
        Assert.Equal(["x saw 0", "y saw 0", "z saw 2"], (await RunAsync(workflow)).Log);
    }

    [Fact]
    public async Task A_join_waits_for_branches_of_different_length_and_a_plain_meeting_does_not()
    {
        var joined = Builder().Node("fork", _ => NodeResult.Next()).Node("short", _ => Say("short")).Node("long1", _ => Say("long1")).Node("long2", _ => Say("long2")).Node("meet", _ => Say("meet"))
            .Edge("fork", "short").Edge("fork", "long1").Edge("long1", "long2").Join("meet", "short", "long2").Edge("meet", Workflow.End).Start("fork").Build();
        Assert.Equal(["short", "long1", "long2", "meet"], (await RunAsync(joined)).Log);
        var plain = Builder().Node("fork", _ => NodeResult.Next()).Node("short", _ => Say("short")).Node("long1", _ => Say("long1")).Node("long2", _ => Say("long2")).Node("meet", _ => Say("meet"))
            .Edge("fork", "short").Edge("fork", "long1").Edge("long1", "long2").Edge("short", "meet").Edge("long2", "meet").Edge("meet", Workflow.End).Start("fork").Build();
        Assert.Equal(["short", "long1", "long2", "meet", "meet"], (await RunAsync(plain)).Log.OrderBy(word => Array.IndexOf(["short", "long1", "long2", "meet"], word)));
    }

    [Fact]
    public async Task A_join_inside_of_a_for_each_awaits_each_item_by_itself()
    {
        // Two items are equal, and of each the quick branch has arrived before any slow one.
        var workflow = Builder().Node("list", _ => NodeResult.Next()).Node("split", _ => NodeResult.Next()).Node("quick", _ => NodeResult.Next())
            .Node("slow", context => NodeResult.Interrupt(new InterruptRequest(context.Key, JsonElement.Parse("1"))))
            .Node("meet", context => Say($"met {context.Input}")).Node("after", _ => Say("after"))
            .ForEach("list", _ => new[] { 7, 8, 7 }, "split", "after").Edge("split", "quick").Edge("split", "slow").Join("meet", "quick", "slow").Edge("meet", "after")
            .Edge("after", Workflow.End).Start("list").Build();
        var engine = new TestEngine(workflow);
        var run = await engine.RunAsync();
        foreach (var question in (await engine.Store.QuestionsAsync(run, default)).Reverse())
            await engine.AnswerAsync(run, question.Request.Key, 1);
        Assert.Equal((RunStatus.Completed, null), ((await engine.FindAsync(run)).Status, (await engine.FindAsync(run)).Reason));
        Assert.Equal(["met 7", "met 8", "met 7", "after"], (await engine.StateAsync(run)).Get(Log));
    }

    [Fact]
    public async Task A_join_whose_predecessor_was_not_chosen_fails_the_run_and_names_both()
    {
        var workflow = Builder().Node("fork", _ => NodeResult.Next()).Node("sure", _ => Say("sure")).Node("maybe", _ => Say("maybe")).Node("meet", _ => Say("meet"))
            .Edge("fork", "sure").Conditional("fork", _ => Workflow.End, "maybe", Workflow.End).Join("meet", "sure", "maybe").Edge("meet", Workflow.End).Start("fork").Build();
        Assert.Equal((RunStatus.Failed, "Nothing is left to run, and the join 'meet' still waits for 'maybe'."), ((await RunAsync(workflow)).Summary.Status, (await RunAsync(workflow)).Summary.Reason));
    }

    [Fact]
    public async Task An_outcome_must_be_declared_and_there_is_one_per_run()
    {
        static Workflow Ending(string x, string? y, params string[] declared) => Builder().Outcomes(declared).Node("fork", _ => NodeResult.Next())
            .Node("x", _ => NodeResult.Done(null, x)).Node("y", _ => y is null ? NodeResult.Next() : NodeResult.Done(null, y))
            .Edge("fork", "x").Edge("fork", "y").Edge("x", Workflow.End).Edge("y", Workflow.End).Start("fork").Build();
        var (sent, _) = await RunAsync(Ending("sent", null, "sent", "refused"));
        Assert.Equal((RunStatus.Completed, "sent", null), (sent.Status, sent.Outcome, sent.Reason));
        Assert.Equal("sent", (await RunAsync(Ending("sent", "sent", "sent"))).Summary.Outcome);
        var (two, _) = await RunAsync(Ending("sent", "refused", "sent", "refused"));
        Assert.Equal((RunStatus.Failed, null, "'x' and 'y' both end the run in the same step, as 'sent' and as 'refused'."), (two.Status, two.Outcome, two.Reason?.Split(": ")[^1]));
        Assert.Contains("add Outcomes(\"sent\")", (await RunAsync(Ending("sent", null))).Summary.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Done_ends_the_run_and_closes_what_waits()
    {
        var workflow = Builder().Node("fork", _ => NodeResult.Next())
            .Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", JsonElement.Parse("1"))))
            .Node("stop", _ => NodeResult.Done(Patch.Empty.Add(Log, "stopped")))
            .Edge("fork", "ask").Edge("fork", "stop").Edge("ask", Workflow.End).Edge("stop", Workflow.End).Start("fork").Build();
        var engine = new TestEngine(workflow);
        var run = await engine.RunAsync();
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
        Assert.Equal(AnswerResult.Closed, (await engine.AnswerAsync(run, "q", 1)).Result);
    }

    [Fact]
    public async Task Goto_and_send_lead_where_they_are_declared_to()
    {
        var workflow = Builder()
            .Node("route", _ => NodeResult.Goto(Patch.Empty.Add(Log, "route"), "fan"))
            .Node("fan", _ => NodeResult.Send(null, [new Send("work", JsonElement.Parse("1")), new Send("work", JsonElement.Parse("2"))], join: "meet"))
            .Node("work", context => Say($"work {context.ReadInput<int>()}")).Node("meet", _ => Say("meet")).Node("alien", _ => NodeResult.Next())
            .Dynamic("route", "fan", Workflow.End).Dynamic("fan", "work", "meet").Edge("work", "meet").Edge("meet", "alien").Edge("alien", Workflow.End).Start("route").Build();
        Assert.Equal(["route", "work 1", "work 2", "meet"], (await RunAsync(workflow)).Log);

        var wrong = Builder().Node("route", _ => NodeResult.Goto(null, "other")).Node("other", _ => NodeResult.Next())
            .Edge("route", Workflow.End).Conditional("route", _ => Workflow.End).Edge("other", Workflow.End).Start("route").Build();
        Assert.Contains("add Dynamic(\"route\", \"other\")", (await RunAsync(wrong)).Summary.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retries_wait_longer_each_time_and_keep_their_key()
    {
        var keys = new List<(int Attempt, string Key)>();
        var workflow = Builder().Node("flaky", context =>
        {
            keys.Add((context.Attempt, context.Key));
            return context.Attempt < 4 ? throw new IOException("no") : Say("ok");
        }, new NodeOptions { Retry = new RetryPolicy { FirstDelay = TimeSpan.FromSeconds(10), Jitter = 0 } }).Edge("flaky", Workflow.End).Start("flaky").Build();
        var engine = new TestEngine(workflow);
        var run = await engine.RunAsync();
        foreach (var seconds in new[] { 10, 20, 40 })
        {
            await engine.PassAsync(TimeSpan.FromSeconds(seconds - 1));
            Assert.Equal(RunStatus.Waiting, await engine.StatusAsync(run));
            await engine.PassAsync(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
        Assert.Equal([1, 2, 3, 4], keys.Select(one => one.Attempt));
        Assert.Single(keys.Select(one => one.Key).Distinct());
    }

    [Fact]
    public async Task A_pause_that_the_other_side_asks_for_is_kept_up_to_a_limit()
    {
        var workflow = Builder().Node("flaky", context => context.Attempt switch { 1 => throw new TimeoutException("90"), 2 => throw new TimeoutException("999999"), _ => Say("ok") }, new NodeOptions
        {
            Retry = new RetryPolicy { FirstDelay = TimeSpan.FromSeconds(1), Hint = e => TimeSpan.FromSeconds(int.Parse(e.Message, System.Globalization.CultureInfo.InvariantCulture)) },
        }).Edge("flaky", Workflow.End).Start("flaky").Build();
        var engine = new TestEngine(workflow);
        var run = await engine.RunAsync();
        Assert.Equal(engine.Clock.GetUtcNow() + TimeSpan.FromSeconds(90), (await engine.FindAsync(run)).NextWake);
        await engine.PassAsync(TimeSpan.FromSeconds(90));
        Assert.Equal(engine.Clock.GetUtcNow() + TimeSpan.FromHours(1), (await engine.FindAsync(run)).NextWake);
        await engine.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
    }

    [Fact]
    public void Backoff_doubles_up_to_its_limit_and_full_jitter_leaves_all_of_it_to_chance()
    {
        var policy = new RetryPolicy { FirstDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(10), Jitter = 1 };
        Assert.Equal([1, 2, 4, 8, 10, 10], Enumerable.Range(1, 6).Select(failures => (int)policy.DelayAfter(failures, 0).TotalSeconds));
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(5)), (policy.DelayAfter(9, 1), policy.DelayAfter(9, 0.5)));
        Assert.Equal(TimeSpan.FromSeconds(5), (policy with { Jitter = 0.5 }).DelayAfter(9, 1));
    }

    [Fact]
    public async Task An_answer_that_would_have_no_place_fails_the_asking_node_not_the_one_who_answers()
    {
        var workflow = Builder().Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", JsonElement.Parse("1")), answerInto: Channel.LastValue<JsonElement?>("alien")))
            .Edge("ask", Workflow.End).Start("ask").Build();
        Assert.Equal("The answer to 'ask' belongs into 'alien', which the workflow does not declare.", (await RunAsync(workflow)).Summary.Reason);
    }

    [Fact]
    public async Task A_failure_that_is_not_worth_a_retry_ends_the_run_at_once()
    {
        var workflow = Builder().Node("a", _ => throw new FormatException("bad"), new NodeOptions { Retry = new RetryPolicy { Retryable = e => e is not FormatException } })
            .Edge("a", Workflow.End).Start("a").Build();
        Assert.Equal("FormatException: bad", (await RunAsync(workflow)).Summary.Reason);
        var failing = Builder().Node("a", _ => NodeResult.Fail("The mailbox is gone.")).Edge("a", Workflow.End).Start("a").Build();
        Assert.Equal("The mailbox is gone.", (await RunAsync(failing)).Summary.Reason);
    }

    [Fact]
    public async Task A_node_that_takes_too_long_is_cancelled_and_counted()
    {
        var clock = new TestClock();
        var workflow = Builder().Node("slow", async (context, cancel) =>
        {
            if (context.Attempt == 1)
            {
                var never = Task.Delay(Timeout.Infinite, cancel);
                clock.Advance(TimeSpan.FromSeconds(5));
                await never;
            }
            return Say($"attempt {context.Attempt}");
        }, new NodeOptions { Timeout = TimeSpan.FromSeconds(5) }).Edge("slow", Workflow.End).Start("slow").Build();
        var engine = new TestEngine(workflow, clock: clock);
        var run = await engine.RunAsync();
        Assert.Contains("did not finish within", (await engine.HistoryAsync(run))[^1].Error, StringComparison.Ordinal);
        await engine.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["attempt 2"], (await engine.StateAsync(run)).Get(Log));
    }

    [Fact]
    public async Task No_more_tasks_of_a_node_run_at_once_than_it_allows()
    {
        var (inside, most) = (0, 0);
        var workflow = Builder().Node("begin", _ => NodeResult.Next()).Node("item", async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            return NodeResult.Next(Patch.Empty.Add(Log, "item"));
        }, new NodeOptions { MaxParallel = 3 }).Node("end", _ => NodeResult.Next())
            .ForEach("begin", _ => Enumerable.Range(0, 50), "item", "end").Edge("item", "end").Edge("end", Workflow.End).Start("begin").Build();
        Assert.Equal(50, (await RunAsync(workflow)).Log.Count);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task A_state_that_is_too_large_or_cannot_be_written_fails_visibly()
    {
        var large = Builder().Node("a", _ => NodeResult.Next(Patch.Empty.Set(Last, new string('x', StepCodec.MaxStepBytes)))).Edge("a", Workflow.End).Start("a").Build();
        Assert.Contains("the limit is 4096 KB", (await RunAsync(large)).Summary.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undeclared_channels_and_choices_that_throw_fail_the_run_with_a_reason()
    {
        var alien = Channel.Counter("alien");
        var undeclared = Builder().Node("a", _ => NodeResult.Next(Patch.Empty.Add(alien, 1))).Edge("a", Workflow.End).Start("a").Build();
        Assert.Contains("does not declare the channel 'alien'", (await RunAsync(undeclared)).Summary.Reason, StringComparison.Ordinal);
        var throwing = Builder().Node("a", _ => NodeResult.Next()).Conditional("a", string (_) => throw new ArithmeticException("oh"), Workflow.End).Start("a").Build();
        Assert.Equal("What follows 'a' cannot be decided: ArithmeticException: oh", (await RunAsync(throwing)).Summary.Reason);
    }
}
