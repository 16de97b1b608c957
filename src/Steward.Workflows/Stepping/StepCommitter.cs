using Microsoft.Extensions.Logging;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Events;
using Steward.Workflows.Observing;

namespace Steward.Workflows.Stepping;

/// <summary>Commits the steps of one held run, one after another, and keeps the session in step with the store.</summary>
sealed class StepCommitter(ICheckpointStore store, StepCodec codec, TimeProvider clock, RunSession session, IReadOnlyList<IRunObserver> observers, Random chance, ILogger log)
{
    /// <summary>Decides what an execution means and commits it, with what it staged if it succeeded, without if it failed.</summary>
    public async Task<CommitState> CommitAsync(Execution execution, CancellationToken cancel)
    {
        await using var scope = execution.Scope.ConfigureAwait(false);
        var step = Decide(execution);
        if (step.Kind is not (StepKind.Failed or StepKind.Retrying))
        {
            try
            {
                return await CommitAsync(step, execution.Scope, execution.Task, execution.DurationMs, cancel).ConfigureAwait(false);
            }
            catch (StagedWorkRejectedException e)
            {
                step = Threw(execution, e.InnerException ?? e);
            }
        }
        // Rolled back first, so that the failure's own commit does not wait for locks that this attempt still holds.
        await execution.Scope.DisposeAsync().ConfigureAwait(false);
        return await CommitAsync(step, cancel, durationMs: execution.DurationMs, task: execution.Task).ConfigureAwait(false);
    }

    /// <summary>Commits a step that staged nothing.</summary>
    public async Task<CommitState> CommitAsync(
        StepEvent step, CancellationToken cancel, string? closeKey = null, int? requireInbox = null, int durationMs = 0, RunTask? task = null)
    {
        var scope = await store.BeginStepAsync(session.Lease, NodeKind.Pure, cancel).ConfigureAwait(false);
        await using (scope.ConfigureAwait(false))
        {
            try
            {
                return await CommitAsync(step, scope, task, durationMs, cancel, closeKey, requireInbox).ConfigureAwait(false);
            }
            catch (StagedWorkRejectedException e)
            {
                // Only an observer can have staged something here. The run's own record must not depend on it.
                log.LogError(e, "An observer's work was refused for step {Seq} ({Kind}) of run {Run}; the step is stored without it", session.Image.Seq + 1, step.Kind, session.Lease.RunId);
            }
        }
        var bare = await store.BeginStepAsync(session.Lease, NodeKind.Pure, cancel).ConfigureAwait(false);
        await using (bare.ConfigureAwait(false))
            return await CommitAsync(step, bare, task, durationMs, cancel, closeKey, requireInbox, observed: false).ConfigureAwait(false);
    }

    StepEvent Decide(Execution execution) => execution.Error is { } error
        ? Threw(execution, error)
        : StepDecision.Finish(session.Image, execution.Task, execution.Attempt, execution.Result!, codec.Json);

    StepEvent Threw(Execution execution, Exception error)
    {
        log.LogWarning(error, "Attempt {Attempt} of {Node} failed in run {Run}", execution.Attempt, execution.Task.Node, session.Lease.RunId);
        if (error is WorkflowRuntimeException)
            return StepDecision.Failed(execution.Task, execution.Attempt, error.Message);
        var policy = session.Image.Executable(execution.Task)!.Options.Retry;
        return StepDecision.Threw(execution.Task, execution.Attempt, policy, error, clock.GetUtcNow(), Chance());
    }

    double Chance()
    {
        // Shared by all runs of a process, and Random is not made for that.
        lock (chance)
            return chance.NextDouble();
    }

    async Task<CommitState> CommitAsync(
        StepEvent step, IStepScope scope, RunTask? task, int durationMs, CancellationToken cancel, string? closeKey = null, int? requireInbox = null, bool observed = true)
    {
        step = StepDecision.OrCompensate(session.Image, step);
        var next = session.Image.Apply(step);
        var encoded = Encode(ref step, ref next);
        var now = clock.GetUtcNow();
        var settlement = session.Standing(next, step, now);
        if (observed)
            await ObserveAsync(step, next, task, settlement, scope, now, cancel).ConfigureAwait(false);
        var commit = new StepCommit(session.Lease, next.Seq, step.Kind, step.Node, step.Attempt, now, durationMs, encoded, settlement, step.Question, closeKey, requireInbox);
        var result = await scope.CommitAsync(commit, cancel).ConfigureAwait(false);
        session.Heard(result);
        if (result.State == CommitState.Committed)
        {
            session.Committed(next, encoded, settled: settlement is not null);
            if (settlement is not null)
                session.LetGo(settlement, result);
            if (task is not null)
                session.Told(task);
            WorkflowTelemetry.Committed(session.Lease, step, settlement);
        }
        return result.State;
    }

    EncodedStep Encode(ref StepEvent step, ref RunImage next)
    {
        try
        {
            return codec.Encode(step, session.WantsSnapshot(next) ? next : null, session.KnownBlobs, session.Image.Position);
        }
        catch (Exception e) when (e is WorkflowRuntimeException or System.Text.Json.JsonException or NotSupportedException)
        {
            // A value that cannot be stored today cannot be stored tomorrow.
            step = StepDecision.OrCompensate(session.Image, new StepEvent(StepKind.Failed, step.Node, step.Task) { Attempt = step.Attempt, Error = e.Message });
            next = session.Image.Apply(step);
            return codec.Encode(step, null, session.KnownBlobs, session.Image.Position);
        }
    }

    async ValueTask ObserveAsync(StepEvent step, RunImage next, RunTask? task, Settlement? settlement, IStepScope scope, DateTimeOffset now, CancellationToken cancel)
    {
        if (observers.Count == 0)
            return;
        var (lease, begins) = (session.Lease, step.Plan?.Tasks.Select(planned => planned.Node).Distinct(StringComparer.Ordinal).ToList());
        var transition = new RunTransition(
            lease.RunId, lease.OwnerId, lease.Workflow, lease.Version, next.Seq, step.Kind, step.Node, step.Attempt, settlement?.Status ?? RunStatus.Running,
            next.State, begins ?? [], task?.Input, step.Question, step.Error, now);
        foreach (var observer in observers)
        {
            try
            {
                await observer.OnTransitionAsync(transition, scope.Services, cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
            {
                throw new StagedWorkRejectedException($"The observer {observer.GetType().Name} failed at '{step.Node}'.", e);
            }
        }
    }
}
