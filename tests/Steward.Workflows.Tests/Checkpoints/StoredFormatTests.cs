using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Tests.Checkpoints;

/// <summary>
/// Rows as formats 1 and 2 wrote them. They are never edited: a change of the format adds literals, and these must still load, and the runs go on.
/// </summary>
public sealed class StoredFormatTests
{
    static readonly Channel<ImmutableList<string>> Log = Channel.Append<string>("log");
    static readonly Channel<ImmutableHashSet<string>> Tags = Channel.SetUnion<string>("tags");
    static readonly Channel<long> Count = Channel.Counter("count");
    static readonly Channel<ImmutableHashSet<string>> Ready = Channel.Barrier("ready", "x", "y");
    static readonly Channel<JsonElement?> Answer = Channel.LastValue<JsonElement?>("answer");
    static readonly Channel<string?> Big = Channel.LastValue<string?>("big");

    static readonly Workflow Old = new WorkflowBuilder("stored", 1).Channels(Log, Tags, Count, Ready, Answer, Big)
        .Node("plan", context => NodeResult.Next(Patch.Empty.Add(Log, "plan").Add(Tags, "t").Arrive(Ready, "x")))
        .Node("ask", context => NodeResult.Interrupt(new InterruptRequest("q" + context.Input, JsonElement.Parse("1"), ExpiresAt: DateTimeOffset.UnixEpoch), answerInto: Answer))
        .Node("act", context => NodeResult.Next(Patch.Empty.Add(Log, $"act{context.Input}:{context.Answer}").Add(Count, 1)))
        .Node("meet", context => NodeResult.Next(Patch.Empty.Add(Log, "meet")))
        .ForEach("plan", _ => new[] { 1, 2 }, "ask", "meet").Edge("ask", "act").Edge("act", "meet").Edge("meet", Workflow.End)
        .Start("plan").Build();

    const string Started = """{"task":0,"patch":{"log":["hello"],"count":40},"blobs":{"big":"b1"},"plan":{"tasks":[{"id":1,"node":"plan"}],"next":2}}""";
    const string Planned = """
        {"task":1,"patch":{"log":["plan"],"tags":["t"],"ready":["x"]},
         "plan":{"tasks":[{"id":3,"node":"ask","input":1,"group":2},{"id":4,"node":"ask","input":2,"group":2}],"next":5,"groups":[{"id":2,"join":"meet","items":true,"open":2}]}}
        """;
    const string AskedOne = """{"task":3,"key":"q1","into":"answer","wake":"2026-12-24T18:00:00+00:00"}""";
    const string FailedTwo = """{"task":4,"error":"TimeoutException: too slow","notBefore":"2026-11-20T09:00:01+00:00"}""";
    const string AskedTwo = """{"task":4,"key":"q2","into":"answer","plan":{"next":5,"groups":[{"id":2,"join":"meet","items":true,"open":2}]}}""";
    const string AnsweredOne = """
        {"task":3,"patch":{"answer":"yes"},"key":"q1","plan":{"tasks":[{"id":5,"node":"act","input":1,"answer":"yes","group":2}],"next":6,"groups":[{"id":2,"join":"meet","items":true,"open":2}]}}
        """;
    const string Snapshot = """
        {"state":{"answer":"yes","count":40,"log":["hello","plan"],"ready":["x"],"tags":["t"]},"blobs":{"big":"b1"},"ready":[{"id":5,"node":"act","input":1,"answer":"yes","group":2}],
         "parked":[{"id":4,"node":"ask","input":2,"group":2,"key":"q2","into":"answer"}],"groups":[{"id":2,"join":"meet","items":true,"open":2}],
         "arrivals":[{"node":"meet","group":2,"from":["act"]}],"visits":{"ask":2},"next":6}
        """;
    const string Set = """{"task":5,"patch":{"log":["only"],"count":1,"big":null},"set":["log"],"plan":{"next":6,"groups":[{"id":2,"join":"meet","items":true,"open":1}]}}""";

    static readonly Dictionary<string, ReadOnlyMemory<byte>> Blobs = new(StringComparer.Ordinal) { ["b1"] = Encoding.UTF8.GetBytes("\"a large text\"") };

    static readonly StepCodec Codec = new(JsonSerializerOptions.Web);

    static StoredStep Row(long seq, StepKind kind, string node, string delta, string? snapshot = null, int format = 1) => new(
        seq, kind, node, 1, DateTimeOffset.UnixEpoch, 5, format, Encoding.UTF8.GetBytes(delta), snapshot is null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(snapshot));

    static readonly StoredRun Whole = new(
    [
        Row(0, StepKind.Started, "plan", Started), Row(1, StepKind.Finished, "plan", Planned), Row(2, StepKind.Interrupted, "ask", AskedOne), Row(3, StepKind.Retrying, "ask", FailedTwo),
        Row(4, StepKind.Interrupted, "ask", AskedTwo), Row(5, StepKind.Answered, "ask", AnsweredOne, Snapshot), Row(6, StepKind.Finished, "act", Set),
    ], Blobs);

    [Fact]
    public void Every_checkpoint_of_an_old_run_can_be_rebuilt()
    {
        var history = RunHistory.Checkpoints(Old, Whole, Codec);
        Assert.Equal(["hello"], Texts(history[0], "log"));
        Assert.Equal("a large text", history[0].State.GetProperty("big").GetString());
        Assert.Equal(["ask", "ask"], history[1].Ready);
        Assert.Equal("TimeoutException: too slow", history[3].Error);
        Assert.Equal((0, 2), (history[4].Ready.Count, history[4].Waiting.Count));
        Assert.Equal("yes", history[5].State.GetProperty("answer").GetString());
        Assert.Equal(["only"], Texts(history[6], "log"));
        Assert.Equal((41L, JsonValueKind.Null), (history[6].State.GetProperty("count").GetInt64(), history[6].State.GetProperty("big").ValueKind));
        Assert.Equal(["ask"], history[6].Waiting);
    }

    [Fact]
    public void A_snapshot_says_the_same_as_the_steps_before_it()
    {
        var folded = RunLoader.Load(Old, Whole with { Steps = [.. Whole.Steps.Take(6).Select(step => step with { Snapshot = null })] }, Codec);
        var loaded = RunLoader.Load(Old, Whole with { Steps = [Whole.Steps[5]] }, Codec);
        Assert.Equal(folded.Seq, loaded.Seq);
        Assert.Equal(folded.State.Get(Log), loaded.State.Get(Log));
        Assert.Equal(folded.State.Get(Big), loaded.State.Get(Big));
        Assert.Equal(folded.Position.Ready.Select(task => (task.Id, task.Node, task.Group, task.Input?.ToString(), task.Answer?.ToString())),
            loaded.Position.Ready.Select(task => (task.Id, task.Node, task.Group, task.Input?.ToString(), task.Answer?.ToString())));
        Assert.Equal(folded.Position.Parked.Select(parked => (parked.Task.Id, parked.Interrupt)), loaded.Position.Parked.Select(parked => (parked.Task.Id, parked.Interrupt)));
        Assert.Equal(2, loaded.Position.Visits["ask"]);
        Assert.Equal(["act"], Assert.Single(loaded.Position.Arrivals).From);
    }

    [Fact]
    public void What_is_written_today_reads_back_as_it_was()
    {
        foreach (var row in Whole.Steps)
        {
            var step = Codec.Decode(row, Old.Channels, Blobs);
            var again = Codec.Encode(step, null, Blobs.Keys.ToHashSet());
            var expected = row.Delta.Span;
            // Large values go back to their place by content, so only their hash differs from the literal's.
            if (!Encoding.UTF8.GetString(expected).Contains("blobs", StringComparison.Ordinal))
                Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(again.Delta.Span)), Encoding.UTF8.GetString(again.Delta.Span));
        }
    }

    [Fact]
    public void Members_that_were_added_to_format_1_load()
    {
        var workflow = new WorkflowBuilder("added", 1).Channels(Log).Signal("paid").Node("book", _ => NodeResult.Next()).Node("wait", _ => NodeResult.WaitForSignal("paid"))
            .Edge("book", "wait").Edge("wait", Workflow.End).Compensate("book", _ => NodeResult.Next()).Start("book").Build();
        var run = new StoredRun(
        [
            Row(0, StepKind.Started, "book", """{"task":0,"plan":{"tasks":[{"id":1,"node":"book"}],"next":2}}"""),
            Row(1, StepKind.Finished, "book", """{"task":1,"note":"b-7","plan":{"tasks":[{"id":2,"node":"wait"}],"next":3}}"""),
            Row(2, StepKind.Listening, "wait", """{"task":2,"wake":"2026-12-24T18:00:00+00:00","signal":"paid","plan":{"next":3}}""",
                """{"state":{},"ready":[],"parked":[{"id":2,"node":"wait","signal":"paid","wake":"2026-12-24T18:00:00+00:00"}],"signals":{"paid":4},"undoable":[{"task":1,"node":"book","note":"b-7"}],"next":3}"""),
            Row(3, StepKind.Cancelling, "wait", """{"task":0,"error":"why"}"""),
            Row(4, StepKind.Compensated, "book", """{"task":3,"patch":{"log":["undone"]}}"""),
        ], Blobs);
        var waiting = RunLoader.Load(workflow, run with { Steps = [.. run.Steps.Take(3)] }, Codec).Position;
        Assert.Equal(("paid", 4L, "b-7"), (Assert.Single(waiting.Parked).Signal, waiting.Signals["paid"], Assert.Single(waiting.Undoable).Note!.Value.GetString()));
        var cancelling = RunLoader.Load(workflow, run with { Steps = [.. run.Steps.Take(4)] }, Codec).Position;
        Assert.Equal(("why", "book", 3), (cancelling.Undoing!.Reason, Assert.Single(cancelling.Ready).Node, cancelling.Ready[0].Id));
        var done = RunLoader.Load(workflow, run, Codec);
        Assert.Equal((true, "undone"), (done.Position.IsOver, Assert.Single(done.State.Get(Log))));
    }

    [Fact]
    public void What_format_2_plans_is_a_change_of_where_the_run_stood()
    {
        var workflow = new WorkflowBuilder("changes", 1).Channels(Log)
            .Node("list", _ => NodeResult.Next()).Node("split", _ => NodeResult.Next()).Node("x", _ => NodeResult.Next()).Node("y", _ => NodeResult.Next()).Node("pair", _ => NodeResult.Next()).Node("all", _ => NodeResult.Next())
            .ForEach("list", _ => new[] { 1, 2 }, "split", "all").Edge("split", "x").Edge("split", "y").Join("pair", "x", "y").Edge("pair", "all").Edge("all", Workflow.End).Start("list").Build();
        var run = new StoredRun(
        [
            Row(0, StepKind.Started, "list", """{"task":0,"plan":{"tasks":[{"id":1,"node":"list"}],"next":2}}""", format: 2),
            Row(1, StepKind.Finished, "list", """{"task":1,"plan":{"tasks":[{"id":3,"node":"split","input":1,"group":2},{"id":4,"node":"split","input":2,"group":2}],"next":5,"groups":[{"id":2,"join":"all","items":true,"open":2}]}}""", format: 2),
            Row(2, StepKind.Finished, "split", """{"task":3}""", format: 2),
            Row(3, StepKind.Finished, "split", """{"task":4,"plan":{"tasks":[{"id":5,"node":"x","input":1,"group":2},{"id":6,"node":"y","input":2,"group":2}],"next":7}}""", format: 2),
            Row(4, StepKind.Finished, "x", """{"task":5}""", format: 2),
            Row(5, StepKind.Finished, "y", """{"task":6,"plan":{"next":7,"groups":[{"id":2,"join":"all","items":true,"open":3}],"arrivals":[{"node":"pair","group":2,"item":1,"from":["x"]},{"node":"pair","group":2,"item":2,"from":["y"]}]}}""", format: 2),
        ], Blobs);
        RunPosition At(int steps) => RunLoader.Load(workflow, run with { Steps = [.. run.Steps.Take(steps)] }, Codec).Position;
        Assert.Equal((2, "all"), (Assert.Single(At(4).Groups).Open, At(4).Groups[0].Join));
        Assert.Equal(["x of 1", "y of 2"], At(6).Arrivals.Select(arrival => $"{Assert.Single(arrival.From)} of {arrival.Item}"));
        var closing = Codec.Decode(Row(6, StepKind.Finished, "pair", """{"task":0,"plan":{"next":9,"closed":[2],"joined":[0]}}""", format: 2), workflow.Channels, Blobs, At(6)).Plan!;
        Assert.Empty(closing.Groups);
        Assert.Equal("y", Assert.Single(Assert.Single(closing.Arrivals).From));
        // The same row in format 1 says that nothing else is there.
        Assert.Empty(Codec.Decode(Row(6, StepKind.Finished, "pair", """{"task":0,"plan":{"next":9}}"""), workflow.Channels, Blobs, At(6)).Plan!.Arrivals);
    }

    [Fact]
    public async Task Of_many_open_branches_each_step_tells_only_its_own()
    {
        const int Items = 300;
        var workflow = new WorkflowBuilder("wide", 1).Channels(Log).Node("list", _ => NodeResult.Next()).Node("split", _ => NodeResult.Next()).Node("all", _ => NodeResult.Next()).Node("pair", _ => NodeResult.Next())
            .Node("x", context => NodeResult.WaitForSignal("go")).Node("y", _ => NodeResult.Next()).Signal("go")
            .ForEach("list", _ => Enumerable.Range(0, Items), "split", "all").Parallel("split", ["x", "y"], "pair").Edge("x", "pair").Edge("y", "pair").Edge("pair", "all").Edge("all", Workflow.End).Start("list").Build();
        var engine = new TestEngine(workflow);
        var run = await engine.RunAsync();
        for (var i = 0; i < Items; i++)
            await engine.Store.SignalAsync(run, new Steward.Workflows.Signals.Signal("go", $"{i}", JsonElement.Parse("1")), default);
        await engine.RunDueAsync();
        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
        var steps = (await engine.Store.HistoryAsync(run, default))!.Steps;
        Assert.InRange(steps.Where(step => step.Kind == StepKind.Signalled).Max(step => step.Delta.Length), 0, 400);
    }

    [Fact]
    public void A_newer_format_a_missing_step_a_missing_value_and_an_unknown_channel_are_said_clearly()
    {
        Assert.Contains("format 3", Failure(Whole with { Steps = [Row(0, StepKind.Started, "plan", Started, format: 3)] }), StringComparison.Ordinal);
        Assert.Contains("steps 2 to 2", Failure(Whole with { Steps = [.. Whole.Steps.Where(step => step.Seq is not 2 and < 5)] }), StringComparison.Ordinal);
        Assert.Contains("'big' is not kept", Failure(Whole with { Blobs = new Dictionary<string, ReadOnlyMemory<byte>>() }), StringComparison.Ordinal);
        Assert.Contains("channel 'gone'", Failure(new StoredRun([Row(0, StepKind.Started, "plan", """{"task":0,"patch":{"gone":1},"plan":{"next":1}}""")], Blobs)), StringComparison.Ordinal);
        Assert.Contains("no stored step", Failure(new StoredRun([], Blobs)), StringComparison.Ordinal);

        static string Failure(StoredRun run) => Assert.Throws<WorkflowRuntimeException>(() => RunLoader.Load(Old, run, Codec)).Message;
    }

    static IEnumerable<string?> Texts(Checkpoint checkpoint, string channel) => checkpoint.State.GetProperty(channel).EnumerateArray().Select(item => item.GetString());
}
