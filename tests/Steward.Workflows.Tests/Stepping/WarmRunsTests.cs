using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Tests.Stepping;

/// <summary>What a process remembers of waiting runs saves a load, and is never used once somebody else has had the run.</summary>
public sealed class WarmRunsTests
{
    static readonly Channel<ImmutableList<string>> Log = Channel.Append<string>("log");

    static Workflow Chat(int version = 1) => new WorkflowBuilder("warm", version).Channels(Log)
        .Node("say", context => NodeResult.Next(Patch.Empty.Add(Log, $"after {context.State.Get(Log).Count}")))
        .Node("ask", context => NodeResult.Interrupt(new InterruptRequest(context.Key, JsonSerializer.SerializeToElement("more?"))))
        .Edge("say", "ask").Conditional("ask", _ => "say", "say", Workflow.End).Start("say").Build();

    static RunLease Lease(Guid run, long fence, long seq) => new(run, Guid.Empty, "warm", 1, fence, seq, 0, 0, 0, false);

    static WarmRun Run(Workflow workflow, long seq, long bytes = 100) => new(RunImage.Before(workflow) with { Seq = seq }, [], new SnapshotAge(1, bytes, 0));

    [Fact]
    public void Only_the_very_next_claim_at_the_same_step_finds_it_and_only_once()
    {
        var (workflow, run) = (Chat(), Guid.NewGuid());
        var warm = new WarmRuns(1_000_000);
        Assert.Null(warm.Take(Lease(run, 4, 9), workflow));

        warm.Keep(run, 3, Run(workflow, 9));
        Assert.NotNull(warm.Take(Lease(run, 4, 9), workflow));
        Assert.Null(warm.Take(Lease(run, 4, 9), workflow));

        // Somebody else held it in between, even without a step; somebody added a step; the very same lease again.
        foreach (var (fence, seq) in new[] { (5L, 9L), (4L, 10L), (4L, 8L), (3L, 9L) })
        {
            warm.Keep(run, 3, Run(workflow, 9));
            Assert.Null(warm.Take(Lease(run, fence, seq), workflow));
        }
        warm.Keep(run, 3, Run(workflow, 9));
        Assert.Null(warm.Take(Lease(run, 4, 9), Chat(version: 2)));
    }

    [Fact]
    public void It_keeps_no_more_bytes_than_it_may_and_forgets_the_longest_unused_first()
    {
        var workflow = Chat();
        var runs = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToList();
        var warm = new WarmRuns(3 * 11_024);
        foreach (var run in runs)
            warm.Keep(run, 1, Run(workflow, 5, bytes: 10_000));
        Assert.Null(warm.Take(Lease(runs[0], 2, 5), workflow));
        warm.Keep(runs[0], 1, Run(workflow, 5, bytes: 1_000_000));
        Assert.Null(warm.Take(Lease(runs[0], 2, 5), workflow));
        Assert.All(runs.Skip(1), run => Assert.NotNull(warm.Take(Lease(run, 2, 5), workflow)));
    }

    /// <summary>Counts loads, and is otherwise the store in memory.</summary>
    public class Loads : System.Reflection.DispatchProxy
    {
        ICheckpointStore? inner;

        public int Count { get; private set; }

        public static (ICheckpointStore Store, Loads Counter) Over(ICheckpointStore store)
        {
            var proxy = Create<ICheckpointStore, Loads>();
            var counter = (Loads)(object)proxy;
            counter.inner = store;
            return (proxy, counter);
        }

        protected override object? Invoke(System.Reflection.MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(ICheckpointStore.LoadAsync))
                Count++;
            return targetMethod.Invoke(inner, args);
        }
    }

    static async Task TurnAsync(TestEngine engine, RunLoop loop, Guid run)
    {
        if ((await engine.FindAsync(run)).Status == RunStatus.Waiting)
        {
            var task = (await engine.Store.HistoryAsync(run, default))!.Steps.Count(step => step.Kind == StepKind.Finished) * 2;
            Assert.Equal(AnswerResult.Answered, (await engine.Store.AnswerAsync(run, StepRunner.KeyOf(run, task), JsonSerializer.SerializeToElement("yes"), default)).Result);
        }
        using var control = new RunControl(default);
        Assert.Equal(RunExit.Settled, await loop.RunAsync(Assert.Single(await engine.ClaimAsync()), engine.Workflow, control));
    }

    [Fact]
    public async Task The_next_turn_of_a_conversation_loads_nothing_and_ends_as_if_it_had()
    {
        var clock = new TestClock();
        var (store, loads) = Loads.Over(new InMemoryCheckpointStore(clock));
        var engine = new TestEngine(Chat(), store, clock);
        var loop = engine.Loop();
        var run = await engine.StartAsync();
        for (var turn = 0; turn < 30; turn++)
            await TurnAsync(engine, loop, run);
        Assert.Equal(1, loads.Count);
        // A snapshot was made on the way, by the same rule as without the memory.
        Assert.Contains((await store.HistoryAsync(run, default))!.Steps, step => step.Snapshot is not null);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"after {i}"), (await engine.StateAsync(run)).Get(Log));
    }

    [Fact]
    public async Task Two_processes_that_take_turns_never_see_what_they_remember_from_before()
    {
        var clock = new TestClock();
        var (store, loads) = Loads.Over(new InMemoryCheckpointStore(clock));
        var engine = new TestEngine(Chat(), store, clock);
        RunLoop[] processes = [engine.Loop(), engine.Loop()];
        var run = await engine.StartAsync();
        int[] order = [0, 0, 1, 0, 1, 1, 0, 0];
        foreach (var process in order)
            await TurnAsync(engine, processes[process], run);
        Assert.Equal(Enumerable.Range(0, order.Length).Select(i => $"after {i}"), (await engine.StateAsync(run)).Get(Log));
        // Loaded at every change of the process, and only then.
        Assert.Equal(5, loads.Count);
    }
}
