using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Observing;

namespace Steward.Workflows.Stepping;

/// <summary>One attempt of one task: opens its unit of work, calls the handler with its time limit, and keeps result or exception. Commits nothing.</summary>
sealed class StepRunner(ICheckpointStore store, TimeProvider clock, JsonSerializerOptions json)
{
    /// <exception cref="OperationCanceledException">The run was stopped or cancelled; the attempt has no outcome, and its unit of work is rolled back.</exception>
    public async Task<Execution> RunAsync(RunSession session, RunTask task, CancellationToken stopped, CancellationToken cancelled)
    {
        var image = session.Image;
        var attempt = session.AttemptOf(task);
        var node = image.Executable(task)!;
        var began = clock.GetTimestamp();
        using var span = WorkflowTelemetry.Attempt(session.Lease, task.Node, node.Options.Kind, attempt);
        using var timeout = node.Options.Timeout is { } limit ? new CancellationTokenSource(limit, clock) : null;
        using var linked = timeout is null
            ? CancellationTokenSource.CreateLinkedTokenSource(stopped, cancelled)
            : CancellationTokenSource.CreateLinkedTokenSource(stopped, cancelled, timeout.Token);
        var scope = await store.BeginStepAsync(session.Lease, node.Options.Kind, stopped).ConfigureAwait(false);
        if (node.Options.Kind == NodeKind.External)
            session.CallsOutside(task);
        try
        {
            var result = await node.Handler(Context(task, image, session.Lease, attempt, scope), linked.Token).ConfigureAwait(false);
            var missing = result is null ? new WorkflowRuntimeException($"The node '{task.Node}' returned no result.") : null;
            return WorkflowTelemetry.Executed(span, session.Lease, new Execution(task, attempt, scope, result, missing, Elapsed(began)), clock.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested || cancelled.IsCancellationRequested)
        {
            await scope.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        catch (Exception e)
        {
            var error = e is OperationCanceledException && timeout?.IsCancellationRequested == true
                ? new TimeoutException($"The node '{task.Node}' did not finish within {node.Options.Timeout}.", e)
                : e;
            return WorkflowTelemetry.Executed(span, session.Lease, new Execution(task, attempt, scope, null, error, Elapsed(began)), clock.GetElapsedTime(began));
        }
    }

    int Elapsed(long began) => (int)Math.Min(clock.GetElapsedTime(began).TotalMilliseconds, int.MaxValue);

    NodeContext Context(RunTask task, RunImage image, RunLease lease, int attempt, IStepScope scope) => new()
    {
        State = image.State, RunId = lease.RunId, OwnerId = lease.OwnerId, Node = task.Node, Attempt = attempt, Key = KeyOf(lease.RunId, task.Id),
        Services = scope.Services, Input = task.Input, Answer = task.Answer, Json = json,
        Compensates = image.Position is { Undoing: not null, Undoable: [.., var visit] } ? new CompensatedVisit(visit.Node, KeyOf(lease.RunId, visit.Task), visit.Note) : null,
    };

    internal static string KeyOf(Guid run, int task) => $"{run:N}-{task}";
}

/// <summary>An attempt that ended. Exactly one of result and error is there.</summary>
sealed record Execution(RunTask Task, int Attempt, IStepScope Scope, NodeResult? Result, Exception? Error, int DurationMs);
