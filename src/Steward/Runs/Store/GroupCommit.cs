using Npgsql;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs.Store;

/// <summary>
/// Commits the steps of all runs of this process. While fewer than <see cref="AtOnce"/> commits are under way a step goes by itself at once; those that come
/// meanwhile go together in the next commit. So a lone run never waits for company, and many share the cost of statement and commit. A step is reported
/// when its commit is durable. What the shared statement skips or refuses is tried again alone, so no run's trouble becomes another's.
/// </summary>
sealed class GroupCommit(Lanes lanes)
{
    const int AtOnce = 2;
    const int MaxSteps = 64;
    const int MaxBytes = 1024 * 1024;

    readonly Lock gate = new();
    readonly Queue<Waiting> queue = new();
    int busy;

    sealed class Waiting(StepCommit step) : TaskCompletionSource<CommitResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public StepCommit Step => step;

        public int Bytes => step.Encoded.Delta.Length + (step.Encoded.Snapshot?.Length ?? 0);
    }

    /// <summary>
    /// A step that is cancelled while it waits for its turn is not written. Cancelled later, its outcome is unknown, as with every commit; the fence keeps that harmless.
    /// </summary>
    public async ValueTask<CommitResult> CommitAsync(StepCommit step, CancellationToken cancel)
    {
        if (!GroupStatement.Takes(step))
            return await AloneAsync(step, cancel);
        Waiting? waiting = null;
        lock (gate)
        {
            if (busy < AtOnce)
                busy++;
            else
                queue.Enqueue(waiting = new Waiting(step));
        }
        if (waiting is not null)
        {
            await using var left = cancel.UnsafeRegister(static (one, token) => ((Waiting)one!).TrySetCanceled(token), waiting);
            return await waiting.Task;
        }
        try
        {
            return await AloneAsync(step, cancel);
        }
        finally
        {
            if (Next() is { } group)
                _ = Task.Run(() => WorkAsync(group), CancellationToken.None);
        }
    }

    async ValueTask<CommitResult> AloneAsync(StepCommit step, CancellationToken cancel)
    {
        using var lane = await lanes.RentAsync(cancel);
        return await StepStatement.ExecuteAsync(step, lane, cancel);
    }

    /// <summary>The steps that go next; null when nobody waits, and then the place is free.</summary>
    List<Waiting>? Next()
    {
        lock (gate)
        {
            var group = new List<Waiting>();
            var bytes = 0;
            while (group.Count < MaxSteps && bytes < MaxBytes && queue.TryDequeue(out var waiting))
            {
                if (waiting.Task.IsCompleted)
                    continue;
                group.Add(waiting);
                bytes += waiting.Bytes;
            }
            if (group.Count > 0)
                return group;
            busy--;
            return null;
        }
    }

    async Task WorkAsync(List<Waiting> group)
    {
        for (var next = group; next is not null; next = Next())
            await CommitAsync(next);
    }

    /// <summary>Never throws: each step gets its own result or exception.</summary>
    async Task CommitAsync(List<Waiting> group)
    {
        if (group.Count == 1)
        {
            await FinishAsync(group[0]);
            return;
        }
        Dictionary<Guid, CommitResult> committed = [];
        try
        {
            using var lane = await lanes.RentAsync(CancellationToken.None);
            committed = await GroupStatement.ExecuteAsync([.. group.Select(waiting => waiting.Step)], lane, CancellationToken.None);
        }
        catch (PostgresException e) when (Refusals.Is(e))
        {
            // One of them cannot be stored as it is, and the statement was rolled back for all: alone, each finds out for itself.
        }
        catch (Exception e)
        {
            // Whether it was committed is unknown. Each run is given back, and whoever claims it next sees which step it is at.
            foreach (var waiting in group)
                waiting.TrySetException(e);
            return;
        }
        foreach (var waiting in group)
        {
            if (committed.TryGetValue(waiting.Step.Lease.RunId, out var result))
                waiting.TrySetResult(result);
            else
                _ = FinishAsync(waiting);
        }
    }

    async Task FinishAsync(Waiting waiting)
    {
        try
        {
            waiting.TrySetResult(await AloneAsync(waiting.Step, CancellationToken.None));
        }
        catch (Exception e)
        {
            waiting.TrySetException(e);
        }
    }
}
