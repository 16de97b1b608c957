namespace Steward.Workflows.Tests.Model;

/// <summary>The world outside the run: it counts calls by key, and answers questions.</summary>
sealed class Outside(TimeProvider clock, Turns turns)
{
    readonly Dictionary<string, int> calls = new(StringComparer.Ordinal);
    readonly HashSet<string> asked = new(StringComparer.Ordinal);

    public Turns Turns => turns;
    public DateTimeOffset Now => clock.GetUtcNow();
    public List<int> Answers { get; } = [];

    /// <summary>The signals that nodes went on with, as often as they ran.</summary>
    public List<int> Signals { get; } = [];

    /// <summary>The keys of the visits that compensations undo, as often as they ran.</summary>
    public List<string> Undone { get; } = [];

    public IReadOnlyDictionary<string, int> Calls => calls;

    public IReadOnlyCollection<string> Questions => asked;

    public void Called(string key)
    {
        lock (calls)
            calls[key] = calls.GetValueOrDefault(key) + 1;
    }

    public void Asked(string key)
    {
        lock (asked)
            asked.Add(key);
    }

    public void Heard(int signal)
    {
        lock (Signals)
            Signals.Add(signal);
    }

    public void Undoes(string key)
    {
        lock (Undone)
            Undone.Add(key);
    }

    public void Received(int answer)
    {
        lock (Answers)
            Answers.Add(answer);
    }
}

/// <summary>The scheduler: nodes wait for their turn, and a seeded choice decides whose it is. Everything after a turn runs at once, on the thread that gave it.</summary>
sealed class Turns(Random chance)
{
    readonly List<TaskCompletionSource> waiting = [];

    public async Task TakeAsync(CancellationToken cancel)
    {
        var turn = new TaskCompletionSource();
        lock (waiting)
            waiting.Add(turn);
        await using var given = cancel.Register(() => turn.TrySetCanceled(cancel));
        await turn.Task;
    }

    /// <returns>False when nobody waits.</returns>
    public bool Give()
    {
        TaskCompletionSource turn;
        lock (waiting)
        {
            waiting.RemoveAll(one => one.Task.IsCompleted);
            if (waiting.Count == 0)
                return false;
            turn = waiting[chance.Next(waiting.Count)];
            waiting.Remove(turn);
        }
        turn.TrySetResult();
        return true;
    }

    /// <summary>Gives turns until the task has ended.</summary>
    public async Task<T> UntilAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            if (!Give())
                await Task.Yield();
        }
        return await task;
    }
}
