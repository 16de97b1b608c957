using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Signals;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Tests.Model;

/// <param name="Crash">The chance that a holder dies, or sleeps through its lease, at each place where it can.</param>
/// <param name="Jumps">The clock jumps, forwards and backwards, by up to three hours.</param>
/// <param name="Cancels">Somebody cancels the run, at any moment.</param>
/// <param name="Forks">When all is over, another run goes on from one of its checkpoints.</param>
/// <param name="Plant">Puts a faulty store between the engine and the true one: the checker must see it.</param>
sealed record Disturbance(double Crash = 0, bool Jumps = false, bool Cancels = false, bool Forks = false, Func<ICheckpointStore, ICheckpointStore>? Plant = null, Func<NodeContext, string>? Keys = null)
{
    /// <summary>The chance that something happens while a commit is on its way; twice that of a crash, unless said otherwise.</summary>
    public double? Meanwhile { get; init; }
}

/// <summary>
/// One run of a random shape on a simulated clock, under a schedule that follows from the seed alone: who finishes first, who dies where, who sleeps through
/// its lease, who believes that it still holds what another one holds, when answers come and how often.
/// </summary>
sealed class ModelRun
{
    const int MaxRounds = 3_000;

    readonly Disturbance disturbance;
    readonly Random chance;
    readonly TestClock clock = new();
    readonly Turns turns;
    readonly Outside outside;
    readonly CompiledShape program;
    readonly InMemoryCheckpointStore memory;
    readonly TestEngine engine;
    readonly ICheckpointStore claiming;
    readonly RunLoop loop;
    readonly Dictionary<string, int> stored = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> sent = new(StringComparer.Ordinal);

    /// <summary>Of those who took the run in the moment of its start or of an answer, and have not begun yet; some never do.</summary>
    readonly Queue<RunLease> direct = new();
    Guid run;
    RunLease? old;
    int depth;

    public ModelRun(Shape shape, int seed, Disturbance disturbance)
    {
        this.disturbance = disturbance;
        chance = new Random(seed);
        turns = new Turns(new Random(seed + 1));
        outside = new Outside(clock, turns);
        program = new CompiledShape(shape, outside, disturbance.Keys);
        memory = new InMemoryCheckpointStore(clock);
        claiming = disturbance.Plant?.Invoke(memory) ?? memory;
        engine = new TestEngine(program.Workflow, claiming, clock);
        loop = new RunLoop(new UnreliableStore(claiming, chance, disturbance.Crash, disturbance.Meanwhile ?? 2 * disturbance.Crash, MeanwhileAsync), engine.Codec, clock, new Random(seed), NullLogger<RunLoop>.Instance);
    }

    /// <summary>Runs to the end and checks everything.</summary>
    public async Task<(IReadOnlyList<string> Log, IReadOnlyList<Checkpoint> History)> RunAsync()
    {
        run = await StartAsync();
        var status = await UntilOverAsync();
        await ZombieAsync();
        var result = await CheckAsync(status);
        if (disturbance.Forks && status == RunStatus.Completed)
            await ForkAsync(result.Item1, result.Item2);
        return result;
    }

    async Task<RunStatus> UntilOverAsync()
    {
        var cancelAt = disturbance.Cancels ? chance.Next(0, 12) : -1;
        RunStatus status;
        for (var round = 0; (status = await engine.StatusAsync(run)) is not (RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled); round++)
        {
            Assert.True(round < MaxRounds, "The run never ends.");
            if (round == cancelAt)
                await memory.CancelAsync(run, default);
            await AdvanceAsync();
            await AnswerSomeAsync();
            await SignalSomeAsync();
            clock.Advance(disturbance.Crash > 0 || round % 2 == 1 ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(1));
            // Not for ever: a clock that always falls back never reaches the time that a run sleeps until.
            if (disturbance.Jumps && round < 100 && chance.Next(4) == 0)
                clock.Advance(TimeSpan.FromMinutes(chance.Next(-180, 180)));
        }
        return status;
    }

    /// <summary>
    /// What was done before the checkpoint is not done again, what follows is, as work of the fork, with answers and signals of its own; the end is that of the origin, which
    /// does not notice.
    /// </summary>
    async Task ForkAsync(IReadOnlyList<string> log, IReadOnlyList<Checkpoint> history)
    {
        var places = history.Where(checkpoint => checkpoint.Forkable).ToList();
        var (origin, at) = (run, places[chance.Next(places.Count)]);
        run = Guid.NewGuid();
        var told = stored.Values.Concat(sent.Values).ToHashSet();
        (old, depth) = (null, 0);
        direct.Clear();
        stored.Clear();
        sent.Clear();
        outside.Answers.Clear();
        outside.Signals.Clear();
        var fork = RunFork.Create(
            run, TestEngine.Owner, program.Workflow, origin, (await memory.HistoryAsync(origin, default))!, at.Seq, Patch.Empty, await memory.QuestionsAsync(origin, default), engine.Codec, clock.GetUtcNow());
        Assert.True(await claiming.StartAsync(fork, default));
        Assert.Equal(RunStatus.Completed, await UntilOverAsync());
        Assert.Equal(program.Expected, (await engine.StateAsync(run)).Get(CompiledShape.Log).Order(StringComparer.Ordinal));
        var before = at.State.TryGetProperty("log", out var words) ? words.GetArrayLength() : 0;
        Assert.Equal(program.Expected.Count - before, outside.Calls.Keys.Count(key => key.StartsWith($"{run:N}-", StringComparison.Ordinal)));
        // All its own answers are used; what its origin was told before the checkpoint may be too, and nothing else.
        Assert.Superset(stored.Values.ToHashSet(), outside.Answers.ToHashSet());
        Assert.Subset(told.Concat(stored.Values).Concat(sent.Values).ToHashSet(), outside.Answers.Concat(outside.Signals).ToHashSet());
        Assert.Equal(log, (await engine.StateAsync(origin)).Get(CompiledShape.Log));
        Assert.Equal(history.Count, (await engine.HistoryAsync(origin)).Count);
    }

    async Task<(IReadOnlyList<string>, IReadOnlyList<Checkpoint>)> CheckAsync(RunStatus status)
    {
        var history = await engine.HistoryAsync(run);
        HistoryIsSound(history);
        var log = (await engine.StateAsync(run)).Get(CompiledShape.Log);
        if (status == RunStatus.Cancelled)
        {
            Assert.True(disturbance.Cancels, "Nobody cancelled it.");
            IsUndone(history);
            Assert.DoesNotContain(log.GroupBy(word => word), words => words.Count() > program.Expected.Count(expected => expected == words.Key));
            return (log, history);
        }
        var summary = await engine.FindAsync(run);
        Assert.Equal((program.Failure is null ? RunStatus.Completed : RunStatus.Failed, program.Failure), (summary.Status, summary.Reason));
        Assert.Equal(program.Expected, log.Order(StringComparer.Ordinal));
        Assert.Equal(program.Expected.Count, (await engine.StateAsync(run)).Get(CompiledShape.Count));
        // Outside, a repeated call carries the key of the first: a receiver that knows keys sees each execution once.
        Assert.Equal(program.Expected.Count, outside.Calls.Count);
        if (disturbance is { Crash: 0, Cancels: false })
            Assert.All(outside.Calls, call => Assert.Equal(1, call.Value));
        // What somebody was told is stored has been used, and nothing else has.
        Assert.Equal(stored.Values.Order(), outside.Answers.Distinct().Order());
        // Each visit that waited got one signal, and each signal went to one of them, however often it was sent.
        Assert.Equal(sent.Values.Order(), outside.Signals.Distinct().Order());
        Assert.Empty(outside.Undone);
        return (log, history);
    }

    /// <summary>What had been done when the cancellation was stored is undone, the latest first, each once for a receiver that knows keys, and nothing else.</summary>
    void IsUndone(IReadOnlyList<Checkpoint> history)
    {
        var done = history.TakeWhile(step => step.Kind is not (StepKind.Cancelled or StepKind.Cancelling))
            .Where(step => step.Kind == StepKind.Finished && program.Workflow.Compensations.ContainsKey(step.Node)).Select(step => step.Node).ToList();
        Assert.Equal(done.Count == 0 ? StepKind.Cancelled : StepKind.Compensated, history[^1].Kind);
        Assert.Equal(Enumerable.Reverse(done), history.Where(step => step.Kind == StepKind.Compensated).Select(step => step.Node));
        var undone = outside.Undone.Distinct(StringComparer.Ordinal).ToList();
        Assert.Equal(done.Count, undone.Count);
        Assert.All(undone, key => Assert.True(outside.Calls.ContainsKey(key), "What was never done was undone."));
    }

    async Task<Guid> StartAsync()
    {
        var start = RunStart.Create(Guid.NewGuid(), TestEngine.Owner, program.Workflow, Patch.Empty, engine.Codec, clock.GetUtcNow());
        var held = chance.Next(2) == 0;
        await claiming.StartAsync(held ? start with { Holder = Claim() } : start, default);
        loop.Started(start);
        if (held)
            direct.Enqueue(start.Lease);
        return start.Id;
    }

    DirectClaim Claim() => new("direct", [(program.Workflow.Name, program.Workflow.Version)], clock.GetUtcNow() + TestEngine.Lease);

    async Task AdvanceAsync()
    {
        while (direct.TryDequeue(out var taken))
        {
            if (disturbance.Crash > 0 && chance.Next(6) == 0)
                clock.Advance(TestEngine.Lease);
            else
                await HoldAsync(old = taken);
        }
        foreach (var lease in await engine.ClaimAsync())
        {
            // Two workers may believe that they hold the run: by a former claim, or by the very same one.
            if (disturbance.Crash > 0 && old is not null && chance.Next(3) == 0)
                await HoldAsync(old);
            if (disturbance.Crash > 0 && chance.Next(6) == 0)
                await HoldAsync(lease);
            old = lease;
            await HoldAsync(lease);
        }
    }

    async Task HoldAsync(RunLease lease)
    {
        using var control = new RunControl(default);
        if (disturbance.Crash > 0 && chance.Next(8) == 0)
            control.Drain();
        try
        {
            if (await turns.UntilAsync(loop.RunAsync(lease, program.Workflow, control)) == RunExit.Drained)
                await claiming.ReleaseAsync(lease, TimeSpan.Zero, default);
        }
        catch (SimulatedCrash)
        {
            clock.Advance(TestEngine.Lease);
        }
    }

    /// <summary>While a commit is on its way: answers arrive, or the holder sleeps through its lease and somebody else takes the run and gets far.</summary>
    async Task MeanwhileAsync()
    {
        // Whoever answers may have another clock than whoever holds the run: for them, what has expired there is still open.
        var behind = disturbance.Jumps && chance.Next(2) == 0 ? TimeSpan.FromMinutes(30) : TimeSpan.Zero;
        clock.Advance(-behind);
        await AnswerSomeAsync();
        await SignalSomeAsync();
        clock.Advance(behind);
        if (depth > 3 || chance.Next(2) == 0)
            return;
        depth++;
        clock.Advance(TestEngine.Lease);
        await AdvanceAsync();
        depth--;
    }

    /// <summary>A worker that slept through everything wakes up when all is over, and tries.</summary>
    async Task ZombieAsync()
    {
        if (old is null)
            return;
        var (before, calls) = ((await engine.FindAsync(run)).Seq, outside.Calls.Values.Sum());
        await HoldAsync(old);
        Assert.Equal((before, calls), ((await engine.FindAsync(run)).Seq, outside.Calls.Values.Sum()));
    }

    async Task AnswerSomeAsync()
    {
        foreach (var key in outside.Questions.Where(_ => chance.Next(3) == 0).ToList())
        {
            for (var repeats = chance.Next(1, 4); repeats > 0; repeats--)
            {
                var answer = JsonSerializer.SerializeToElement(chance.Next());
                var (outcome, lease) = chance.Next(2) == 0 ? await memory.AnswerAsync(run, key, answer, Claim(), default) : (await memory.AnswerAsync(run, key, answer, default), null);
                if (lease is not null)
                {
                    if (chance.Next(2) == 0)
                        loop.Answered(lease, key, answer);
                    direct.Enqueue(lease);
                }
                if (outcome.Result is AnswerResult.Answered)
                    Assert.True(stored.TryAdd(key, outcome.Stored!.Value.GetInt32()), "Two answers to one question were stored.");
                else if (outcome.Result is AnswerResult.AlreadyAnswered)
                    Assert.Equal(stored[key], outcome.Stored!.Value.GetInt32());
                else
                    // Asked by an attempt that was never committed: for everybody else the question does not exist. Or its time is over.
                    Assert.True(outcome.Result is AnswerResult.NotFound or AnswerResult.Closed);
            }
        }
    }

    /// <summary>There are as many signals as visits that will wait for one: sent again and again, at any moment, most of them long before.</summary>
    async Task SignalSomeAsync()
    {
        foreach (var key in program.Signals.Where(_ => chance.Next(4) == 0))
        {
            for (var repeats = chance.Next(1, 4); repeats > 0; repeats--)
            {
                var payload = chance.Next();
                var result = await memory.SignalAsync(run, new Signal(CompiledShape.Signal, key, JsonSerializer.SerializeToElement(payload)), default);
                if (result == SignalResult.Accepted)
                    Assert.True(sent.TryAdd(key, payload), "A signal was accepted twice.");
                else
                    Assert.True(result == SignalResult.RunOver || (result == SignalResult.AlreadyReceived && sent.ContainsKey(key)));
            }
        }
    }

    /// <summary>What an auditor can check offline: numbers without gaps, nothing planned that did not end, nothing after the end.</summary>
    static void HistoryIsSound(IReadOnlyList<Checkpoint> history)
    {
        Assert.Equal(Enumerable.Range(0, history.Count).Select(i => (long)i), history.Select(step => step.Seq));
        Assert.Equal(StepKind.Started, history[0].Kind);
        Assert.DoesNotContain(StepKind.Cancelled, history.SkipLast(1).Select(step => step.Kind));
        // A failed run keeps its place.
        if (history[^1].Kind == StepKind.Failed)
            return;
        Assert.Empty(history[^1].Ready);
        Assert.Empty(history[^1].Waiting);
    }
}
