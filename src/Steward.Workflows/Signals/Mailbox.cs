using Steward.Workflows.Stepping;

namespace Steward.Workflows.Signals;

/// <summary>
/// The signals of a held run that are stored and not taken yet, as far as its holder has read them. What was taken says the position, so this can be thrown
/// away at any time.
/// </summary>
sealed class Mailbox
{
    /// <summary>So many of each name are read at a time.</summary>
    public const int Batch = 100;

    readonly Dictionary<string, Queue<StoredSignal>> unread = new(StringComparer.Ordinal);
    readonly HashSet<string> more = new(StringComparer.Ordinal);

    /// <summary>Some name has been read to the end of its batch, and all of that is taken: there may be more.</summary>
    public bool RanDry => more.Any(name => !unread.TryGetValue(name, out var queue) || queue.Count == 0);

    /// <summary>Takes the place of what was read before.</summary>
    public void Refill(IEnumerable<StoredSignal> signals)
    {
        unread.Clear();
        more.Clear();
        foreach (var signal in signals)
        {
            if (!unread.TryGetValue(signal.Name, out var queue))
                unread[signal.Name] = queue = [];
            queue.Enqueue(signal);
            if (queue.Count == Batch)
                more.Add(signal.Name);
        }
    }

    public bool CanDeliver(RunImage image) => Next(image) is not null;

    /// <summary>Takes out the earliest one that the run can take now: into a channel, or because a node waits for it.</summary>
    public StoredSignal? Take(RunImage image) => Next(image) is { } signal ? unread[signal.Name].Dequeue() : null;

    StoredSignal? Next(RunImage image)
    {
        StoredSignal? first = null;
        foreach (var (name, queue) in unread)
        {
            if (queue.TryPeek(out var signal) && (first is null || signal.Position < first.Position) && image.Takes(name))
                first = signal;
        }
        return first;
    }
}
