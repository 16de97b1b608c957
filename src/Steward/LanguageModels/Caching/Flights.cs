using System.Collections.Concurrent;
using Steward.Platform;

namespace Steward.LanguageModels.Caching;

/// <summary>
/// Equal questions of one person that are under way at once are asked once, in this process. Whoever gives up waiting leaves the others their answer; the question itself is
/// cancelled when nobody waits for it any more.
/// </summary>
sealed class Flights
{
    readonly ConcurrentDictionary<(Guid PersonId, string Key), Flight> flights = new();

    /// <returns>The answer, and whether another caller's question brought it.</returns>
    public async Task<(Result<ModelAnswer> Answer, bool Shared)> RunAsync(Guid personId, byte[] key, Func<CancellationToken, Task<Result<ModelAnswer>>> ask, CancellationToken cancel)
    {
        var name = (personId, Convert.ToHexString(key));
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var flight = new Flight();
            var mine = flights.GetOrAdd(name, flight);
            if (!mine.Board())
                continue; // it has just been given up; a new one begins
            if (ReferenceEquals(mine, flight))
                mine.Start(ask, () => flights.TryRemove(KeyValuePair.Create(name, flight)));
            try
            {
                return (await mine.Answer.WaitAsync(cancel), !ReferenceEquals(mine, flight));
            }
            finally
            {
                mine.Leave();
            }
        }
    }

    sealed class Flight
    {
        readonly Lock gate = new();
        readonly CancellationTokenSource stop = new();
        readonly TaskCompletionSource<Result<ModelAnswer>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int waiting;
        bool over;

        public Task<Result<ModelAnswer>> Answer => answer.Task;

        public bool Board()
        {
            lock (gate)
            {
                if (over)
                    return false;
                waiting++;
                return true;
            }
        }

        public void Leave()
        {
            lock (gate)
            {
                if (--waiting > 0 || over)
                    return;
                over = true;
            }
            stop.Cancel();
        }

        public void Start(Func<CancellationToken, Task<Result<ModelAnswer>>> ask, Action landed) => _ = FlyAsync(ask, landed);

        async Task FlyAsync(Func<CancellationToken, Task<Result<ModelAnswer>>> ask, Action landed)
        {
            try
            {
                var result = await ask(stop.Token);
                landed();
                answer.TrySetResult(result);
            }
            catch (OperationCanceledException)
            {
                landed();
                answer.TrySetCanceled(stop.Token);
            }
            catch (Exception e)
            {
                landed();
                answer.TrySetException(e); // whoever waits has it
            }
        }
    }
}
