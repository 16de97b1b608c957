using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Policies;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Tests.Checkpoints;

/// <summary>What every store must do. Each test uses a workflow name of its own, so that runs of other tests in the same database do not matter.</summary>
public abstract partial class CheckpointStoreConformance
{
    protected static readonly Channel<JsonElement?> Answer = Channel.LastValue<JsonElement?>("answer");
    protected static readonly Channel<ImmutableList<string>> Log = Channel.Append<string>("log");
    protected static readonly Channel<string?> Big = Channel.LastValue<string?>("big");

    protected abstract ICheckpointStore Store { get; }
    protected abstract TestClock Clock { get; }

    protected TestEngine Engine(Workflow workflow) => new(workflow, Store, Clock);

    protected static WorkflowBuilder Builder() => new WorkflowBuilder($"conformance.{Guid.NewGuid():N}", 1).Channels(Answer, Log, Big);

    static NodeResult Say(string word) => NodeResult.Next(Patch.Empty.Add(Log, word));

    /// <summary>a → b → end; hooks run inside the nodes.</summary>
    static Workflow TwoNodes(Func<NodeContext, Task>? inFirst = null) => Builder()
        .Node("a", async (context, _) =>
        {
            await (inFirst?.Invoke(context) ?? Task.CompletedTask);
            return Say("a");
        })
        .Node("b", _ => Say("b"))
        .Edge("a", "b").Edge("b", Workflow.End).Start("a").Build();

    static Workflow Asking(DateTimeOffset? expires = null, params string[] allowed) => Builder()
        .Node("ask", _ => NodeResult.Interrupt(
            new InterruptRequest("q", Json("sure?"), allowed.Length == 0 ? null : [.. allowed.Select(Json)], expires), Patch.Empty.Add(Log, "asked"), Answer))
        .Node("act", context => Say(context.Answer?.ToString() ?? "nothing"))
        .Edge("ask", "act").Edge("act", Workflow.End).Start("ask").Build();

    protected static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);

    async Task<ImmutableList<string>> LogOf(TestEngine engine, Guid run) => (await engine.StateAsync(run)).Get(Log);

    [Fact]
    public async Task A_run_is_started_once_per_id()
    {
        var engine = Engine(TwoNodes());
        var run = await engine.StartAsync(Patch.Empty.Add(Log, "first"));
        await engine.StartAsync(Patch.Empty.Add(Log, "second"), run);
        await engine.RunDueAsync();
        Assert.Equal(["first", "a", "b"], await LogOf(engine, run));
    }

    [Fact]
    public async Task A_run_is_never_claimed_by_two()
    {
        var engine = Engine(TwoNodes());
        for (var i = 0; i < 40; i++)
            await engine.StartAsync();
        var claimed = new ConcurrentBag<Guid>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (await engine.ClaimAsync(3) is { Count: > 0 } leases)
                foreach (var lease in leases)
                    claimed.Add(lease.RunId);
        })));
        Assert.Equal(40, claimed.Count);
        Assert.Equal(40, claimed.Distinct().Count());
    }

    DirectClaim Direct(Workflow workflow, int version = 1) => new("direct", [(workflow.Name, version)], Clock.GetUtcNow() + TestEngine.Lease);

    async Task<RunExit> HoldAsync(TestEngine engine, RunLease lease)
    {
        using var control = new RunControl(default);
        return await engine.Loop().RunAsync(lease, engine.Workflow, control);
    }

    [Fact]
    public async Task A_run_that_begins_in_somebodys_hands_is_nobody_elses_until_the_lease_ends()
    {
        var engine = Engine(TwoNodes());
        var (one, two) = (NewRun(), NewRun());
        Assert.True(await Store.StartAsync(one, default));
        Assert.False(await Store.StartAsync(one, default));
        Assert.True(await Store.StartAsync(two, default));
        Assert.Empty(await engine.ClaimAsync());
        Assert.Equal(RunExit.Settled, await HoldAsync(engine, one.Lease));
        Assert.Equal(["a", "b"], await LogOf(engine, one.Id));

        // The holder of the other one died: found like every lost holder, and counted like one.
        Clock.Advance(TestEngine.Lease);
        var found = Assert.Single(await engine.ClaimAsync());
        Assert.Equal((two.Id, two.Lease.Fence + 1, 1), (found.RunId, found.Fence, found.Crashes));
        Assert.Equal(RunExit.Lost, await HoldAsync(engine, two.Lease));

        NewRun NewRun() => RunStart.Create(Guid.NewGuid(), TestEngine.Owner, engine.Workflow, Patch.Empty, engine.Codec, Clock.GetUtcNow()) with { Holder = Direct(engine.Workflow) };
    }

    [Fact]
    public async Task An_answer_can_take_the_run_but_only_the_first_and_only_one_that_waits()
    {
        var engine = Engine(Asking());
        var run = await engine.RunAsync();
        var (unknown, none) = await Store.AnswerAsync(run, "nobody asked this", Json("yes"), Direct(engine.Workflow), default);
        Assert.Equal((AnswerResult.NotFound, null), (unknown.Result, none));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () => await Store.AnswerAsync(run, "q", Json($"{i}"), Direct(engine.Workflow), default))));
        var (first, lease) = Assert.Single(answers, answer => answer.Outcome.Result == AnswerResult.Answered);
        Assert.All(answers, answer => Assert.Equal(answer.Outcome.Result == AnswerResult.Answered, answer.Lease is not null));
        Assert.Empty(await engine.ClaimAsync());
        Assert.Equal(RunExit.Settled, await HoldAsync(engine, lease!));
        Assert.Equal(["asked", first.Stored!.Value.GetString()!], await LogOf(engine, run));
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
    }

    [Fact]
    public async Task An_answer_takes_no_run_of_a_version_that_the_worker_lacks_and_none_that_is_held()
    {
        var engine = Engine(Asking());
        var run = await engine.RunAsync();
        var (outcome, lease) = await Store.AnswerAsync(run, "q", Json("yes"), Direct(engine.Workflow, 2), default);
        Assert.Equal((AnswerResult.Answered, null, RunStatus.Ready), (outcome.Result, lease, await engine.StatusAsync(run)));
        await engine.RunDueAsync();
        Assert.Equal(["asked", "yes"], await LogOf(engine, run));

        var gate = new TaskCompletionSource();
        var two = Engine(Builder()
            .Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", Json("sure?"))))
            .Node("slow", async (_, _) =>
            {
                await gate.Task;
                return Say("slow");
            })
            .Node("split", _ => NodeResult.Next()).Node("end", _ => Say("end"))
            .Parallel("split", ["ask", "slow"], "end").Edge("ask", "end").Edge("slow", "end").Edge("end", Workflow.End).Start("split").Build());
        var held = await two.StartAsync();
        var running = two.RunDueAsync();
        while ((await Store.QuestionsAsync(held, default)).Count == 0)
            await Task.Yield();
        (outcome, lease) = await Store.AnswerAsync(held, "q", Json("yes"), Direct(two.Workflow), default);
        Assert.Equal((AnswerResult.Answered, null), (outcome.Result, lease));
        gate.SetResult();
        await running;
        await two.RunDueAsync();
        Assert.Equal(["slow", "end"], await LogOf(two, held));
    }

    [Fact]
    public async Task A_version_that_the_worker_lacks_is_left_alone()
    {
        var engine = Engine(TwoNodes());
        var run = await engine.StartAsync();
        var name = (await engine.FindAsync(run)).Workflow;
        Assert.Empty(await Store.ClaimAsync(new ClaimRequest("other", [(name, 2), ("something-else", 1)], 10, Clock.GetUtcNow(), TestEngine.Lease), default));
        Assert.Equal(RunStatus.Ready, await engine.StatusAsync(run));
    }

    [Fact]
    public async Task Who_lost_the_lease_can_commit_nothing()
    {
        var gate = new TaskCompletionSource();
        var inside = new TaskCompletionSource();
        var first = true;
        var engine = Engine(TwoNodes(async _ =>
        {
            if (!first)
                return;
            first = false;
            inside.SetResult();
            await gate.Task;
        }));
        var run = await engine.StartAsync();
        var zombie = Assert.Single(await engine.ClaimAsync());
        using var control = new RunControl(default);
        var sleeping = engine.Loop().RunAsync(zombie, engine.Workflow, control);
        await inside.Task;

        Clock.Advance(TestEngine.Lease + TimeSpan.FromSeconds(1));
        await engine.RunDueAsync();
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
        gate.SetResult();

        Assert.Equal(RunExit.Lost, await sleeping);
        Assert.Equal(["a", "b"], await LogOf(engine, run));
        Assert.Equal([0, 1, 2], (await engine.HistoryAsync(run)).Select(step => step.Seq));
    }

    [Fact]
    public async Task A_renewed_lease_holds_and_a_lost_one_is_not_renewed()
    {
        var engine = Engine(TwoNodes());
        await engine.StartAsync();
        var lease = Assert.Single(await engine.ClaimAsync());
        Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Single(await Store.RenewAsync([lease], Clock.GetUtcNow() + TestEngine.Lease, default));
        Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty(await engine.ClaimAsync());
        Clock.Advance(TimeSpan.FromSeconds(20));
        var next = Assert.Single(await engine.ClaimAsync());
        Assert.True(next.Fence > lease.Fence);
        Assert.Equal(next.Fence, Assert.Single(await Store.RenewAsync([lease, next], Clock.GetUtcNow() + TestEngine.Lease, default)).Fence);
        Assert.False(await Store.ReleaseAsync(lease, TimeSpan.Zero, default));
        Assert.Null(await Store.LoadAsync(lease with { Seq = 5 }, default));
    }

    [Fact]
    public async Task Giving_back_counts_no_attempt_and_dying_does()
    {
        var engine = Engine(TwoNodes());
        await engine.StartAsync();
        var lease = Assert.Single(await engine.ClaimAsync());
        Assert.True(await Store.ReleaseAsync(lease, TimeSpan.Zero, default));
        lease = Assert.Single(await engine.ClaimAsync());
        Assert.Equal(0, lease.Crashes);
        Clock.Advance(TestEngine.Lease);
        Assert.Equal(1, Assert.Single(await engine.ClaimAsync()).Crashes);
        Clock.Advance(TestEngine.Lease);
        Assert.Equal(2, Assert.Single(await engine.ClaimAsync()).Crashes);
    }

    [Fact]
    public async Task Dying_again_and_again_in_a_node_ends_as_a_visible_failure()
    {
        var ran = 0;
        var workflow = Builder().Node("poison", _ => { ran++; return Say("x"); }, new NodeOptions { Retry = new RetryPolicy { MaxAttempts = 3 } })
            .Edge("poison", Workflow.End).Start("poison").Build();
        var engine = Engine(workflow);
        var run = await engine.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Single(await engine.ClaimAsync());
            Clock.Advance(TestEngine.Lease);
        }
        await engine.RunDueAsync();
        var found = await engine.FindAsync(run);
        Assert.Equal(RunStatus.Failed, found.Status);
        Assert.Contains("'poison' was begun 3 times and never finished", found.Reason, StringComparison.Ordinal);
        Assert.Equal(0, ran);
    }

    [Fact]
    public async Task Of_many_answers_at_once_one_is_stored_and_all_get_it()
    {
        var engine = Engine(Asking());
        var run = await engine.RunAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => Store.AnswerAsync(run, "q", Json($"answer {i}"), default).AsTask())));
        Assert.Single(outcomes, outcome => outcome.Result == AnswerResult.Answered);
        Assert.Equal(31, outcomes.Count(outcome => outcome.Result == AnswerResult.AlreadyAnswered));
        var stored = Assert.Single(outcomes.Select(outcome => outcome.Stored!.Value.GetString()).Distinct());
        await engine.RunDueAsync();
        Assert.Equal(["asked", stored!], await LogOf(engine, run));
    }

    [Fact]
    public async Task An_answer_that_comes_before_the_run_waits_is_not_lost()
    {
        // The other branch answers the first one's question while the run is still held.
        var workflow = Builder()
            .Node("fork", _ => NodeResult.Next())
            .Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", Json("?")), answerInto: Answer))
            .Node("slow", async (context, cancel) =>
            {
                while ((await Store.AnswerAsync(context.RunId, "q", Json("early"), cancel)).Result == AnswerResult.NotFound)
                    await Task.Yield();
                return Say("slow");
            })
            .Node("act", context => Say(context.Answer!.Value.GetString()!))
            .Edge("fork", "ask").Edge("fork", "slow").Edge("ask", "act").Edge("slow", Workflow.End).Edge("act", Workflow.End).Start("fork").Build();
        var engine = Engine(workflow);
        var run = await engine.RunAsync();
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
        Assert.Equal(["slow", "early"], await LogOf(engine, run));
    }

    [Fact]
    public async Task Only_allowed_answers_are_taken_and_only_for_questions_that_are_open()
    {
        var engine = Engine(Asking(Clock.GetUtcNow() + TimeSpan.FromMinutes(30), "yes", "no"));
        var run = await engine.RunAsync();
        Assert.Equal(AnswerResult.NotFound, (await engine.AnswerAsync(run, "other", "yes")).Result);
        Assert.Equal(AnswerResult.NotFound, (await engine.AnswerAsync(Guid.NewGuid(), "q", "yes")).Result);
        Assert.Equal(AnswerResult.NotAllowed, (await engine.AnswerAsync(run, "q", "perhaps")).Result);
        await engine.PassAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(["asked", "nothing"], await LogOf(engine, run));
        Assert.Equal(AnswerResult.Closed, (await engine.AnswerAsync(run, "q", "yes")).Result);
    }

    [Fact]
    public async Task The_outcome_of_a_run_is_kept_and_a_sub_graph_may_give_it()
    {
        var inner = new WorkflowBuilder("inner", 1).Channels(Answer).Outcomes("sent", "refused")
            .Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", Json("send?"), [Json("yes"), Json("no")]), answerInto: Answer))
            .Node("end", context => NodeResult.Done(null, context.Answer?.GetString() == "yes" ? "sent" : "refused")).Edge("ask", "end").Edge("end", Workflow.End).Start("ask").Build();
        var engine = Engine(Builder().SubGraph("whole", inner).Edge("whole", Workflow.End).Start("whole").Build());
        foreach (var (answer, outcome) in new[] { ("yes", "sent"), ("no", "refused") })
        {
            var run = await engine.RunAsync();
            Assert.Null((await engine.FindAsync(run)).Outcome);
            await engine.AnswerAsync(run, "q", answer);
            Assert.Equal((RunStatus.Completed, outcome), ((await engine.FindAsync(run)).Status, (await engine.FindAsync(run)).Outcome));
        }
    }

    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("""{"to":"a","n":1}""", """{ "n": 1, "to": "a" }""")]
    [InlineData("\"caf\u00e9\"", "\"caf\\u00e9\"")]
    public async Task An_answer_that_says_the_same_as_an_allowed_one_in_other_letters_is_allowed(string allowed, string answer)
    {
        var workflow = Builder().Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", Json("?"), [JsonElement.Parse("2"), JsonElement.Parse(allowed)]), answerInto: Answer))
            .Edge("ask", Workflow.End).Start("ask").Build();
        var engine = Engine(workflow);
        var run = await engine.RunAsync();
        Assert.Equal(AnswerResult.NotAllowed, (await Store.AnswerAsync(run, "q", JsonElement.Parse("3"), default)).Result);
        Assert.Equal(AnswerResult.Answered, (await Store.AnswerAsync(run, "q", JsonElement.Parse(answer), default)).Result);
        Assert.Equal(AnswerResult.AlreadyAnswered, (await Store.AnswerAsync(run, "q", JsonElement.Parse("3"), default)).Result);
        await engine.RunDueAsync();
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
    }

    [Fact]
    public async Task An_answer_beats_an_expiry_that_was_decided_before_it_came()
    {
        var engine = Engine(Asking(Clock.GetUtcNow() + TimeSpan.FromMinutes(30)));
        var run = await engine.RunAsync();
        Assert.Equal(AnswerResult.Answered, (await Store.AnswerAsync(run, "q", Json("just in time"), default)).Result);
        Clock.Advance(TimeSpan.FromMinutes(31));
        var lease = Assert.Single(await engine.ClaimAsync());

        // A holder that had looked before the answer came wants to close the question.
        await using (var scope = await Store.BeginStepAsync(lease, NodeKind.Pure, default))
        {
            var expired = new EncodedStep(1, """{"task":1,"key":"q","into":"answer","patch":{"answer":null},"plan":{"tasks":[{"id":2,"node":"act"}],"next":3}}"""u8.ToArray(), null, [], []);
            var result = await scope.CommitAsync(
                new StepCommit(lease, lease.Seq + 1, StepKind.Expired, "ask", 1, Clock.GetUtcNow(), 0, expired, null, null, CloseKey: "q", RequireInbox: lease.Inbox - 1), default);
            Assert.Equal((CommitState.InboxMoved, lease.Inbox), (result.State, result.Inbox));
        }
        await Store.ReleaseAsync(lease, TimeSpan.Zero, default);
        await engine.RunDueAsync();
        Assert.Equal(["asked", "just in time"], await LogOf(engine, run));
    }

    [Fact]
    public async Task The_same_question_twice_fails_the_run_visibly()
    {
        var workflow = Builder()
            .Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", Json("?"))), new NodeOptions { Retry = RetryPolicy.Once })
            .Edge("ask", "ask").Edge("ask", Workflow.End).Start("ask").Build();
        var engine = Engine(workflow);
        var run = await engine.RunAsync();
        await engine.AnswerAsync(run, "q", "yes");
        var found = await engine.FindAsync(run);
        Assert.Equal(RunStatus.Failed, found.Status);
        Assert.Contains("'q' was asked before", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_a_waiting_run_a_failed_one_and_no_other()
    {
        var engine = Engine(Asking());
        var waiting = await engine.RunAsync();
        Assert.True(await Store.CancelAsync(waiting, default));
        await engine.RunDueAsync();
        Assert.Equal(RunStatus.Cancelled, await engine.StatusAsync(waiting));
        Assert.Equal(StepKind.Cancelled, (await engine.HistoryAsync(waiting))[^1].Kind);
        Assert.False(await Store.CancelAsync(waiting, default));
        Assert.False(await Store.CancelAsync(Guid.NewGuid(), default));
        Assert.Equal(AnswerResult.Closed, (await engine.AnswerAsync(waiting, "q", "late")).Result);
        Assert.False(await Store.RetryAsync(waiting, default));
    }

    [Fact]
    public async Task A_failed_run_goes_on_where_it_failed()
    {
        var broken = true;
        var workflow = Builder().Node("a", _ => Say("a"))
            .Node("b", _ => broken ? throw new InvalidOperationException("not now") : Say("b"), new NodeOptions { Retry = RetryPolicy.Once })
            .Edge("a", "b").Edge("b", Workflow.End).Start("a").Build();
        var engine = Engine(workflow);
        var run = await engine.RunAsync();
        var failed = await engine.FindAsync(run);
        Assert.Equal((RunStatus.Failed, "InvalidOperationException: not now"), (failed.Status, failed.Reason));
        await engine.PassAsync(TimeSpan.FromDays(1));
        Assert.Equal(RunStatus.Failed, await engine.StatusAsync(run));

        broken = false;
        Assert.True(await Store.RetryAsync(run, default));
        Assert.False(await Store.RetryAsync(run, default));
        await engine.RunDueAsync();
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
        Assert.Equal(["a", "b"], await LogOf(engine, run));
        Assert.Null((await engine.FindAsync(run)).Reason);
    }

    [Fact]
    public async Task A_sleeping_run_is_due_at_its_time_and_not_before()
    {
        var until = Clock.GetUtcNow() + TimeSpan.FromDays(7);
        var workflow = Builder().Node("a", _ => NodeResult.Sleep(until)).Node("b", _ => Say("awake")).Edge("a", "b").Edge("b", Workflow.End).Start("a").Build();
        var engine = Engine(workflow);
        var run = await engine.RunAsync();
        Assert.Equal((RunStatus.Waiting, until), ((await engine.FindAsync(run)).Status, (await engine.FindAsync(run)).NextWake));
        await engine.PassAsync(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Equal(RunStatus.Waiting, await engine.StatusAsync(run));
        await engine.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(["awake"], await LogOf(engine, run));
    }

    [Fact]
    public async Task Large_values_and_snapshots_come_back_as_they_were()
    {
        var text = string.Concat(Enumerable.Repeat("a large value \u0000 \ud83d\ude00 ", 4000));
        var workflow = Builder()
            .Node("write", _ => NodeResult.Next(Patch.Empty.Set(Big, text)))
            .Node("count", context => Say($"{context.State.Get(Log).Count}:{context.State.Get(Big)!.Length}"))
            .Edge("write", "count").Conditional("count", state => state.Get(Log).Count < 45 ? "count" : Workflow.End, "count", Workflow.End).Start("write").Build();
        var engine = Engine(workflow);
        var run = await engine.RunAsync();
        var state = await engine.StateAsync(run);
        Assert.Equal(text, state.Get(Big));
        Assert.Equal(Enumerable.Range(0, 45).Select(i => $"{i}:{text.Length}"), state.Get(Log));
        var stored = (await Store.HistoryAsync(run, default))!;
        Assert.Contains(stored.Steps, step => step.Snapshot is not null);
        Assert.Single(stored.Blobs);
        Assert.All(stored.Steps, step => Assert.True(step.Delta.Length < 1000));
        var newest = (await Store.NewestAsync(run, default))!;
        Assert.Equal(stored.Steps.Where(step => step.Seq >= stored.Steps.Last(snapshot => snapshot.Snapshot is not null).Seq).Select(step => step.Seq), newest.Steps.Select(step => step.Seq));
        Assert.True(newest.Steps.Count < stored.Steps.Count / 2);
        Assert.Null(await Store.NewestAsync(Guid.NewGuid(), default));
    }

    [Fact]
    public async Task A_run_can_be_taken_over_after_any_step()
    {
        // 25 steps, and after each of them another holder: every checkpoint is loaded from what is stored, also across snapshots.
        var workflow = Builder().Node("step", context => Say($"{context.State.Get(Log).Count}"))
            .Conditional("step", state => state.Get(Log).Count < 25 ? "step" : Workflow.End, "step", Workflow.End).Start("step").Build();
        var engine = Engine(workflow);
        var run = await engine.StartAsync();
        for (var i = 0; i < 25; i++)
        {
            using var control = new RunControl(default);
            var lease = Assert.Single(await engine.ClaimAsync());
            await engine.Loop(afterCommit: control.Drain).RunAsync(lease, workflow, control);
            await Store.ReleaseAsync(lease, TimeSpan.Zero, default);
            Assert.Equal(i + 1, (await LogOf(engine, run)).Count);
        }
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"{i}"), await LogOf(engine, run));
    }
}
