namespace Steward.Runs;

/// <summary>
/// The places of this process's worker, each for one run. Claims fill them; and a run that is started or answered in this process may take one directly, without
/// being looked for, but only while nobody can be waiting for it: the last claim has found nothing that it had no room for, and nothing has been said to be due
/// since. So who comes directly overtakes nobody, whatever comes how often.
/// </summary>
/// <param name="direct">False where limits must be counted by the claim.</param>
sealed class WorkerPlaces(int count, bool direct)
{
    readonly Lock gate = new();
    readonly TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int taken;
    bool open;
    bool looking;

    /// <summary>Something may be due that no claim has looked for. At the beginning it is.</summary>
    bool behind = true;

    /// <summary>Until this, nobody comes directly.</summary>
    public void Open()
    {
        lock (gate)
            open = true;
    }

    /// <summary>Nobody comes directly any more.</summary>
    /// <returns>Ends when all places are empty.</returns>
    public Task CloseAsync()
    {
        lock (gate)
        {
            open = false;
            if (taken == 0)
                left.TrySetResult();
            return left.Task;
        }
    }

    public bool TryTake()
    {
        lock (gate)
        {
            if (!direct || !open || behind || looking || taken >= count)
                return false;
            taken++;
            return true;
        }
    }

    /// <summary>It is said that something is due.</summary>
    public void Hint()
    {
        lock (gate)
            behind = true;
    }

    /// <summary>A claim begins; it has all free places until <see cref="Looked"/>. 0: it must not begin, and who leaves next lets it.</summary>
    public int Look()
    {
        lock (gate)
        {
            var free = count - taken;
            behind = free <= 0;
            looking = !behind;
            taken += Math.Max(0, free);
            return Math.Max(0, free);
        }
    }

    /// <param name="unused">Of the places that the claim had.</param>
    /// <param name="more">It may have left something that is due.</param>
    public void Looked(int unused, bool more)
    {
        lock (gate)
        {
            looking = false;
            behind |= more;
            Empty(unused);
        }
    }

    /// <returns>Whether it is time for a claim.</returns>
    public bool Leave()
    {
        lock (gate)
        {
            Empty(1);
            return behind || !direct;
        }
    }

    void Empty(int places)
    {
        taken -= places;
        if (taken == 0 && !open)
            left.TrySetResult();
    }
}
