using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Policies;
using Steward.Workflows.Signals;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Tests.Checkpoints;

/// <summary>What every store must do with forks, migrations and pruning.</summary>
public abstract partial class CheckpointStoreConformance
{
    static readonly Channel<string?> Word = Channel.LastValue<string?>("word");

    /// <summary>write → ask → act, with a large value in the state; keys that nodes see are collected.</summary>
    static WorkflowBuilder Writing(List<string>? keys = null, string? name = null, int version = 1) => new WorkflowBuilder(name ?? $"conformance.{Guid.NewGuid():N}", version)
        .Channels(Answer, Log, Big, Word).Signal("note", into: Log)
        .Node("write", context => { keys?.Add(context.Key); return NodeResult.Next(Patch.Empty.Set(Big, new string('x', 40_000)).Add(Log, "wrote")); })
        .Node("ask", context => NodeResult.Interrupt(new InterruptRequest("q", Json("sure?"), [Json("yes"), Json("no")], new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero)), answerInto: Answer))
        .Node("act", context =>
        {
            keys?.Add(context.Key);
            return Say($"{context.State.Get(Word)} {context.Answer} {context.State.Get(Big)!.Length}");
        })
        .Edge("write", "ask").Edge("ask", "act").Edge("act", Workflow.End).Compensate("write", _ => Say("undo")).Start("write");

    async Task<Guid> ForkAsync(TestEngine engine, Guid run, long seq, Patch? change = null)
    {
        var fork = RunFork.Create(
            Guid.NewGuid(), TestEngine.Owner, engine.Workflow, run, (await Store.HistoryAsync(run, default))!, seq, change ?? Patch.Empty, await Store.QuestionsAsync(run, default), engine.Codec, Clock.GetUtcNow());
        Assert.True(await Store.StartAsync(fork, default));
        Assert.False(await Store.StartAsync(fork, default));
        return fork.Id;
    }

    [Fact]
    public async Task A_fork_goes_on_from_a_checkpoint_asks_anew_repeats_nothing_and_leaves_its_origin_alone()
    {
        var keys = new List<string>();
        var engine = Engine(Writing(keys).Build());
        var run = await engine.RunAsync();
        await engine.SignalAsync(run, "note", "1", "noted");
        await engine.AnswerAsync(run, "q", "yes");
        var before = await engine.HistoryAsync(run);
        Clock.Advance(TimeSpan.FromMinutes(20));

        var fork = await ForkAsync(engine, run, 2, Patch.Empty.Set(Word, "forked"));
        await engine.RunDueAsync();
        var waiting = await engine.FindAsync(fork);
        Assert.Equal((RunStatus.Waiting, new RunOrigin(run, 2)), (waiting.Status, waiting.Origin));
        // It had an hour to answer then, and has one now.
        Assert.Equal(Clock.GetUtcNow() + TimeSpan.FromHours(1), waiting.NextWake);
        Assert.Equal(SignalResult.Accepted, await engine.SignalAsync(fork, "note", "1", "noted too"));
        Assert.Equal(AnswerResult.NotAllowed, (await engine.AnswerAsync(fork, "q", "maybe")).Result);
        Assert.Equal(AnswerResult.Answered, (await engine.AnswerAsync(fork, "q", "no")).Result);

        Assert.Equal(["wrote", "noted too", "forked no 40000"], await LogOf(engine, fork));
        Assert.Equal(["wrote", "noted", " yes 40000"], await LogOf(engine, run));
        Assert.Equal(before.Select(step => step.Seq), (await engine.HistoryAsync(run)).Select(step => step.Seq));
        // Three executions, three keys: nothing that ran before the fork ran again, and what follows is new to the world outside.
        Assert.Equal([run, run, fork], keys.Distinct().Select(key => Guid.ParseExact(key.Split('-')[0], "N")));
        var history = await engine.HistoryAsync(fork);
        Assert.Equal((StepKind.Forked, "ask"), (history[0].Kind, history[0].Waiting[0]));
        Assert.Single((await Store.HistoryAsync(fork, default))!.Blobs);
        Assert.DoesNotContain("undo", await LogOf(engine, fork));
    }

    [Fact]
    public async Task A_fork_before_a_failure_is_how_a_dead_letter_is_tried_with_another_state()
    {
        var workflow = Builder().Channels(Word).Node("a", _ => Say("a")).Node("b", context => context.State.Get(Word) is { } word ? Say(word) : throw new FormatException("no word"), new NodeOptions { Retry = RetryPolicy.Once })
            .Edge("a", "b").Edge("b", Workflow.End).Start("a").Build();
        var engine = Engine(workflow);
        var run = await engine.RunAsync();
        var fork = await ForkAsync(engine, run, 2, Patch.Empty.Set(Word, "b"));
        await engine.RunDueAsync();
        Assert.Equal(["a", "b"], await LogOf(engine, fork));
        Assert.Equal(RunStatus.Failed, await engine.StatusAsync(run));
        // A fork can be forked: its first row holds all that is needed.
        var second = await ForkAsync(engine, fork, 0, Patch.Empty.Set(Word, "c"));
        await engine.RunDueAsync();
        Assert.Equal(["a", "c"], await LogOf(engine, second));
    }

    [Fact]
    public async Task A_migrated_run_goes_on_in_the_new_version_from_where_it_waits()
    {
        var old = Writing().Build();
        var engine = Engine(old);
        var run = await engine.RunAsync();
        await Store.SignalAsync(run, new Signal("note", "1", Json("noted before")), default);
        await engine.RunDueAsync();
        var target = new WorkflowBuilder(old.Name, 2).Channels(Answer, Log, Word, Channel.Counter("count")).Signal("note", into: Log)
            .Node("question", _ => NodeResult.Next()).Node("done", context => Say($"done {context.Answer} {context.State.Get(Word)}")).Node("write", _ => NodeResult.Next()).Compensate("write", _ => Say("undo in 2"))
            .Edge("write", "question").Edge("question", "done").Edge("done", Workflow.End).Start("write").Build();
        var migration = new WorkflowMigration(old, target)
        {
            Nodes = new Dictionary<string, string> { ["ask"] = "question", ["act"] = "done" }, Drops = ["big"], State = state => Patch.Empty.Set(Word, $"was {state.Get(Big)!.Length}"),
        };
        var stored = (await Store.HistoryAsync(run, default))!;
        var step = RunMigration.Create(run, migration, stored, engine.Codec, Clock.GetUtcNow());
        Assert.False(await Store.MigrateAsync(step with { Seq = step.Seq + 1 }, default));
        Assert.False(await Store.MigrateAsync(step with { FromVersion = 7 }, default));
        Assert.True(await Store.MigrateAsync(step, default));
        Assert.False(await Store.MigrateAsync(step, default));

        Assert.Equal((RunStatus.Waiting, 2), ((await engine.FindAsync(run)).Status, (await engine.FindAsync(run)).Version));
        var next = Engine(target);
        await Store.AnswerAsync(run, "q", Json("yes"), default);
        await engine.RunDueAsync();
        Assert.Equal(RunStatus.Ready, await engine.StatusAsync(run));
        await next.RunDueAsync();
        Assert.Equal(["wrote", "noted before", "done yes was 40000"], await LogOf(next, run));
        var history = RunHistory.Checkpoints(target, (await Store.HistoryAsync(run, default))!, engine.Codec, version => version == 1 ? old : null);
        Assert.Equal([StepKind.Started, StepKind.Finished, StepKind.Interrupted, StepKind.Signalled, StepKind.Migrated, StepKind.Answered, StepKind.Finished], history.Select(at => at.Kind));
        Assert.True(history[2].State.TryGetProperty("big", out _));
        Assert.False(history[4].State.TryGetProperty("big", out _));
        Assert.Equal(3, RunHistory.Checkpoints(target, (await Store.HistoryAsync(run, default))!, engine.Codec).Count);
    }

    [Fact]
    public async Task A_run_that_is_held_is_not_migrated_and_one_whose_worker_died_is()
    {
        var old = Writing().Build();
        var engine = Engine(old);
        var run = await engine.StartAsync();
        var lease = Assert.Single(await engine.ClaimAsync());
        var migration = new WorkflowMigration(old, Writing(name: old.Name, version: 2).Build());
        var step = RunMigration.Create(run, migration, (await Store.HistoryAsync(run, default))!, engine.Codec, Clock.GetUtcNow());
        Assert.False(await Store.MigrateAsync(step, default));
        Clock.Advance(TestEngine.Lease);
        Assert.True(await Store.MigrateAsync(step, default));
        Assert.False(await Store.ReleaseAsync(lease, TimeSpan.Zero, default));
        Assert.Null(await Store.LoadAsync(lease, default));
        await Engine(migration.To).RunDueAsync();
        Assert.Equal(RunStatus.Waiting, await engine.StatusAsync(run));
    }

    [Fact]
    public async Task Pruning_takes_payloads_keeps_events_and_spares_what_others_refer_to()
    {
        var engine = Engine(Writing().Build());
        var (over, live) = (await engine.RunAsync(), await engine.RunAsync());
        await engine.SignalAsync(over, "note", "1", "noted");
        await engine.AnswerAsync(over, "q", "yes");
        var fork = await ForkAsync(engine, over, 2);
        var before = await engine.HistoryAsync(over);
        var ended = Clock.GetUtcNow();
        Assert.Equal(0, await Store.PruneAsync(new PruneRequest(RunStatus.Completed, ended, 1000, ended), default));
        var now = ended + TimeSpan.FromDays(30);
        Assert.NotEqual(0, await PruneAllAsync(now));
        Assert.Equal(0, await PruneAllAsync(now));

        var pruned = (await Store.HistoryAsync(over, default))!;
        Assert.Equal(before.Select(step => (step.Kind, step.Node, step.At)), pruned.Steps.Select(step => (step.Kind, step.Node, step.At)));
        Assert.All(pruned.Steps, step => Assert.Equal((StepCodec.Pruned, "{}"), (step.Format, System.Text.Encoding.UTF8.GetString(step.Delta.Span))));
        Assert.Equal((RunStatus.Completed, now), ((await engine.FindAsync(over)).Status, (await engine.FindAsync(over)).PrunedAt));
        Assert.Contains("pruned", (await Assert.ThrowsAsync<WorkflowRuntimeException>(() => engine.HistoryAsync(over))).Message, StringComparison.Ordinal);
        Assert.Empty(await Store.SignalsAsync(over, new Dictionary<string, long> { ["note"] = 0 }, 10, default));
        Assert.NotEqual(AnswerResult.Answered, (await Store.AnswerAsync(over, "q", Json("no"), default)).Result);

        foreach (var run in new[] { live, fork })
        {
            await engine.AnswerAsync(run, "q", "yes");
            Assert.EndsWith("yes 40000", (await LogOf(engine, run))[^1], StringComparison.Ordinal);
        }
        // The last that refer to the value take it with them; who needs it afterwards stores it again.
        Clock.Advance(TimeSpan.FromDays(60));
        await PruneAllAsync(Clock.GetUtcNow());
        Assert.Empty((await Store.HistoryAsync(live, default))!.Blobs);
        var late = await engine.RunAsync();
        await engine.AnswerAsync(late, "q", "no");
        Assert.Equal("wrote", (await LogOf(engine, late))[0]);
    }

    /// <summary>Other tests share the database, so only what is asked about this test's runs counts.</summary>
    async Task<int> PruneAllAsync(DateTimeOffset now)
    {
        var (all, batch) = (0, 0);
        do
            all += batch = await Store.PruneAsync(new PruneRequest(RunStatus.Completed, now, 10, now), default);
        while (batch > 0);
        return all;
    }

    [Fact]
    public async Task A_fork_of_a_pruned_run_is_refused()
    {
        var engine = Engine(Writing().Build());
        var run = await engine.RunAsync();
        await engine.AnswerAsync(run, "q", "yes");
        var fork = RunFork.Create(
            Guid.NewGuid(), TestEngine.Owner, engine.Workflow, run, (await Store.HistoryAsync(run, default))!, 2, Patch.Empty, await Store.QuestionsAsync(run, default), engine.Codec, Clock.GetUtcNow());
        await PruneAllAsync(Clock.GetUtcNow() + TimeSpan.FromDays(1));
        Assert.False(await Store.StartAsync(fork, default));
        Assert.Null(await Store.FindAsync(fork.Id, default));
    }
}
