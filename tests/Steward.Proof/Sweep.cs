using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Steward.Runs;
using Steward.Workflows.Checkpoints;

namespace Steward.Proof;

/// <param name="Commands">That a worker sends on the whole way, and on the way back after a cancellation.</param>
/// <param name="Wrong">Cases that ended otherwise than the undisturbed run.</param>
public sealed record SweepReport((int ToTheEnd, int Back) Commands, int Calls, int Cases, int Fired, IReadOnlyList<string> Wrong, IReadOnlyList<UnsoundRun> Unsound)
{
    public override string ToString() => $"{Commands.ToTheEnd} commands and {Calls} outside calls to the end, {Commands.Back} commands back; {Cases} faults, {Fired} of them fired";
}

/// <summary>
/// Every command that a worker sends to PostgreSQL while it takes one run from its start to its end, or back after a cancellation, is a numbered fault point, and so is every
/// outside call. At each of them, before and after, the worker ends for good and another one takes over when its lease is over; and the connection is cut, or the database refuses.
/// </summary>
/// <param name="thorough">At each point all three; otherwise the end, and one of the other two in turn.</param>
public sealed class Sweep(string database, bool thorough)
{
    const int Lanes = 10;

    static readonly RunEnd toTheEnd = new(RunStatus.Completed, null, string.Join(' ', ProofWorkflow.Expected), string.Join(' ', ProofWorkflow.Effects), "Keyed 1 Plain 1 Searched 1");

    /// <summary>What was done until it waits for its signal, and the compensations of it.</summary>
    static readonly RunEnd back = new(
        RunStatus.Cancelled, null, string.Join(' ', ProofWorkflow.Expected.TakeWhile(node => node != "heard")),
        "act ask inner/write item0 item1 item2 left stage undo act undo item0 undo item1 undo item2 undo left", "Keyed 1 Plain 1 Searched 1");

    sealed record Case(string Name, RunEnd Expected, Func<SweepLane, Task<RunEnd>> RunAsync);

    /// <param name="source">The same database, with the schema of the proof.</param>
    public async Task<SweepReport> RunAsync(NpgsqlDataSource source)
    {
        var lanes = new ConcurrentBag<SweepLane>(await Task.WhenAll(Enumerable.Range(0, Lanes).Select(number => new SweepLane(database, number).StartAsync())));
        try
        {
            var wrong = new ConcurrentQueue<string>();
            var (commands, calls) = await CountAsync(lanes.First(), wrong);
            Case[] cases = [.. Points(SweepStory.ToTheEnd, commands.ToTheEnd, toTheEnd), .. Points(SweepStory.Cancelled, commands.Back, back), .. Outside(calls)];
            var fired = 0;
            await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = Lanes }, async (one, _) =>
            {
                if (!lanes.TryTake(out var lane))
                    throw new InvalidOperationException("More cases at once than lanes.");
                var end = await one.RunAsync(lane);
                if (lane.Fired)
                    Interlocked.Increment(ref fired);
                if (end != one.Expected)
                    wrong.Enqueue($"{one.Name}: {end}");
                lanes.Add(lane);
            });
            return new SweepReport(commands, calls, cases.Length, fired, [.. wrong], await HistoryCheck.FindAsync(source));
        }
        finally
        {
            foreach (var lane in lanes)
                await lane.DisposeAsync();
        }
    }

    /// <summary>Of undisturbed runs.</summary>
    static async Task<((int ToTheEnd, int Back) Commands, int Calls)> CountAsync(SweepLane lane, ConcurrentQueue<string> wrong)
    {
        if (await lane.RunAsync(SweepStory.ToTheEnd, null) is var end && end != toTheEnd)
            wrong.Enqueue($"Undisturbed: {end}");
        var (commands, calls) = (lane.Commands, lane.Calls);
        if (await lane.RunAsync(SweepStory.Cancelled, null) is var cancelled && cancelled != back)
            wrong.Enqueue($"Undisturbed, cancelled: {cancelled}");
        return ((commands, lane.Commands), calls);
    }

    IEnumerable<Case> Points(SweepStory story, int commands, RunEnd expected) =>
        from after in new[] { false, true }
        from kind in Enum.GetValues<FaultKind>()
        from point in Enumerable.Range(1, commands)
        where thorough || kind == FaultKind.Exit || kind == ((point % 2 == 0) ^ after ? FaultKind.Cut : FaultKind.Error)
        let fault = new Fault(point, after, kind)
        select new Case($"{story}: {fault}", expected, lane => lane.RunAsync(story, fault));

    static IEnumerable<Case> Outside(int calls) =>
        from call in Enumerable.Range(1, calls)
        from moment in new[] { "before", "after" }
        from kind in new[] { FaultKind.Cut, FaultKind.Error }
        select new Case(string.Create(CultureInfo.InvariantCulture, $"outside call {call} {moment} {kind}"), toTheEnd, lane => lane.RunWithOutsideFaultAsync(call, moment, kind));
}
