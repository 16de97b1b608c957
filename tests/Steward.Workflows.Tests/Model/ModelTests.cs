using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Tests.Model;

/// <summary>
/// Random graphs under random schedules of crashes, overslept leases and repeated answers end as the sequential interpreter says. FsCheck prints the seed and
/// the smallest shape of a failure.
/// </summary>
public sealed class ModelTests
{
    static Arbitrary<(Shape Shape, int Seed)> Cases =>
        Arb.From(
            Shape.Arbitrary.Generator.SelectMany(shape => Gen.Choose(0, int.MaxValue - 1).Select(seed => (shape, seed))),
            one => Shape.Arbitrary.Shrinker(one.shape).Select(shape => (shape, one.seed)));

    static void Check(int tests, Func<Shape, int, Task> property) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(tests).WithEndSize(40), Prop.ForAll(Cases, one => property(one.Shape, one.Seed).GetAwaiter().GetResult()));

    [Fact]
    public void Undisturbed_runs_do_what_the_interpreter_says() => Check(300, async (shape, seed) => await RunAsync(shape, seed, crash: 0));

    [Fact]
    public void Crashes_and_lost_leases_change_nothing_in_the_end() => Check(300, async (shape, seed) => await RunAsync(shape, seed, crash: 0.15));

    [Fact]
    public void Without_waiting_parts_even_the_order_of_the_state_is_the_same_after_crashes() => Check(200, async (shape, seed) =>
    {
        if (!shape.IsDeterministic)
            return;
        Assert.Equal(await RunAsync(shape, seed, crash: 0), await RunAsync(shape, seed, crash: 0.2));
    });

    /// <returns>The log, in the order of the state.</returns>
    static async Task<IReadOnlyList<string>> RunAsync(Shape shape, int seed, double crash)
    {
        var chance = new Random(seed);
        var clock = new TestClock();
        var outside = new Outside(clock);
        var program = new CompiledShape(shape, outside);
        var memory = new InMemoryCheckpointStore(clock);
        var engine = new TestEngine(program.Workflow, memory, clock);
        var depth = 0;
        RunLoop loop = null!;
        var store = new UnreliableStore(memory, chance, crash, OversleepAsync);
        loop = new RunLoop(store, engine.Codec, clock, new Random(seed), NullLogger<RunLoop>.Instance);
        var run = await engine.StartAsync();
        var stored = new Dictionary<string, int>(StringComparer.Ordinal);

        for (var round = 0; (await engine.StatusAsync(run)) is not (RunStatus.Completed or RunStatus.Failed); round++)
        {
            Assert.True(round < 20_000, "The run never ends.");
            await AdvanceAsync();
            await AnswerSomeAsync();
            clock.Advance(crash > 0 || round % 2 == 1 ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(1));
        }

        var summary = await engine.FindAsync(run);
        Assert.Equal((RunStatus.Completed, null), (summary.Status, summary.Reason));
        var state = await engine.StateAsync(run);
        var log = state.Get(CompiledShape.Log);
        Assert.Equal(program.Expected, log.Order(StringComparer.Ordinal));
        Assert.Equal(program.Expected.Count, state.Get(CompiledShape.Count));
        // Outside, a repeated call carries the key of the first: a receiver that knows keys sees each execution once.
        Assert.Equal(program.Expected.Count, outside.Calls.Count);
        if (crash == 0)
            Assert.All(outside.Calls, call => Assert.Equal(1, call.Value));
        Assert.Equal(stored.Values.Order(), outside.Answers.Distinct().Order());
        HistoryIsSound(await engine.HistoryAsync(run));
        return log;

        async Task AdvanceAsync()
        {
            foreach (var lease in await engine.ClaimAsync())
            {
                using var control = new RunControl(default);
                try
                {
                    await loop.RunAsync(lease, program.Workflow, control);
                }
                catch (SimulatedCrash)
                {
                    clock.Advance(TestEngine.Lease);
                }
            }
        }

        // The holder sleeps through its lease; somebody else takes the run and may get far, or crash, or oversleep too.
        async Task OversleepAsync()
        {
            if (depth > 3)
                return;
            depth++;
            clock.Advance(TestEngine.Lease);
            await AdvanceAsync();
            depth--;
        }

        async Task AnswerSomeAsync()
        {
            foreach (var key in outside.Questions.Where(_ => chance.Next(3) == 0).ToList())
            {
                for (var repeats = chance.Next(1, 4); repeats > 0; repeats--)
                {
                    var outcome = await memory.AnswerAsync(run, key, JsonSerializer.SerializeToElement(chance.Next()), default);
                    if (outcome.Result is AnswerResult.Answered)
                        Assert.True(stored.TryAdd(key, outcome.Stored!.Value.GetInt32()));
                    else if (outcome.Result is AnswerResult.AlreadyAnswered)
                        Assert.Equal(stored[key], outcome.Stored!.Value.GetInt32());
                    else
                        // Asked by an attempt that was never committed: for everybody else the question does not exist.
                        Assert.Equal(AnswerResult.NotFound, outcome.Result);
                }
            }
        }
    }

    /// <summary>What an auditor can check offline: numbers without gaps, and each planned task ended by exactly one step.</summary>
    static void HistoryIsSound(IReadOnlyList<Checkpoint> history)
    {
        Assert.Equal(Enumerable.Range(0, history.Count).Select(i => (long)i), history.Select(step => step.Seq));
        Assert.Equal(StepKind.Started, history[0].Kind);
        Assert.Empty(history[^1].Ready);
        Assert.Empty(history[^1].Waiting);
    }
}
