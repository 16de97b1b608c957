using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Policies;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Tests.Checkpoints;

public sealed class RunHistoryTests
{
    static readonly Channel<ImmutableList<string>> Log = Channel.Append<string>("log");
    static readonly Channel<string?> Word = Channel.LastValue<string?>("word");
    static readonly Channel<long> Count = Channel.Counter("count");
    static readonly Channel<JsonElement?> Answer = Channel.LastValue<JsonElement?>("answer");

    static NodeResult Say(string word) => NodeResult.Next(Patch.Empty.Add(Log, word));

    /// <summary>Everything that plans: fan-out, items, join, choice, loop, question, signal, sleep.</summary>
    static Workflow Whole(Func<WorkflowState, string>? choose = null, int items = 3) => new WorkflowBuilder("whole", 1).Channels(Log, Count, Answer, Word).Signal("go")
        .Node("fork", _ => NodeResult.Next()).Node("left", _ => Say("left")).Node("right", _ => Say("right")).Node("meet", _ => NodeResult.Next(Patch.Empty.Add(Count, 1)))
        .Node("each", context => Say($"each {context.Input}")).Node("after", _ => NodeResult.Interrupt(new InterruptRequest("q", JsonElement.Parse("1")), answerInto: Answer))
        .Node("wait", _ => NodeResult.WaitForSignal("go")).Node("nap", context => NodeResult.Sleep(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), Patch.Empty.Set(Word, context.Answer!.ToString())))
        .Node("end", _ => Say("end"))
        .Edge("fork", "left").Edge("fork", "right").Join("meet", "left", "right")
        .Conditional("meet", choose ?? (state => state.Get(Count) < 2 ? "fork" : "split"), "fork", "split", "end")
        .Node("split", _ => NodeResult.Next()).ForEach("split", _ => Enumerable.Range(1, items), "each", "after").Edge("each", "after")
        .Edge("after", "wait").Edge("wait", "nap").Edge("nap", "end").Edge("end", Workflow.End).Start("fork").Build();

    static async Task<(TestEngine Engine, Guid Run, StoredRun Stored)> RanAsync()
    {
        var engine = new TestEngine(Whole());
        var run = await engine.RunAsync();
        await engine.AnswerAsync(run, "q", "yes");
        await engine.SignalAsync(run, "go", "1", "now");
        await engine.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
        return (engine, run, (await engine.Store.HistoryAsync(run, default))!);
    }

    [Fact]
    public async Task Replaying_a_run_under_the_same_graph_shows_no_difference_and_runs_nothing()
    {
        var (engine, _, stored) = await RanAsync();
        Assert.Empty(RunReplay.Differences(engine.Workflow, stored, engine.Codec));
    }

    [Fact]
    public async Task Replaying_under_changed_choices_names_the_first_step_that_would_go_elsewhere()
    {
        var (engine, _, stored) = await RanAsync();
        var chosen = RunReplay.Differences(Whole(_ => "end"), stored, engine.Codec);
        Assert.Equal("meet", chosen[0].Node);
        Assert.Contains("\"fork\"", chosen[0].Stored, StringComparison.Ordinal);
        Assert.Contains("\"end\"", chosen[0].Now, StringComparison.Ordinal);
        var items = Assert.Single(RunReplay.Differences(Whole(items: 4), stored, engine.Codec));
        Assert.Equal("split", items.Node);
        var throwing = RunReplay.Differences(Whole(_ => throw new ArithmeticException("oh")), stored, engine.Codec);
        Assert.Equal("ArithmeticException: oh", throwing[0].Now);
    }

    [Fact]
    public async Task Two_checkpoints_differ_by_channel()
    {
        var (engine, _, stored) = await RanAsync();
        var last = stored.Steps[^1].Seq;
        var diff = RunHistory.Diff(engine.Workflow, stored, 0, last, engine.Codec);
        Assert.Equal(["answer", "count", "log", "word"], diff.Select(change => change.Channel));
        Assert.Equal((null, "yes"), (diff[0].Before, diff[0].After!.Value.GetString()));
        var back = RunHistory.Diff(engine.Workflow, stored, last, last - 1, engine.Codec);
        Assert.Equal("log", Assert.Single(back).Channel);
        Assert.Empty(RunHistory.Diff(engine.Workflow, stored, last, last, engine.Codec));
        Assert.Contains("no step 99", Assert.Throws<WorkflowRuntimeException>(() => RunHistory.Diff(engine.Workflow, stored, 0, 99, engine.Codec)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_checkpoint_that_says_it_can_be_forked_can_and_the_others_say_why_not()
    {
        var (engine, run, stored) = await RanAsync();
        var questions = await engine.Store.QuestionsAsync(run, default);
        foreach (var checkpoint in await engine.HistoryAsync(run))
        {
            if (checkpoint.Forkable)
            {
                var fork = RunFork.Create(Guid.NewGuid(), TestEngine.Owner, engine.Workflow, run, stored, checkpoint.Seq, Patch.Empty, questions, engine.Codec, engine.Clock.GetUtcNow());
                await engine.Store.StartAsync(fork, default);
                await engine.RunDueAsync();
                await engine.AnswerAsync(fork.Id, "q", "yes");
                await engine.SignalAsync(fork.Id, "go", "1", "now");
                Assert.Equal(RunStatus.Completed, await engine.StatusAsync(fork.Id));
                Assert.Equal((await engine.StateAsync(run)).Get(Log), (await engine.StateAsync(fork.Id)).Get(Log));
                Assert.Empty(RunReplay.Differences(engine.Workflow, (await engine.Store.HistoryAsync(fork.Id, default))!, engine.Codec));
            }
            else
            {
                var reason = Assert.Throws<WorkflowRuntimeException>(() =>
                    RunFork.Create(Guid.NewGuid(), TestEngine.Owner, engine.Workflow, run, stored, checkpoint.Seq, Patch.Empty, questions, engine.Codec, engine.Clock.GetUtcNow())).Message;
                Assert.Matches("inside a super-step|Nothing follows", reason);
            }
        }
    }

    [Fact]
    public void Changes_name_channels_that_exist_and_values_that_fit()
    {
        var (workflow, codec) = (Whole(), new StepCodec(JsonSerializerOptions.Web));
        var patch = StateChange.Read(workflow, JsonElement.Parse("""{"word":"w","log":["a","b"],"count":7}"""), codec);
        var state = PatchMerger.Apply(PatchMerger.Apply(workflow.InitialState, Patch.Empty.Add(Log, "old").Add(Count, 1)), patch);
        Assert.Equal(("w", "a b", 7L), (state.Get(Word), string.Join(' ', state.Get(Log)), state.Get(Count)));
        foreach (var (json, message) in new[] { ("""{"wrd":1}""", "no channel 'wrd'"), ("""{"count":"many"}""", "no value for the channel 'count'"), ("[]", "an object") })
            Assert.Contains(message, Assert.Throws<WorkflowRuntimeException>(() => StateChange.Read(workflow, JsonElement.Parse(json), codec)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no node 'wait': say in the migration", "wait")]
    [InlineData("has no channel 'word', and the migration does not say", "word")]
    [InlineData("does not take", "signal")]
    [InlineData("is none for that channel", "type")]
    [InlineData("no compensation of 'wait'", "compensation")]
    [InlineData("The migration writes 'alien'", "alien")]
    public async Task What_has_no_place_in_the_new_version_stops_a_migration_and_is_named(string expected, string what)
    {
        static WorkflowBuilder Version(int version, string? what)
        {
            var builder = new WorkflowBuilder("moving", version).Channels(Log);
            builder = what == "word" ? builder : builder.Channels(what == "type" ? Channel.LastValue<int>("word") : Word);
            var wait = what == "wait" ? "other" : "wait";
            builder.Node("first", _ => NodeResult.Next(Patch.Empty.Set(Word, "w"))).Node(wait, _ => NodeResult.WaitForSignal("go")).Edge("first", wait).Edge(wait, Workflow.End).Start("first");
            builder.Signal(what == "signal" ? "stop" : "go");
            return what == "compensation" || what == "wait" ? builder : builder.Compensate(wait, _ => NodeResult.Next());
        }

        var old = Version(1, null).Build();
        var engine = new TestEngine(old);
        var run = await engine.RunAsync();
        var migration = new WorkflowMigration(old, Version(2, what).Build()) { State = _ => what == "alien" ? Patch.Empty.Add(Channel.Counter("alien"), 1) : Patch.Empty };
        var stored = (await engine.Store.HistoryAsync(run, default))!;
        Assert.Contains(expected, Assert.Throws<WorkflowRuntimeException>(() => RunMigration.Create(run, migration, stored, engine.Codec, default)).Message, StringComparison.Ordinal);
        Assert.Throws<WorkflowDefinitionException>(() => new WorkflowMigration(old, old));
    }

    [Fact]
    public async Task A_run_inside_a_super_step_is_not_migrated_and_one_that_waits_at_a_join_is()
    {
        static Workflow Version(int version, bool pause) => new WorkflowBuilder("joining", version).Channels(Log)
            .Node("fork", _ => NodeResult.Next()).Node("quick", _ => Say("quick"))
            .Node("slow", _ => pause ? throw new IOException("later") : NodeResult.Sleep(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero)), new NodeOptions { Retry = new RetryPolicy { FirstDelay = TimeSpan.FromHours(1), MaxDelay = TimeSpan.FromHours(1) } })
            .Node("meet", _ => Say($"met in {version}")).Edge("fork", "quick").Edge("fork", "slow").Join("meet", "quick", "slow").Edge("meet", Workflow.End).Start("fork").Build();

        var paused = new TestEngine(Version(1, pause: true));
        var run = await paused.RunAsync();
        var stored = (await paused.Store.HistoryAsync(run, default))!;
        Assert.Contains("not merged yet", Assert.Throws<WorkflowRuntimeException>(() => RunMigration.Create(run, new(Version(1, true), Version(2, true)), stored, paused.Codec, default)).Message, StringComparison.Ordinal);

        var asleep = new TestEngine(Version(1, pause: false));
        run = await asleep.RunAsync();
        var step = RunMigration.Create(run, new(Version(1, false), Version(2, false)), (await asleep.Store.HistoryAsync(run, default))!, asleep.Codec, asleep.Clock.GetUtcNow());
        Assert.True(await asleep.Store.MigrateAsync(step, default));
        var next = new TestEngine(Version(2, pause: false), asleep.Store, asleep.Clock);
        await next.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(["quick", "met in 2"], (await next.StateAsync(run)).Get(Log));
    }
}
