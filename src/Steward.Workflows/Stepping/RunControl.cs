namespace Steward.Workflows.Stepping;

/// <summary>What the holder of a run can be told from outside while it works.</summary>
public sealed class RunControl : IDisposable
{
    readonly CancellationTokenSource stop;
    readonly CancellationTokenSource cancelled = new();

    public RunControl(CancellationToken shutdown) => stop = CancellationTokenSource.CreateLinkedTokenSource(shutdown);

    /// <summary>Let go of the run without another commit: the lease is lost, or the process is going down.</summary>
    public CancellationToken Stopped => stop.Token;

    /// <summary>Somebody wants the run to end: its handlers are cancelled, then the cancellation is committed.</summary>
    public CancellationToken CancelRequested => cancelled.Token;

    /// <summary>Let go of the run at the next moment between two steps.</summary>
    public bool Draining { get; private set; }

    /// <summary>What was read to load the run, in bytes; 0 until then. For whoever decides how many runs fit into memory.</summary>
    public long Bytes { get; internal set; }

    /// <summary>When a run that was let go of to wait is due by itself: its timer, or a moment ago when a message came while it was held. Null: only a message wakes it.</summary>
    public DateTimeOffset? DueAt { get; internal set; }

    /// <summary>
    /// An external node was begun, and no step tells of it yet: the outside may have been called. Whoever gives the run back now must let it count as an
    /// attempt, or the repeat would call itself the first.
    /// </summary>
    public bool CalledOutside => Session?.CalledOutside == true;

    internal RunSession? Session { get; set; }

    public void Drain() => Draining = true;

    public void Stop() => stop.Cancel();

    public void RequestCancel() => cancelled.Cancel();

    public void Dispose()
    {
        stop.Dispose();
        cancelled.Dispose();
    }
}

public enum RunExit
{
    /// <summary>The run waits, or is over. Nobody holds it.</summary>
    Settled,
    /// <summary>Somebody else holds it.</summary>
    Lost,
    /// <summary>Asked to let go between two steps. The run is still held: release it.</summary>
    Drained,
}
