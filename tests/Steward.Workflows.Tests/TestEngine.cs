using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Events;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Signals;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Tests;

/// <summary>
/// A whole engine with a clock that only the test moves, in memory unless a store is given. One call of <see cref="RunDueAsync"/> does what workers do until
/// nothing is due.
/// </summary>
public sealed class TestEngine(Workflow workflow, ICheckpointStore? store = null, TestClock? clock = null, params IReadOnlyList<IRunObserver> observers)
{
    public static readonly Guid Owner = Guid.Parse("0198aaaa-0000-7000-8000-000000000001");
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    public TestClock Clock { get; } = clock ?? new();
    public StepCodec Codec { get; } = new(JsonSerializerOptions.Web);
    public ICheckpointStore Store => field ??= store ?? new InMemoryCheckpointStore(Clock);

    public async Task<Guid> StartAsync(Patch? input = null, Guid? id = null)
    {
        var run = id ?? Guid.NewGuid();
        await Store.StartAsync(RunStart.Create(run, Owner, workflow, input ?? Patch.Empty, Codec, Clock.GetUtcNow()), default);
        return run;
    }

    public async Task<Guid> RunAsync(Patch? input = null)
    {
        var run = await StartAsync(input);
        await RunDueAsync();
        return run;
    }

    public Workflow Workflow => workflow;

    /// <param name="afterCommit">Called as each step is about to be committed: too late to stop that one, early enough to let go after it.</param>
    public RunLoop Loop(Action? afterCommit = null) =>
        new(Store, Codec, Clock, new Random(1), NullLogger<RunLoop>.Instance, _ => afterCommit is null ? observers : [.. observers, new Calls(afterCommit)]);

    sealed class Calls(Action call) : IRunObserver
    {
        public ValueTask OnTransitionAsync(RunTransition transition, IServiceProvider services, CancellationToken cancel)
        {
            call();
            return ValueTask.CompletedTask;
        }
    }

    public Task<IReadOnlyList<RunLease>> ClaimAsync(int max = 100) =>
        Store.ClaimAsync(new ClaimRequest("test", [(workflow.Name, workflow.Version)], max, Clock.GetUtcNow(), Lease), default).AsTask();

    /// <summary>Claims and advances until no run is due at this moment.</summary>
    public async Task RunDueAsync()
    {
        while (await ClaimAsync() is { Count: > 0 } leases)
        {
            foreach (var lease in leases)
            {
                using var control = new RunControl(CancellationToken.None);
                await Loop().RunAsync(lease, workflow, control);
            }
        }
    }

    /// <summary>Moves the clock and does what became due.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await RunDueAsync();
    }

    public async Task<AnswerOutcome> AnswerAsync<T>(Guid run, string key, T answer)
    {
        var outcome = await Store.AnswerAsync(run, key, JsonSerializer.SerializeToElement(answer, JsonSerializerOptions.Web), default);
        await RunDueAsync();
        return outcome;
    }

    public async Task<SignalResult> SignalAsync<T>(Guid run, string name, string key, T payload)
    {
        var result = await Store.SignalAsync(run, new Signal(name, key, JsonSerializer.SerializeToElement(payload, JsonSerializerOptions.Web)), default);
        await RunDueAsync();
        return result;
    }

    public async Task<RunSummary> FindAsync(Guid run) => (await Store.FindAsync(run, default))!;

    public async Task<RunStatus> StatusAsync(Guid run) => (await FindAsync(run)).Status;

    public async Task<WorkflowState> StateAsync(Guid run) => RunHistory.Latest(workflow, (await Store.HistoryAsync(run, default))!, Codec);

    public async Task<IReadOnlyList<Checkpoint>> HistoryAsync(Guid run) => RunHistory.Checkpoints(workflow, (await Store.HistoryAsync(run, default))!, Codec);

    /// <summary>The nodes in the order in which they finished.</summary>
    public async Task<string[]> PathAsync(Guid run) =>
        [.. (await HistoryAsync(run)).Where(step => step.Kind is StepKind.Finished or StepKind.Interrupted or StepKind.Slept or StepKind.Listening).Select(step => step.Node)];
}

/// <summary>Stands still until the test moves it. Timers fire when it is moved.</summary>
public sealed class TestClock : TimeProvider
{
    readonly List<Timer> timers = [];
    DateTimeOffset now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time)
    {
        now += time;
        List<Timer> due;
        lock (timers)
            due = [.. timers.Where(timer => timer.Due <= now)];
        foreach (var timer in due)
            timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (timers)
            timers.Add(timer);
        return timer;
    }

    sealed class Timer(TestClock clock, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

        public void Fire()
        {
            Due = DateTimeOffset.MaxValue;
            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : clock.now + dueTime;
            return true;
        }

        public void Dispose()
        {
            lock (clock.timers)
                clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
