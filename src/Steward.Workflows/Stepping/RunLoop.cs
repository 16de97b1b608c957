using System.Text.Json;
using Microsoft.Extensions.Logging;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Events;
using Steward.Workflows.Observing;

namespace Steward.Workflows.Stepping;

/// <summary>
/// Advances one claimed run until it waits, ends, or is lost: load, then execute and commit step after step. All decisions are made by pure functions;
/// this loop only has effects, and keeps nothing that the store does not have.
/// What it keeps of a waiting run saves a load, and is checked against the claim (<see cref="WarmRuns"/>).
/// </summary>
/// <param name="observers">Those of a workflow, by its name.</param>
/// <param name="gate">For nodes of which only so many may run at the same time; null when there are none.</param>
public sealed class RunLoop(
    ICheckpointStore store, StepCodec codec, TimeProvider clock, Random chance, ILogger<RunLoop> log, Func<string, IReadOnlyList<IRunObserver>>? observers = null,
    INodeGate? gate = null)
{
    const long WarmBytes = 32 * 1024 * 1024;

    readonly StepRunner runner = new(store, clock, codec.Json);
    readonly WarmRuns warm = new(WarmBytes);

    /// <exception cref="OperationCanceledException"><paramref name="control"/> was stopped. The run is still held: release it.</exception>
    public async Task<RunExit> RunAsync(RunLease lease, Workflow workflow, RunControl control)
    {
        using var held = WorkflowTelemetry.Hold(lease);
        return WorkflowTelemetry.Let(held, lease, await AdvanceAsync(lease, workflow, control).ConfigureAwait(false));
    }

    /// <summary>The run has just been started, and nobody has held it: if this loop is the first to, it need not load what was stored a moment ago.</summary>
    public void Started(NewRun run)
    {
        if (run.Image is { } image)
            warm.Keep(run.Id, 0, WarmRun.Of(image, run.Input));
    }

    /// <summary>The answer has just been stored, and this lease taken in the same moment: if this loop let the run go before, it need not read what it was told.</summary>
    public void Answered(RunLease lease, string key, JsonElement answer) => warm.Answered(lease, key, answer.Clone());

    async Task<RunExit> AdvanceAsync(RunLease lease, Workflow workflow, RunControl control)
    {
        if (warm.Take(lease, workflow) is not { } run)
        {
            if (await store.LoadAsync(lease, control.Stopped).ConfigureAwait(false) is not { } stored)
                return RunExit.Lost;
            try
            {
                run = WarmRun.Of(RunLoader.Load(workflow, stored, codec), stored);
            }
            catch (Exception e) when (e is WorkflowRuntimeException or System.Text.Json.JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
            {
                log.LogError(e, "Run {Run} of {Workflow} cannot be loaded", lease.RunId, lease.Workflow);
                var failed = new Settlement(RunStatus.Failed, null, $"The stored run cannot be loaded: {e.Message}", lease.Inbox, clock.GetUtcNow());
                return (await store.SettleAsync(lease, failed, control.Stopped).ConfigureAwait(false)).State == CommitState.Lost ? RunExit.Lost : RunExit.Settled;
            }
        }
        control.Bytes = run.Bytes;
        var session = control.Session = new RunSession(lease, run);
        var exit = await AdvanceAsync(session, control).ConfigureAwait(false);
        if (exit == RunExit.Settled && !session.Image.Position.IsOver)
            warm.Keep(lease.RunId, lease.Fence, session.Warm);
        control.DueAt = session.DueAt;
        return exit;
    }

    async Task<RunExit> AdvanceAsync(RunSession session, RunControl control)
    {
        var lease = session.Lease;
        var committer = new StepCommitter(store, codec, clock, session, observers?.Invoke(lease.Workflow) ?? [], chance, log);
        while (!session.Settled)
        {
            control.Stopped.ThrowIfCancellationRequested();
            if (control.Draining)
                return RunExit.Drained;
            if (session.CancelRequested)
                control.RequestCancel();
            CommitState state;
            try
            {
                if (control.CancelRequested.IsCancellationRequested && !session.Undoing)
                    state = await committer.CommitAsync(StepDecision.Cancel(session.Image, session.Where), control.Stopped).ConfigureAwait(false);
                else if (session.Image.Position.AtBoundary
                    && await Waking.NextAsync(session, store, clock.GetUtcNow(), codec.Json, control.Stopped).ConfigureAwait(false) is var (step, closeKey, requireInbox))
                    state = await committer.CommitAsync(step, control.Stopped, closeKey, requireInbox).ConfigureAwait(false);
                else if (session.Due(clock.GetUtcNow()) is { Count: > 0 } due)
                {
                    // Compensations are not kept waiting: what is to be undone is undone.
                    await using var places = gate is null || session.Undoing
                        ? null
                        : await NodePlaces.TakeAsync(gate, lease, session.Image.Workflow, due, control.Stopped).ConfigureAwait(false);
                    if (places?.Admitted.Count == 0)
                        return RunExit.Settled;
                    state = await ExecuteAsync(places?.Admitted ?? due, session, committer, control).ConfigureAwait(false);
                }
                else
                    return await SettleAsync(session, control).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (control.CancelRequested.IsCancellationRequested && !control.Stopped.IsCancellationRequested)
            {
                continue;
            }
            if (state == CommitState.Lost)
                return RunExit.Lost;
        }
        return RunExit.Settled;
    }

    async Task<RunExit> SettleAsync(RunSession session, RunControl control)
    {
        var settlement = session.Wait(clock.GetUtcNow());
        var result = await store.SettleAsync(session.Lease, settlement, control.Stopped).ConfigureAwait(false);
        session.LetGo(settlement, result);
        return result.State == CommitState.Lost ? RunExit.Lost : RunExit.Settled;
    }

    /// <summary>Runs the due tasks of the super-step, several at once as their nodes allow, and commits each when it is done.</summary>
    async Task<CommitState> ExecuteAsync(List<RunTask> due, RunSession session, StepCommitter committer, RunControl control)
    {
        if (session.Crashes > 0 && due.Find(task => session.AttemptOf(task) > Limit(session, task)) is { } spent)
        {
            var reason = $"'{spent.Node}' was begun {session.AttemptOf(spent) - 1} times and never finished: the process ended each time.";
            return await committer.CommitAsync(StepDecision.Failed(spent, session.AttemptOf(spent) - 1, reason), control.Stopped, task: spent).ConfigureAwait(false);
        }
        if (due.Find(task => session.Image.Executable(task) is null) is { } unknown)
            return await committer.CommitAsync(
                StepDecision.Failed(unknown, session.AttemptOf(unknown), $"This version of the workflow has no {(session.Undoing ? "compensation of" : "node")} '{unknown.Node}'."), control.Stopped, task: unknown).ConfigureAwait(false);
        if (!session.Undoing && due.Find(task => StepDecision.OverLimit(session.Image, task) is not null) is { } over)
            return await committer.CommitAsync(
                StepDecision.Failed(over, session.AttemptOf(over), StepDecision.OverLimit(session.Image, over)!), control.Stopped, task: over).ConfigureAwait(false);
        if (due.Count == 1)
            return await committer.CommitAsync(await runner.RunAsync(session, due[0], control.Stopped, session.Undoing ? CancellationToken.None : control.CancelRequested).ConfigureAwait(false), control.Stopped).ConfigureAwait(false);

        using var siblings = CancellationTokenSource.CreateLinkedTokenSource(control.Stopped);
        var running = new Dictionary<Task<Execution>, RunTask>();
        var state = CommitState.Committed;
        try
        {
            while (state == CommitState.Committed && !session.Settled && !session.CancelRequested && !session.Undoing && !(control.Draining && running.Count == 0))
            {
                foreach (var task in control.Draining ? [] : due.ToList().Where(task => running.Values.Count(other => other.Node == task.Node) < session.Image.Workflow.Node(task.Node).Options.MaxParallel))
                {
                    due.Remove(task);
                    session.InFlight.Add(task.Id);
                    running.Add(runner.RunAsync(session, task, siblings.Token, control.CancelRequested), task);
                }
                if (running.Count == 0)
                    return state;
                var done = await Task.WhenAny(running.Keys).ConfigureAwait(false);
                running.Remove(done, out var finished);
                session.InFlight.Remove(finished!.Id);
                state = await committer.CommitAsync(await done.ConfigureAwait(false), control.Stopped).ConfigureAwait(false);
            }
            return state;
        }
        finally
        {
            // A failure, a loss or a cancellation ends the siblings. Their work is rolled back and, if the run goes on, done again under the same keys.
            await siblings.CancelAsync().ConfigureAwait(false);
            foreach (var (task, _) in running)
            {
                await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (task.IsCompletedSuccessfully)
                    await (await task.ConfigureAwait(false)).Scope.DisposeAsync().ConfigureAwait(false);
            }
            session.InFlight.Clear();
        }
    }

    static int Limit(RunSession session, RunTask task) =>
        session.Image.Executable(task)?.Options.Retry.MaxAttempts ?? 1;
}
