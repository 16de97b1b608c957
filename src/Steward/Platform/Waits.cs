namespace Steward.Platform;

/// <summary>Something outside makes us wait.</summary>
/// <param name="Reason">In words for a person: "Google allows no more requests this second".</param>
public sealed record Wait(string Reason, TimeSpan Time);

/// <summary>
/// Lets those who run something see what it waits for. It flows with the asynchronous call, because a wait happens many layers below whoever can show it,
/// and none of the layers between has anything to do with it.
/// </summary>
public static class Waits
{
    static readonly AsyncLocal<Action<Wait>?> watcher = new();

    /// <summary>Every wait of what is called until the end of the scope is told to <paramref name="tell"/>, before it begins, possibly from several threads.</summary>
    public static IDisposable Watch(Action<Wait> tell)
    {
        var scope = new Scope(watcher.Value);
        watcher.Value = tell;
        return scope;
    }

    public static void Tell(Wait wait) => watcher.Value?.Invoke(wait);

    sealed class Scope(Action<Wait>? before) : IDisposable
    {
        public void Dispose() => watcher.Value = before;
    }
}
